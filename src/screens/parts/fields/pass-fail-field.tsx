import { Segments } from '../../../ui/segments.tsx'
import { failChoice, notApplicableChoice, passChoice } from './choices.ts'
import type { FieldProps } from './field-props.ts'

export function PassFailField({ item, value, onAnswer }: FieldProps<'passFail'>) {
  const chosen = value?.is === 'verdict' ? value.verdict : value?.is === 'notApplicable' ? 'notApplicable' : null
  return (
    <Segments
      legend={item.question}
      options={[passChoice, failChoice, ...notApplicableChoice(item)]}
      value={chosen}
      onChoose={(choice) => {
        if (choice === null) onAnswer(null)
        else if (choice === 'notApplicable') onAnswer({ is: 'notApplicable' })
        else onAnswer({ is: 'verdict', verdict: choice })
      }}
    />
  )
}
