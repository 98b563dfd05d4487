import type { RecordStep, SayingIs } from './step.ts'

/** What each step is called where it is listed. */
export const stepNames: Record<SayingIs, string> = {
  approve: 'Duyệt kết quả',
  hold: 'Giữ lại xem kỹ',
  return: 'Trả lại kết quả',
  sendUp: 'Chuyển lên tỉnh',
  assign: 'Giao việc khắc phục',
  done: 'Báo đã khắc phục',
  verify: 'Xác nhận đã khắc phục',
  sendBack: 'Yêu cầu khắc phục lại',
  disagree: 'Không đồng ý',
  agree: 'Rút ý kiến không đồng ý',
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
