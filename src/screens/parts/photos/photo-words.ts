import type { LocalPhoto } from '../../../device/store/photos.ts'
import type { RecordPhoto } from '../../../domain/photo.ts'
import { messageOf } from '../../../domain/problem.ts'
import type { Tone } from '../../../ui/mark.tsx'

export type PhotoWords = {
  tone: Tone
  words: string /** What to know or do, where there is anything. */
  more?: string
}

/** Where a photo of this device stands. Never better than it is. */
export function localPhotoWords({ state, refusal }: Pick<LocalPhoto, 'state' | 'refusal'>): PhotoWords {
  switch (state) {
    case 'stored':
      return { tone: 'info', words: 'Đã lưu trên máy' }
    case 'sending':
      return { tone: 'info', words: 'Đang gửi' }
    case 'received':
      return { tone: 'pass', words: 'Máy chủ đã nhận' }
    case 'damaged':
      return { tone: 'fail', words: 'Ảnh hỏng', more: 'Tệp ảnh trên máy này đã bị hỏng. Hãy xóa ảnh này rồi chụp lại.' }
    case 'refused':
      return { tone: 'fail', words: 'Bị từ chối', more: messageOf(refusal ?? 'MUTATION_INVALID') }
    case 'elsewhere':
      return { tone: 'partial', words: 'Còn ở máy khác', more: 'Ảnh sẽ hiện khi máy đã chụp gửi xong.' }
    default:
      return state satisfies never
  }
}

/** The same for a visit that the server has sealed: what is as it should be needs no words. */
export function recordPhotoWords({ stored, late }: Pick<RecordPhoto, 'stored' | 'late'>): PhotoWords | null {
  if (!stored) return { tone: 'partial', words: 'Ảnh chưa tới máy chủ' }
  return late ? { tone: 'info', words: 'Thêm sau khi nộp' } : null
}

const worst: readonly Tone[] = ['fail', 'partial', 'info', 'pass']

/** How two pictures that are shown as one stand: as the one that is worse off. */
export function worseOf(a: PhotoWords | null, b: PhotoWords | null): PhotoWords | null {
  if (!a || !b) return a ?? b
  return worst.indexOf(b.tone) < worst.indexOf(a.tone) ? b : a
}
