import type { CheckedSeal } from '../../../device/store/evidence.ts'
import type { ClockSignal } from '../../../domain/clock.ts'
import type { ReceiptCheck, SignedState } from '../../../domain/evidence.ts'
import type { Tone } from '../../../ui/mark.tsx'
import { timeInWords } from '../when.ts'

type Words = { tone: Tone; words: string }

/** What this device found of a receipt. */
export function receiptWords({ check, code, at }: Pick<CheckedSeal, 'check' | 'code' | 'at'>): Words {
  if (check === null) return { tone: 'none', words: 'Chưa có biên nhận của máy chủ' }
  const [tone, words] = checkWords[check]
  return check === 'whole'
    ? { tone, words: `${words} lúc ${timeInWords(at)} · biên nhận ${code}` }
    : { tone, words: `${words} · biên nhận ${code}` }
}

const checkWords: Record<ReceiptCheck, [tone: Tone, words: string]> = {
  whole: ['pass', 'Máy chủ đã nhận nguyên vẹn'],
  differs: ['fail', 'Biên nhận không khớp với nội dung trên máy này'],
  wrong: ['fail', 'Biên nhận không đúng chữ ký của máy chủ'],
  unknownKey: ['partial', 'Chưa kiểm được biên nhận: máy này chưa biết khóa của máy chủ'],
}

/** What the server found of the device's signature. */
export function signedWords(signed: SignedState): Words {
  switch (signed) {
    case 'signed':
      return { tone: 'pass', words: 'Có chữ ký của máy người nộp' }
    case 'unsigned':
      return { tone: 'none', words: 'Không có chữ ký của máy người nộp' }
    case 'wrong':
      return { tone: 'fail', words: 'Chữ ký của máy người nộp không khớp' }
    default:
      return signed satisfies never
  }
}

/** "Đồng hồ máy chậm 3 giờ 12 phút khi gửi" */
export function clockWords(signal: ClockSignal): string {
  if (signal.what === 'off')
    return `Đồng hồ máy ${signal.slow ? 'chậm' : 'nhanh'} ${duration(signal.by)} khi ${signal.when === 'sent' ? 'gửi' : 'nộp'}`
  const when = signal.when === 'sent' ? 'giữa hai lần liên lạc với máy chủ' : 'trong một ngày trước khi nộp'
  return `Đồng hồ máy đã bị chỉnh ${signal.forward ? 'tới' : 'lùi'} ${duration(signal.by)} ${when}`
}

const units: readonly [milliseconds: number, name: string][] = [
  [365 * 86_400_000, 'năm'],
  [86_400_000, 'ngày'],
  [3_600_000, 'giờ'],
  [60_000, 'phút'],
]

/** The two largest units: "3 giờ 12 phút", "2 ngày 4 giờ". */
export function duration(milliseconds: number): string {
  const first = units.findIndex(([length]) => milliseconds >= length)
  if (first === -1) return 'chưa tới 1 phút'
  const parts: string[] = []
  let left = milliseconds
  for (const [length, name] of units.slice(first, first + 2)) {
    const count = Math.floor(left / length)
    left -= count * length
    if (count > 0) parts.push(`${count} ${name}`)
  }
  return parts.join(' ')
}
