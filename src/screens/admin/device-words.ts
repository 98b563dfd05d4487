import type { DeviceRow } from '../../protocol/device-wire.ts'
import type { Tone } from '../../ui/mark.tsx'
import { timeInWords } from '../parts/when.ts'

/** Enough of a tablet's number to tell it from others: "3f2a91bc". */
export const tabletWords = (tablet: string) => tablet.slice(0, 8)

type Words = { value: string; tone?: Tone }

/** "3 thay đổi, 1 ảnh; cũ nhất từ 10:42" */
export function waitingWords(waiting: DeviceRow['waiting']): Words {
  if (waiting === null) return { value: 'chưa rõ, ứng dụng còn cũ', tone: 'none' }
  const { changes, photos, since } = waiting
  const parts = [changes > 0 ? `${changes} thay đổi` : null, photos > 0 ? `${photos} ảnh` : null].filter(Boolean)
  if (parts.length === 0) return { value: 'không có', tone: 'pass' }
  return { value: `${parts.join(', ')}${since === null ? '' : `; cũ nhất từ ${timeInWords(since)}`}`, tone: 'info' }
}

/** A clock that is this far off puts work on the wrong day. */
const MINUTE = 60_000

/** @param ahead milliseconds before the server's clock */
export function clockWords(ahead: number): Words {
  const minutes = Math.round(Math.abs(ahead) / MINUTE)
  if (minutes < 2) return { value: 'đúng giờ', tone: 'pass' }
  const days = Math.floor(minutes / 1440)
  const hours = Math.floor(minutes / 60)
  const length = days > 0 ? `${days} ngày` : hours > 0 ? `${hours} giờ` : `${minutes} phút`
  return { value: `${ahead > 0 ? 'nhanh' : 'chậm'} ${length}`, tone: 'partial' }
}
