import type { Answer } from './answer.ts'
import { formatDate } from './date.ts'
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
