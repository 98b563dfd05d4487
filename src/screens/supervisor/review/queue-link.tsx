import { Link } from 'wouter'
import { listReviews, type Reviewer } from '../../../device/store/review-queue.ts'
import { useStore } from '../../../device/store/use-store.ts'
import { isUndecided, mayDecide } from '../../../domain/review-queue.ts'
import { buttonClass } from '../../../ui/button.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { useReviewer } from './use-reviewer.ts'

/** How much waits for whoever is here to decide; nothing where nothing does. */
export function QueueLink() {
  const who = useReviewer()
  return who ? <Waiting who={who} /> : null
}

function Waiting({ who }: { who: Reviewer }) {
  const lines = useStore((store) => listReviews(store, who), [who])
  const waiting = (lines ?? []).filter((line) => isUndecided(line) && mayDecide(line, who.isOfWholeProvince))
  if (waiting.length === 0) return null
  return (
    <Notice
      tone="info"
      title={`${waiting.length} kết quả chờ duyệt`}
      action={
        <Link href="/duyet" className={buttonClass('plain')}>
          Duyệt kết quả
        </Link>
      }
    />
  )
}
