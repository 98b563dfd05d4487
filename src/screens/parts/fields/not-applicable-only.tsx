import { Segments } from '../../../ui/segments.tsx'
import { notApplicableChoice } from './choices.ts'
import type { ItemFieldProps } from './field-props.ts'

type NotApplicableOnlyProps = Pick<ItemFieldProps, 'item' | 'value' | 'onAnswer'> & {
  /** Ends the legend, for ears: "khi không có ngày". */
  when: string
}

/** "Không áp dụng" on its own, under a field whose answer is not itself a row of choices. */
export function NotApplicableOnly({ item, value, onAnswer, when }: NotApplicableOnlyProps) {
  if (!item.allowsNotApplicable) return null
  return (
    <Segments
      legend={`${item.question}: ${when}`}
      options={notApplicableChoice(item)}
      value={value?.is === 'notApplicable' ? value.is : null}
      onChoose={(choice) => onAnswer(choice === null ? null : { is: 'notApplicable' })}
      size="small"
    />
  )
}
