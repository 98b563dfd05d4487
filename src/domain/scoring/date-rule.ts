import type { DateRule } from '../checklist.ts'
import { addDays, addMonths, formatDate } from '../date.ts'
import { formatPoints } from '../decimal.ts'
import type { ScoringContext } from './context.ts'
import type { Verdict } from './result.ts'

/** Points for a date: against a deadline, or not older than an interval on the day of the visit. */
export function judgeDate(
  date: string,
  weight: number,
  rule: DateRule,
  { checklist, facts, date: visit }: ScoringContext,
): Verdict {
  switch (rule.by) {
    case 'within': {
      const fromPermit = rule.permitFirst ? (facts.wastewater?.permit?.monitoringEveryMonths ?? null) : null
      const months = fromPermit ?? rule.months
      const source = fromPermit === null ? 'khuyến nghị' : 'tần suất của giấy phép'
      const limit = `${source} ${months} tháng/lần`
      if (date > visit)
        return {
          outcome: 'undetermined',
          earned: 0,
          limit,
          reason: `Chưa xác định: ${formatDate(date)} sau ngày kiểm tra.`,
        }
      return date >= addMonths(visit, -months)
        ? {
            outcome: 'pass',
            earned: weight,
            limit,
            reason: `${formatDate(date)} nằm trong ${months} tháng trước ngày kiểm tra (${source}).`,
          }
        : {
            outcome: 'fail',
            earned: 0,
            limit,
            reason: `${formatDate(date)} đã quá ${months} tháng tính đến ngày kiểm tra (${source}).`,
          }
    }
    case 'deadline': {
      const deadline = lastDeadline(checklist, rule.setting, visit)
      // Sent before the deadline of the year before: that was another report, and this one is still missing.
      const isThisPeriod = date > addMonths(deadline, -12)
      const step = isThisPeriod ? rule.steps.find(({ daysLate }) => date <= addDays(deadline, daysLate)) : undefined
      const earned = step?.points ?? 0
      const words = isThisPeriod ? (date <= deadline ? 'đúng hạn' : 'sau hạn') : 'thuộc kỳ trước, chưa có cho kỳ hạn'
      return {
        outcome: earned >= weight ? 'pass' : earned > 0 ? 'partial' : 'fail',
        earned,
        limit: `hạn ${formatDate(deadline)}`,
        reason: `${formatDate(date)} ${words} ${formatDate(deadline)}: ${formatPoints(earned)}/${formatPoints(weight)} điểm.`,
      }
    }
    case 'recorded':
      return date > visit
        ? { outcome: 'undetermined', earned: 0, reason: `Chưa xác định: ${formatDate(date)} sau ngày kiểm tra.` }
        : { outcome: 'recorded', earned: weight, reason: `Đã ghi ngày ${formatDate(date)}.` }
    default:
      return rule satisfies never
  }
}

/** The setting is a day of the year ("12-15"); what counts is its last occurrence up to the visit. */
function lastDeadline(checklist: ScoringContext['checklist'], setting: string, visit: string): string {
  const monthDay = checklist.settings.find(({ id }) => id === setting)?.value
  if (monthDay === undefined) throw new Error(`checklist ${checklist.id} has no setting ${setting}`)
  const year = Number(visit.slice(0, 4))
  return `${visit.slice(5) >= monthDay ? year : year - 1}-${monthDay}`
}
