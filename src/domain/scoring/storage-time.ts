import type { AnswerValue } from '../answer.ts'
import type { Input } from '../checklist.ts'
import { compareDecimals, formatDecimal } from '../decimal.ts'
import type { Verdict } from './result.ts'

/** Days of storage against the first row that fits; a condition whose number is not known does not fit. */
export function judgeStorageTime(
  input: Extract<Input, { kind: 'storageTime' }>,
  value: Extract<AnswerValue, { is: 'storage' }>,
  weight: number,
): Verdict {
  const row = input.rows.find(
    ({ wasteKind, received, belowCelsius, belowKgPerDay }) =>
      wasteKind === value.wasteKind &&
      received === value.received &&
      (belowCelsius === null || (value.celsius !== null && compareDecimals(value.celsius, belowCelsius) < 0)) &&
      (belowKgPerDay === null || (value.kgPerDay !== null && compareDecimals(value.kgPerDay, belowKgPerDay) < 0)),
  )
  if (!row)
    return {
      outcome: 'undetermined',
      earned: 0,
      reason: 'Chưa xác định: chưa có quy định thời gian lưu cho trường hợp này.',
    }
  const limit = `tối đa ${row.maxDays} ngày`
  return compareDecimals(value.days, String(row.maxDays)) <= 0
    ? { outcome: 'pass', earned: weight, limit, reason: `Đã lưu ${formatDecimal(value.days)} ngày, ${limit}.` }
    : { outcome: 'fail', earned: 0, limit, reason: `Đã lưu ${formatDecimal(value.days)} ngày, quá hạn ${limit}.` }
}
