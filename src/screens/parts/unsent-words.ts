import type { Unsent } from '../../device/store/marker.ts'
import type { Known } from '../../device/store/people.ts'
import { timeInWords } from './when.ts'

/** "3 thay đổi và 1 ảnh chưa gửi, cũ nhất từ 10:42"; of what others have sent, "đã gửi hộ 3 thay đổi". */
export function unsentWords({ changes, photos, since, relayed }: Unsent): string {
  const sent = relayed.changes + relayed.photos > 0 ? amountWords(relayed.changes, relayed.photos) : null
  const left = [changes - relayed.changes, photos - relayed.photos] as const
  if (sent !== null && left[0] + left[1] <= 0) return `Đã gửi hộ ${sent}`
  const waits = `${countWords(...left)}${since === null || sent !== null ? '' : `, cũ nhất từ ${timeInWords(since)}`}`
  return sent === null ? waits : `Đã gửi hộ ${sent}, còn ${waits}`
}

/** What becomes of it while the store is locked. */
export function unsentFate({ unsent, isRelayed }: Pick<Known, 'isRelayed'> & { unsent: Unsent }): string {
  const { changes, photos, relayed, isHeldBack } = unsent
  if (relayed.changes >= changes && relayed.photos >= photos) return 'Mở khóa khi có mạng để máy này xác nhận.'
  if (isRelayed && !isHeldBack) return 'Có mạng thì máy này tự gửi hộ; nội dung vẫn khóa, không ai ở đây đọc được.'
  return 'Mở khóa khi có mạng thì tự gửi.'
}

/** "3 thay đổi và 1 ảnh chưa gửi" */
export function countWords(changes: number, photos: number): string {
  return `${amountWords(changes, photos)} chưa gửi`
}

function amountWords(changes: number, photos: number): string {
  return [changes > 0 ? `${changes} thay đổi` : '', photos > 0 ? `${photos} ảnh` : ''].filter(Boolean).join(' và ')
}
