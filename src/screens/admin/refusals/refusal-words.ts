import { formatDate } from '../../../domain/date.ts'
import { isProblemCode, messageOf } from '../../../domain/problem.ts'
import { finder, wordsOf } from '../../../domain/search.ts'
import type { RefusalRow } from '../../../protocol/device-wire.ts'
import type { Tone } from '../../../ui/mark.tsx'

export type How = RefusalRow['how']

/** How each stands, in the words of its author's own page. */
export const hows: Record<How, { tone: Tone; words: string }> = {
  rejected: { tone: 'fail', words: 'Bị từ chối' },
  quarantined: { tone: 'partial', words: 'Giữ lại xem xét' },
  late: { tone: 'partial', words: 'Đến sau khi nộp' },
  letter: { tone: 'info', words: 'Máy không gửi được' },
}

const kinds: Record<string, string> = {
  'inspection.start': 'Bắt đầu lượt kiểm tra',
  'inspection.head': 'Sửa ngày hoặc thành phần đoàn',
  'answer.set': 'Câu trả lời',
  'photo.add': 'Thêm ảnh',
  'photo.remove': 'Xóa ảnh',
  'inspection.submit': 'Nộp lượt kiểm tra',
  'inspection.amend': 'Sửa đổi bản đã nộp',
  'inspection.step': 'Xử lý sau khi nộp',
}

/** "Câu trả lời · 1.4 Có đủ thùng…; 1.5 …; và 3 tiêu chí nữa" */
export function aboutWords({ kind, items, more }: Pick<RefusalRow, 'kind' | 'items' | 'more'>): string {
  const what = (kind !== null && Object.hasOwn(kinds, kind) && kinds[kind]) || 'Nội dung không rõ loại'
  const named = items.map(({ number, question }) => (question === null ? number : `${number} ${question}`))
  const list = [...named, ...(more > 0 ? [`và ${more} tiêu chí nữa`] : [])].join('; ')
  return list === '' ? what : `${what} · ${list}`
}

/** "Trạm Y tế xã Suối Mơ, 22/11/2026 · máy chủ đã có lượt này" */
export function visitWords({ facility, date, isKnown }: Pick<RefusalRow, 'facility' | 'date' | 'isKnown'>): string {
  const where = [facility ?? 'Chưa rõ cơ sở', ...(date === null ? [] : [formatDate(date)])].join(', ')
  return `${where} · ${isKnown ? 'máy chủ đã có lượt này' : 'máy chủ chưa có lượt này'}`
}

/** Why it was not taken. */
export function whyWords({ how, code }: Pick<RefusalRow, 'how' | 'code'>): string {
  if (how === 'late') return 'Lượt này đã nộp và khóa trước khi nội dung tới máy chủ. Bản đã nộp không thay đổi.'
  if (isProblemCode(code)) return messageOf(code)
  return how === 'letter'
    ? 'Máy không gửi được nội dung này theo cách thường nên đã để lại nguyên văn.'
    : 'Máy chủ không nhận nội dung này.'
}

export type RefusalWish = { text: string; how: How | null }
export const everything: RefusalWish = { text: '', how: null }

const searched = new WeakMap<RefusalRow, string>()

function searchedBy(row: RefusalRow): string {
  const words =
    searched.get(row) ?? wordsOf(`${row.person.name} ${row.facility ?? ''} ${aboutWords(row)} ${whyWords(row)}`)
  searched.set(row, words)
  return words
}

/** Narrowing the list, by what stands in the address. */
export const narrowing = {
  wishIn(query: URLSearchParams): RefusalWish {
    const how = query.get('loai')
    return { text: query.get('tim') ?? '', how: how !== null && Object.hasOwn(hows, how) ? (how as How) : null }
  },
  queryOf({ text, how }: RefusalWish): URLSearchParams {
    const query = new URLSearchParams()
    if (text !== '') query.set('tim', text)
    if (how !== null) query.set('loai', how)
    return query
  },
  filter(rows: readonly RefusalRow[], { text, how }: RefusalWish): RefusalRow[] {
    const finds = finder(text)
    return rows.filter((row) => (how === null || row.how === how) && (text === '' || finds(searchedBy(row))))
  },
}

/** A refused text as people can read it: JSON by lines, anything else to the letter. */
export function readable(content: string): string {
  try {
    return JSON.stringify(JSON.parse(content), null, 2)
  } catch {
    return content
  }
}
