import { Segments } from '../../../ui/segments.tsx'
import { noDataChoice, notApplicableChoice } from './choices.ts'
import type { ItemFieldProps } from './field-props.ts'

type NotApplicableOnlyProps = Pick<ItemFieldProps, 'item' | 'value' | 'onAnswer'> & {
  /** Ends the legend, for ears: "khi không có ngày". */
  when: string
  /** Whether "Chưa có số liệu" is a choice too. */
  noData?: boolean
}

/** "Không áp dụng" on its own, under a field whose answer is not itself a row of choices. */
export function NotApplicableOnly({ item, value, onAnswer, when, noData = false }: NotApplicableOnlyProps) {
  const options = [...(noData ? [noDataChoice] : []), ...notApplicableChoice(item)]
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
