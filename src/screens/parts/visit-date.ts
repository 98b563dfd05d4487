import * as z from 'zod/mini'
import type { Checklist } from '../../domain/checklist.ts'
import { addDays, formatDate, isoDateSchema } from '../../domain/date.ts'
import { dateIsPossible } from '../../domain/inspection.ts'

/** The day of a visit as a form field, with a sentence that names both ends. */
export function visitDateSchema(checklist: Pick<Checklist, 'inForceFrom'>, today: string) {
  const range = `Ngày kiểm tra phải từ ${formatDate(checklist.inForceFrom)} đến hôm nay, ${formatDate(today)}.`
  // The domain allows one day for clocks that differ; on the tablet's own clock tomorrow is simply tomorrow.
  const isPossible = (date: string) => dateIsPossible(date, checklist, addDays(today, -1))
  return z.string().check(
    z.refine((date) => isoDateSchema.safeParse(date).success, { error: 'Chọn ngày kiểm tra.', abort: true }),
    z.refine(isPossible, range),
  )
}
