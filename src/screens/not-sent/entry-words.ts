import type { AttentionEntry, AttentionGroup, AttentionKind } from '../../device/store/attention.ts'
import type { Answer } from '../../domain/answer.ts'
import { answerInWords } from '../../domain/answer-words.ts'
import type { Checklist, Item } from '../../domain/checklist.ts'
import { formatDate } from '../../domain/date.ts'
import { itemNumber } from '../../domain/items.ts'
import { positionWords } from '../../domain/position-words.ts'
import { messageOf, retryOf } from '../../domain/problem.ts'
import { signerRoleNames } from '../../domain/signature-words.ts'
import type { Saying } from '../../domain/step.ts'
import { lateWords, stepNames, stepText } from '../../domain/step-words.ts'
import type { Tone } from '../../ui/mark.tsx'
import { signerWords } from '../parts/signing/signature-state-words.ts'

export const kindWords: Record<AttentionKind, { tone: Tone; words: string }> = {
  rejected: { tone: 'fail', words: 'Bị từ chối' },
  quarantined: { tone: 'partial', words: 'Máy chủ giữ lại xem xét' },
  late: { tone: 'partial', words: 'Đến sau khi nộp' },
  tooLarge: { tone: 'fail', words: 'Quá lớn, chưa gửi' },
  unreadable: { tone: 'fail', words: 'Máy chủ không đọc được' },
}

/** How something stands that no longer asks for anything; what was only put away keeps its own words. */
export const handledWords: Record<NonNullable<AttentionEntry['handled']>, { tone: Tone; words: string } | null> = {
  seen: null,
  again: { tone: 'info', words: 'Đang chờ gửi lại' },
  done: { tone: 'pass', words: 'Đã gửi lại' },
}

/** The item that an entry is about, with the section it stands in. */
export function itemOf(checklist: Checklist | null, cell: string): { item: Item; sectionId: string } | null {
  for (const { id, items } of checklist?.sections ?? []) {
    const item = items.find((each) => each.id === cell)
    if (item) return { item, sectionId: id }
  }
  return null
}

/** What an entry is about: the item of an answer, or that of a photo or step. */
export function itemIdOf({ cell, said }: Pick<AttentionEntry, 'cell' | 'said'>): string {
  if (said.k === 'inspection.step') return 'item' in said.step.say ? said.step.say.item : ''
  return said.k === 'photo.add' ? said.photo.item : cell
}

/** "1.4 · Có đủ thùng…", or what else was to be done. */
export function subjectOf(entry: Pick<AttentionEntry, 'cell' | 'said'>, checklist: Checklist | null) {
  const { cell, said } = entry
  if (said.k === 'photo.remove') return { number: null, text: 'Xóa một ảnh' }
  if (said.k === 'inspection.unsign') return { number: null, text: 'Gỡ một chữ ký' }
  if (said.k === 'inspection.sign')
    return { number: null, text: `Chữ ký của ${signerRoleNames[said.signature.role].toLocaleLowerCase('vi')}` }
  if (said.k === 'inspection.step') return stepSubject(said.step.say, checklist)
  const found = itemOf(checklist, itemIdOf(entry))
  if (said.k === 'photo.add')
    return {
      number: itemNumber(found?.item ?? { id: said.photo.item }),
      text: `${said.photo.step === undefined ? 'Một ảnh' : 'Một ảnh sau khi khắc phục'} của ${found ? `tiêu chí “${found.item.question}”` : 'tiêu chí này'}`,
    }
  if (found) return { number: itemNumber(found.item), text: found.item.question }
  if (cell !== '')
    return { number: itemNumber({ id: cell }), text: 'Tiêu chí này không có trong bộ tiêu chí trên máy.' }
  switch (said.k) {
    case 'inspection.start':
      return { number: null, text: 'Bắt đầu lượt kiểm tra' }
    case 'inspection.head':
      return {
        number: null,
        text: said.set.position ? 'Ghi vị trí của lượt kiểm tra' : 'Sửa ngày hoặc thành phần đoàn',
      }
    case 'inspection.submit':
      return { number: null, text: 'Nộp lượt kiểm tra' }
    case 'inspection.amend':
      return { number: null, text: 'Sửa và gửi lại kết quả' }
    default:
      return { number: null, text: 'Một thay đổi của lượt này' }
  }
}

/** "Duyệt kết quả", "1.4 · Báo đã khắc phục: Có đủ thùng…" */
function stepSubject(say: Saying, checklist: Checklist | null) {
  if (!('item' in say)) return { number: null, text: stepNames[say.is] }
  const found = itemOf(checklist, say.item)
  const text = found ? `${stepNames[say.is]}: ${found.item.question}` : stepNames[say.is]
  return { number: itemNumber(found?.item ?? { id: say.item }), text }
}

/** One answer in words; null where the entry carries none. */
export function valueWords(answer: Answer | null, checklist: Checklist | null, cell: string): string | null {
  if (!answer) return null
  const found = itemOf(checklist, cell)
  if (found) return answerInWords(found.item, answer.value)
  return answer.value === null ? 'Chưa trả lời' : JSON.stringify(answer.value)
}

/** What was said beside an answer: the visit's date and team, who signed, or what a step says. */
export function headWords({ said }: Pick<AttentionEntry, 'said'>): string | null {
  if (said.k === 'inspection.step') return stepText(said.step.say) || null
  if (said.k === 'inspection.sign') return signerWords(said.signature) || null
  if (said.k === 'inspection.amend') return said.reason
  if (said.k === 'inspection.start') return `Ngày ${formatDate(said.head.date)} · ${said.head.team.join(', ')}`
  if (said.k !== 'inspection.head') return null
  const { date, team, position } = said.set
  return [date && `Ngày ${formatDate(date)}`, team?.join(', '), position && positionWords(position)]
    .filter(Boolean)
    .join(' · ')
}

/** Why, and what is safe. */
export function reasonOf({ kind, code, cell, said }: Pick<AttentionEntry, 'kind' | 'code' | 'cell' | 'said'>): string {
  const isPhoto = said.k === 'photo.add' || said.k === 'photo.remove'
  const isSignature = said.k === 'inspection.sign' || said.k === 'inspection.unsign'
  const isAnswer = cell !== '' && !isPhoto && !isSignature && said.k !== 'inspection.step'
  switch (kind) {
    case 'late':
      if (said.k === 'inspection.step') return lateWords(said.step)
      if (said.k === 'inspection.amend')
        return 'Kết quả đã được sửa đổi ở nơi khác trước khi bản này tới máy chủ. Các câu trả lời được giữ bên cạnh kết quả; mở kết quả để xem và đưa vào bản sửa mới.'
      if (said.k === 'photo.remove')
        return 'Lượt này đã nộp và khóa trước khi yêu cầu xóa tới máy chủ. Ảnh vẫn thuộc bản đã nộp.'
      if (isPhoto)
        return 'Lượt này đã nộp và khóa trước khi ảnh tới máy chủ. Bản đã nộp không thay đổi; ảnh này được giữ bên cạnh.'
      if (said.k === 'inspection.unsign')
        return 'Lượt này đã nộp và khóa trước khi yêu cầu gỡ chữ ký tới máy chủ. Chữ ký vẫn thuộc bản đã nộp.'
      if (isSignature)
        return 'Lượt này đã nộp và khóa trước khi chữ ký tới máy chủ. Bản đã nộp không thay đổi; chữ ký này được giữ bên cạnh.'
      return 'Lượt này đã nộp và khóa trước khi câu trả lời tới máy chủ. Bản đã nộp không thay đổi; câu trả lời này được giữ bên cạnh.'
    case 'quarantined':
      return 'Máy chủ chưa xử lý được và đã giữ một bản để người quản trị xem xét. Nội dung trên máy này vẫn nguyên.'
    case 'tooLarge':
      return isAnswer
        ? 'Câu trả lời này lớn hơn mức gửi được. Hãy mở tiêu chí, rút ngắn ghi chú rồi lưu lại. Phần còn lại đã gửi bình thường.'
        : 'Nội dung này lớn hơn mức gửi được. Phần còn lại đã gửi bình thường.'
    case 'unreadable':
      return isAnswer
        ? 'Máy chủ không đọc được câu trả lời này. Hãy mở tiêu chí và trả lời lại. Phần còn lại đã gửi bình thường.'
        : 'Máy chủ không đọc được nội dung này. Phần còn lại đã gửi bình thường.'
    case 'rejected':
      return messageOf(code)
    default:
      return kind satisfies never
  }
}

/** Whether sending the whole visit again can help. */
export function canResend({ local, entries }: Pick<AttentionGroup, 'local' | 'entries'>): boolean {
  if (local !== 'refused') return false
  const reasons = entries.filter(({ handled, kind }) => handled === null && kind !== 'late')
  return reasons.some(({ kind, code }) => kind !== 'rejected' || retryOf(code) !== 'never')
}
