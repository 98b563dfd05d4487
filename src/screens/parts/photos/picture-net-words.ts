import type { WaitingPictures } from '../../../device/store/picture-net.ts'
import type { NetworkKind, PictureHold } from '../../../domain/picture-net.ts'

const number = new Intl.NumberFormat('vi-VN', { minimumFractionDigits: 1, maximumFractionDigits: 1 })

/** "12 ảnh · 4,1 MB" */
export function amountWords({ count, bytes }: WaitingPictures): string {
  return `${count} ảnh · ${bytes < 52_429 ? 'dưới 0,1' : number.format(bytes / 1_048_576)} MB`
}

/** Pictures that stay by their person's own wish: what they wait for, and what a tap does. */
export function heldWords(hold: NonNullable<PictureHold>, waiting: WaitingPictures) {
  const safe = 'Ảnh vẫn an toàn trên máy này; câu trả lời vẫn tự gửi.'
  return hold === 'wifi'
    ? { title: `${amountWords(waiting)} đang chờ Wi-Fi`, words: safe, button: 'Gửi ngay một lần' }
    : {
        title: `${amountWords(waiting)} đang chờ bạn cho gửi`,
        words: `Trình duyệt này không cho biết đang dùng Wi-Fi hay mạng di động. ${safe}`,
        button: 'Gửi ảnh bây giờ',
      }
}

/** What the browser says of the network as it is now. */
export const networkWords: Record<NetworkKind, string> = {
  wifi: 'Đang dùng Wi-Fi: ảnh gửi và tải về ngay.',
  mobile: 'Đang dùng mạng di động, hoặc trình duyệt đang tiết kiệm dữ liệu: ảnh chờ.',
  unknown:
    'Trình duyệt này không cho biết đang dùng Wi-Fi hay mạng di động. Khi bật, ảnh chờ đến lúc bạn chạm “Gửi ảnh bây giờ”, kể cả khi có Wi-Fi.',
}
