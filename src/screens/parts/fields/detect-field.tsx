import { type Segment, Segments } from '../../../ui/segments.tsx'
import { noDataChoice, notApplicableChoice } from './choices.ts'
import type { FieldProps } from './field-props.ts'

type Choice = 'absent' | 'found' | 'noData' | 'notApplicable'

const found: Segment<Choice>[] = [
  { value: 'absent', label: 'Không phát hiện', tone: 'pass' },
  { value: 'found', label: 'Phát hiện', tone: 'fail' },
  noDataChoice,
]

export function DetectField({ item, value, onAnswer }: FieldProps<'detect'>) {
  const chosen = value?.is === 'detected' ? (value.detected ? 'found' : 'absent') : null
  const other = value?.is === 'noData' || value?.is === 'notApplicable' ? value.is : null
  return (
    <Segments<Choice>
      legend={item.question}
      options={[...found, ...notApplicableChoice(item)]}
      value={chosen ?? other}
      onChoose={(choice) => {
        if (choice === null) onAnswer(null)
        else if (choice === 'noData' || choice === 'notApplicable') onAnswer({ is: choice })
        else onAnswer({ is: 'detected', detected: choice === 'found' })
      }}
    />
  )
}
