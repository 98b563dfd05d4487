import type { Unsent } from '../../device/store/marker.ts'
import type { Known } from '../../device/store/people.ts'
import { type NetworkKind, pictureHold } from '../../domain/picture-net.ts'
import { timeInWords } from './when.ts'

/** "3 thay đổi và 1 ảnh chưa gửi, cũ nhất từ 10:42"; of what others have sent, "đã gửi hộ 3 thay đổi". */
export function unsentWords({ changes, photos, since, relayed }: Unsent): string {
  const sent = relayed.changes + relayed.photos > 0 ? amountWords(relayed.changes, relayed.photos) : null
  const left = [changes - relayed.changes, photos - relayed.photos] as const
  if (sent !== null && left[0] + left[1] <= 0) return `Đã gửi hộ ${sent}`
  const waits = `${countWords(...left)}${since === null || sent !== null ? '' : `, cũ nhất từ ${timeInWords(since)}`}`
  return sent === null ? waits : `Đã gửi hộ ${sent}, còn ${waits}`
}

/** What becomes of it while the store is locked, on the network as it is now. */
export function unsentFate(
  { unsent, isRelayed }: Pick<Known, 'isRelayed'> & { unsent: Unsent },
  network: NetworkKind,
): string {
  const { changes, photos, relayed, kept, isHeldBack } = unsent
  if (relayed.changes >= changes && relayed.photos >= photos) return 'Mở khóa khi có mạng để máy này xác nhận.'
  const hold = pictureHold({ wifiOnly: kept > 0 }, network)
  const waits =
    hold === null ? '' : `, riêng ${kept} ảnh chờ ${hold === 'wifi' ? 'Wi-Fi' : 'người này mở khóa và cho gửi'}`
  if (isRelayed && !isHeldBack)
    return `Có mạng thì máy này tự gửi hộ${waits}; nội dung vẫn khóa, không ai ở đây đọc được.`
  return `Mở khóa khi có mạng thì tự gửi${waits}.`
}

/** "3 thay đổi và 1 ảnh chưa gửi" */
export function countWords(changes: number, photos: number): string {
  return `${amountWords(changes, photos)} chưa gửi`
}

function amountWords(changes: number, photos: number): string {
  return [changes > 0 ? `${changes} thay đổi` : '', photos > 0 ? `${photos} ảnh` : ''].filter(Boolean).join(' và ')
}
