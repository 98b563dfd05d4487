import type { Review } from '../../domain/review.ts'
import { type QueueState, queueStateOf } from '../../domain/review-queue.ts'
import type { Tone } from '../../ui/mark.tsx'

/** How a review stands, as it is called everywhere. */
export const queueStateWords: Record<QueueState, { tone: Tone; words: string }> = {
  waiting: { tone: 'info', words: 'Chờ duyệt' },
  held: { tone: 'partial', words: 'Giữ lại xem kỹ' },
  sentUp: { tone: 'info', words: 'Chuyển lên tỉnh' },
  returned: { tone: 'fail', words: 'Trả lại' },
  approved: { tone: 'pass', words: 'Đã duyệt' },
}

export function reviewWords(review: Pick<Review, 'state' | 'level'>): { tone: Tone; words: string } {
  return queueStateWords[queueStateOf(review)]
}
