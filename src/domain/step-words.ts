import { planInWords } from './action-words.ts'
import type { RecordStep, Saying, SayingIs } from './step.ts'

/** What each step is called where it is listed. */
export const stepNames: Record<SayingIs, string> = {
  approve: 'Duyệt kết quả',
  hold: 'Giữ lại xem kỹ',
  return: 'Trả lại kết quả',
  sendUp: 'Chuyển lên tỉnh',
  assign: 'Giao việc',
  done: 'Báo đã khắc phục',
  verify: 'Xác nhận đã khắc phục',
  sendBack: 'Chưa đạt, làm lại',
  disagree: 'Không đồng ý',
  agree: 'Đồng ý lại',
}

/** What a step says beside what it does; empty where nothing. */
export function stepText(say: Saying): string {
  switch (say.is) {
    case 'return':
      return [say.comment, ...Object.values(say.items)].filter(Boolean).join(' · ')
    case 'assign':
      return planInWords(say.plan)
    case 'disagree':
      return say.reason
    default:
      return 'comment' in say ? say.comment : ''
  }
}

/** Why a step that came late changed nothing. */
export function lateWords({ say }: Pick<RecordStep, 'say'>): string {
  switch (say.is) {
    case 'approve':
    case 'hold':
    case 'return':
    case 'sendUp':
      return 'Đến sau khi kết quả đã được sửa hoặc đã có quyết định khác; giữ lại để xem, không có hiệu lực.'
    case 'assign':
    case 'done':
    case 'verify':
    case 'sendBack':
      return 'Đến sau khi việc khắc phục đã thay đổi; giữ lại để xem, không có hiệu lực.'
    case 'disagree':
    case 'agree':
      return 'Đến muộn; giữ lại để xem, không có hiệu lực.'
    default:
      return say satisfies never
  }
}
