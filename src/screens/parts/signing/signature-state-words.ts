import type { Checklist } from '../../../domain/checklist.ts'
import { itemNumber, itemsOf } from '../../../domain/items.ts'
import type { Signature } from '../../../domain/signature.ts'
import type { SignedChange } from '../../../domain/signed-changes.ts'
import { timeInWords } from '../when.ts'

/** So many are named; the others are counted. */
const NAMED = 3

/** "Đã ký lúc 10:42, nhưng câu trả lời 2.3 đổi sau đó." */
export function voidWords(
  { at, mark }: Pick<Signature, 'at' | 'mark'>,
  changed: readonly SignedChange[] | null,
  checklist: Checklist,
): string {
  const done = mark.is === 'refused' ? 'Đã từ chối ký' : 'Đã ký'
  return `${done} lúc ${timeInWords(at)}, nhưng ${changedWords(changed ?? [], checklist)} đổi sau đó.`
}

function changedWords(changed: readonly SignedChange[], checklist: Checklist): string {
  const answers = changed.flatMap((change) => (change.is === 'answer' ? [change.item] : []))
  const order = itemsOf(checklist).map(({ id }) => id)
  const numbers = answers.sort((a, b) => order.indexOf(a) - order.indexOf(b)).map((id) => itemNumber({ id }))
  const more = numbers.length > NAMED ? ` và ${numbers.length - NAMED} câu khác` : ''
  const parts = [
    ...(numbers.length > 0 ? [`câu trả lời ${numbers.slice(0, NAMED).join(', ')}${more}`] : []),
    ...(changed.some(({ is }) => is === 'photos') ? ['ảnh'] : []),
    ...(changed.some(({ is }) => is === 'head') ? ['ngày, thành phần đoàn hoặc thông tin cơ sở'] : []),
  ]
  return parts.length > 0 ? parts.join('; ') : 'nội dung'
}

/** "Lò Văn Trạm, Trưởng trạm" */
export function signerWords({ name, position }: Pick<Signature, 'name' | 'position'>): string {
  return [name, position].filter(Boolean).join(', ')
}
