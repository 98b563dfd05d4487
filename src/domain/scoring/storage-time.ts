import type { AnswerValue } from '../answer.ts'
import type { Input } from '../checklist.ts'
import { compareDecimals, formatDecimal } from '../decimal.ts'
import type { Verdict } from './result.ts'

type StorageInput = Extract<Input, { kind: 'storageTime' }>
type Stored = Extract<AnswerValue, { is: 'storage' }>

/** The first row that fits; a condition whose number is not known does not fit. */
function rowFor({ rows }: StorageInput, stored: Omit<Stored, 'is' | 'days'>) {
  const isBelow = (number: string | null, bound: string | null) =>
    bound === null || (number !== null && compareDecimals(number, bound) < 0)
  return rows.find(
    ({ wasteKind, received, belowCelsius, belowKgPerDay }) =>
      wasteKind === stored.wasteKind &&
      received === stored.received &&
      isBelow(stored.celsius, belowCelsius) &&
      isBelow(stored.kgPerDay, belowKgPerDay),
  )
}

/** "tối đa 2 ngày"; null where no row fits. */
export function storageLimit(input: StorageInput, stored: Omit<Stored, 'is' | 'days'>): string | null {
  const row = rowFor(input, stored)
  if (!row) return null
  return row.maxDays === 0 ? 'xử lý trong ngày' : `tối đa ${row.maxDays} ngày`
}

/** Days of storage against the first row that fits. */
export function judgeStorageTime(input: StorageInput, value: Stored, weight: number): Verdict {
  const row = rowFor(input, value)
  const limit = storageLimit(input, value)
  if (!row || limit === null)
    return {
      outcome: 'undetermined',
      earned: 0,
      reason: 'Chưa xác định: chưa có quy định thời gian lưu cho trường hợp này.',
    }
  return compareDecimals(value.days, String(row.maxDays)) <= 0
    ? { outcome: 'pass', earned: weight, limit, reason: `Đã lưu ${formatDecimal(value.days)} ngày, ${limit}.` }
    : { outcome: 'fail', earned: 0, limit, reason: `Đã lưu ${formatDecimal(value.days)} ngày, quá hạn ${limit}.` }
}
