import type { Begun } from '../../../device/store/begun.ts'
import type { Item } from '../../../domain/checklist.ts'
import type { Segment } from '../../../ui/segments.tsx'

export const passChoice: Segment<'pass'> = { value: 'pass', label: 'Đạt', tone: 'pass' }
export const failChoice: Segment<'fail'> = { value: 'fail', label: 'Không đạt', tone: 'fail' }
export const noDataChoice: Segment<'noData'> = { value: 'noData', label: 'Chưa có số liệu', tone: 'none' }
export const notDetectedChoice: Segment<'notDetected'> = {
  value: 'notDetected',
  label: 'Không phát hiện (KPH)',
  tone: 'pass',
}

/** The conclusion that an inspector draws where the rule leaves it to them. */
export type Verdict = 'pass' | 'fail'

/** The conclusion that was drawn before there was a number to it. */
export function verdictIn({ verdict }: Begun): Verdict | null {
  return verdict === 'pass' || verdict === 'fail' ? verdict : null
}

const notApplicable: Segment<'notApplicable'> = { value: 'notApplicable', label: 'Không áp dụng', tone: 'none' }

/** The segment "Không áp dụng" of an item that allows it. */
export function notApplicableChoice(item: Item): Segment<'notApplicable'>[] {
  return item.allowsNotApplicable ? [notApplicable] : []
}
