import { Link } from 'wouter'
import { useDevice } from '../../device/sync/device.ts'
import type { InspectionRecord } from '../../domain/inspection.ts'
import { reviewOf } from '../../domain/review.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { reviewWords } from './review-words.ts'
import { timeInWords } from './when.ts'

/** How the review of a result stands, and what whoever is here can do about it. */
export function ReviewNotice({ record }: { record: InspectionRecord }) {
  const { person } = useDevice()
  const review = reviewOf(record)
  if (!review) return null
  const { tone, words } = reviewWords(review)
  const isReviewer = person.role === 'supervisor' || person.role === 'administrator'
  const isOwn = record.createdBy.id === person.id
  const returned = review.returned.size
  const title = returned > 0 ? `${words}: ${returned} tiêu chí` : words
  return (
    <Notice
      tone={tone}
      title={title}
      action={
        isReviewer ? (
          <Link href={`/duyet/${record.id}`} className={buttonClass('plain')}>
            Mở trang duyệt
          </Link>
        ) : isOwn && review.state === 'returned' ? (
          <Link href={`/sua-lai/${record.id}`} className={buttonClass('main')}>
            Sửa và gửi lại
          </Link>
        ) : null
      }
    >
      {review.by ? (
        <p>
          {review.by.by.name}, {timeInWords(review.by.receivedAt)}
        </p>
      ) : null}
    </Notice>
  )
}
