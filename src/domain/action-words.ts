import { type ActionStanding, daysLate, type FollowedAction, standingOf } from './action.ts'
import type { Answer } from './answer.ts'
import { daysBetween, formatDate } from './date.ts'
import type { FollowUp, Plan } from './plan.ts'

export const followUpWords: Record<FollowUp['is'], string> = {
  fixed: 'Đã khắc phục',
  notFixed: 'Chưa khắc phục',
}

/** "Thay tủ mới (Trưởng trạm, hạn 31/12/2026)". */
export function planInWords({ what, who, by }: Plan): string {
  const aside = [...(who === '' ? [] : [who]), ...(by === null ? [] : [`hạn ${formatDate(by)}`])].join(', ')
  return `${what === '' ? 'Chưa ghi nội dung' : what}${aside === '' ? '' : ` (${aside})`}`
}

/** What an answer says of actions, a line each; what is beside value and note wherever an answer is read. */
export function actionLines({ plan, followUp }: Pick<Answer, 'plan' | 'followUp'>): string[] {
  return [
    ...(followUp ? [`Biện pháp lần trước: ${followUpWords[followUp.is].toLocaleLowerCase('vi')}`] : []),
    ...(plan ? [`Biện pháp khắc phục: ${planInWords(plan)}`] : []),
  ]
}

/** How an action stands, for a badge. */
export const standingWords: Record<ActionStanding, string> = {
  open: 'Chưa khắc phục',
  done: 'Đã khắc phục, chờ xác nhận',
  verified: 'Đã xác nhận',
  fixed: 'Đã khắc phục',
  replanned: 'Đã thay bằng biện pháp mới',
}

type Standing = Pick<FollowedAction, 'state' | 'closed' | 'by'>

/** By how many days an action that nobody has called done is late; 0 for all others. */
export function overdueDays(action: Standing, today: string): number {
  return standingOf(action) === 'open' ? daysLate({ what: '', who: '', by: action.by }, today) : 0
}

/** "Quá hạn 3 ngày", "Hạn hôm nay", "Còn 5 ngày"; null where it has no day, or nothing is left to be done. */
export function dueWords(action: Standing, today: string): string | null {
  const { by } = action
  if (by === null || standingOf(action) !== 'open') return null
  const late = overdueDays(action, today)
  if (late > 0) return `Quá hạn ${late} ngày`
  const left = daysBetween(today, by)
  return left === 0 ? 'Hạn hôm nay' : `Còn ${left} ngày`
}
