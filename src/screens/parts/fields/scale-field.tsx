import { scaleLabel } from '../../../domain/answer-words.ts'
import { type Segment, Segments } from '../../../ui/segments.tsx'
import { notApplicableChoice } from './choices.ts'
import type { FieldProps } from './field-props.ts'

export function ScaleField({ item, input, value, onAnswer }: FieldProps<'scale'>) {
  const { min = 0, max } = input
  const levels = Array.from({ length: max - min + 1 }, (_, index): Segment<string> => {
    const level = min + index
    const label = scaleLabel(input, level)
    const tone = level === min ? 'fail' : level === max ? 'pass' : 'partial'
    return { value: `${level}`, label, tone, figure: `${level}` }
  })
  const chosen = value?.is === 'level' ? `${value.level}` : value?.is === 'notApplicable' ? 'notApplicable' : null
  return (
    <Segments
      legend={item.question}
      options={[...levels, ...notApplicableChoice(item)]}
      value={chosen}
      onChoose={(choice) => {
        if (choice === null) onAnswer(null)
        else if (choice === 'notApplicable') onAnswer({ is: 'notApplicable' })
        else onAnswer({ is: 'level', level: Number(choice) })
      }}
    />
  )
}
