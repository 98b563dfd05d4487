import type { Unsent } from '../../device/store/marker.ts'
import { timeInWords } from './when.ts'

/** "3 thay đổi chưa gửi, cũ nhất từ 10:42" */
export function unsentWords({ count, since }: Unsent): string {
  return `${count} thay đổi chưa gửi${since === null ? '' : `, cũ nhất từ ${timeInWords(since)}`}`
}
