import { Segments } from '../../../ui/segments.tsx'
import { noDataChoice, notApplicableChoice } from './choices.ts'
import type { ItemFieldProps } from './field-props.ts'

type NotApplicableOnlyProps = Pick<ItemFieldProps, 'item' | 'value' | 'onAnswer'> & {
  /** Ends the legend, for ears: "khi không có ngày". */
  when: string
  /** Whether "Chưa có số liệu" is a choice too. */
  noData?: boolean
  /** Where "Không áp dụng" could be taken for the last part's. */
  label?: string
}

/** "Không áp dụng" on its own, under a field whose answer is not itself a row of choices. */
export function NotApplicableOnly({ item, value, onAnswer, when, noData = false, label }: NotApplicableOnlyProps) {
  const aside = notApplicableChoice(item).map((choice) => ({ ...choice, label: label ?? choice.label }))
  const options = [...(noData ? [noDataChoice] : []), ...aside]
  if (options.length === 0) return null
  return (
    <Segments
      legend={`${item.question}: ${when}`}
      options={options}
      value={value?.is === 'notApplicable' || value?.is === 'noData' ? value.is : null}
      onChoose={(choice) => onAnswer(choice === null ? null : { is: choice })}
      size="small"
    />
  )
}
