import * as z from 'zod/mini'
import { addDays } from '../date.ts'
import type { Period } from '../overview/period.ts'

/**
 * By when reports of a period are due: a province's own setting. No legal text here
 * gives one for all facilities. One plan of a single centre says “before 05/11” of
 * its yearly report (seed 002, VII.2.1); a letter of a health department names the
 * periods, 3, 6, 9 months and the year, and no days (seed 004). So the yearly day
 * stands as an example with its source, and the others at the end of their period.
 */

export const reportMonths = [3, 6, 9, 12] as const
export type ReportMonths = (typeof reportMonths)[number]

const monthDaySchema = z.string().check(
  z.regex(/^\d{2}-\d{2}$/, 'Ngày phải có dạng tháng-ngày.'),
  // In any year: the 29th of February would be none in most.
  z.refine((text) => isDay(text), 'Ngày này không có trong lịch hằng năm.'),
)

function isDay(text: string): boolean {
  const date = new Date(`2023-${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(5, 10) === text
}

export const deadlineSchema = z.strictObject({
  months: z.literal(reportMonths),
  /** "11-05": the report is there before this day of the year … */
  before: monthDaySchema,
  /** … in which the period ends, or of the one after. */
  nextYear: z.boolean(),
  /** Where it stands, in words; empty where nobody has said. */
  source: z.string().check(z.trim(), z.maxLength(300)),
})
export type Deadline = z.infer<typeof deadlineSchema>

export const deadlinesSchema = z.array(deadlineSchema).check(
  z.length(reportMonths.length),
  z.refine((all) => reportMonths.every((months, index) => all[index]?.months === months)),
)

export const NOT_FROM_LAW = 'Mặc định của ứng dụng, không phải quy định; tỉnh tự đặt.'

/** What stands until a province says otherwise. */
export const defaultDeadlines: readonly Deadline[] = [
  { months: 3, before: '04-01', nextYear: false, source: NOT_FROM_LAW },
  { months: 6, before: '07-01', nextYear: false, source: NOT_FROM_LAW },
  { months: 9, before: '10-01', nextYear: false, source: NOT_FROM_LAW },
  {
    months: 12,
    before: '11-05',
    nextYear: false,
    source:
      'Ví dụ: kế hoạch của Trung tâm Nuôi dưỡng người tâm thần Hoài Nhơn (mục VII.2.1) ghi báo cáo năm trước ngày 05/11. Không phải quy định chung; tỉnh tự đặt.',
  },
]

/** The last day on which the report of a period is in time: of a quarter, the report that is made when it ends. */
export function lastDayFor({ to }: Period, deadlines: readonly Deadline[]): string | null {
  const months = ((to % 4) + 1) * 3
  const deadline = deadlines.find((each) => each.months === months)
  if (!deadline) return null
  const year = Math.floor(to / 4) + (deadline.nextYear ? 1 : 0)
  return addDays(`${year}-${deadline.before}`, -1)
}
