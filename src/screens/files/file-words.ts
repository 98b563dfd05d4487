import type { Carried } from '../../device/store/file/carried.ts'
import type { PictureHold } from '../../domain/picture-net.ts'
import { messageOf } from '../../domain/problem.ts'
import { fold } from '../../domain/search.ts'
import type { FileHeader } from '../../protocol/file-wire.ts'
import type { Tone } from '../../ui/mark.tsx'
import { timeInWords } from '../parts/when.ts'

const number = new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 1 })

/** "3,4 MB"; small ones in kB. */
export function sizeWords(bytes: number): string {
  return bytes < 1_048_576 ? `${number.format(Math.ceil(bytes / 1024))} kB` : `${number.format(bytes / 1_048_576)} MB`
}

/** "2 lượt · 14 thay đổi · 3 ảnh" */
export function amountWords({ visits, changes, photos }: Pick<FileHeader, 'visits' | 'changes' | 'photos'>): string {
  return [`${visits} lượt`, `${changes} thay đổi`, ...(photos > 0 ? [`${photos} ảnh`] : [])].join(' · ')
}

/** "lập lúc 10:42 trên máy 0B5C": the beginning of the tablet's number tells two of them apart. */
export function originWords({ madeAt, tablet }: Pick<FileHeader, 'madeAt' | 'tablet'>): string {
  return `lập lúc ${timeInWords(madeAt)} trên máy ${tablet.slice(0, 4).toUpperCase()}`
}

/**
 * Where a file stands that lies here for somebody.
 * @param hold why its pictures wait
 */
export function stateOf({ state, problem, left, sentAt }: Carried, hold: PictureHold): { tone: Tone; words: string } {
  switch (state) {
    case 'sent':
      return {
        tone: 'pass',
        words: `đã gửi hộ${sentAt === null ? '' : ` lúc ${timeInWords(sentAt)}`}, máy chủ đã nhận đủ`,
      }
    case 'refused':
      return { tone: 'fail', words: `chưa gửi được: ${messageOf(problem ?? 'FILE_NOT_TAKEN')}` }
    case 'waiting':
    case 'arriving':
      return { tone: 'info', words: `chờ gửi, còn ${left} phần; tự gửi khi có mạng${heldWords[hold ?? 'none']}` }
    default:
      return state satisfies never
  }
}

const heldWords: Record<NonNullable<PictureHold> | 'none', string> = {
  none: '',
  wifi: ', ảnh chờ Wi-Fi',
  ask: ', ảnh chờ bạn cho gửi',
}

/** "so-kiem-nguyen-thi-kiem-2026-11-22-1042.sokiem": letters that every system keeps. */
export function sokiemName(name: string, at: string): string {
  const slug = fold(name)
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '')
  return `${['so-kiem', slug, at.replace(':', '').replace(' ', '-')].filter(Boolean).join('-')}.sokiem`
}
