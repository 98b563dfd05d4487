import { useState } from 'react'
import { Link } from 'wouter'
import { listReviews, type Reviewer } from '../../../device/store/review-queue.ts'
import { sayStep } from '../../../device/store/steps.ts'
import { useStore } from '../../../device/store/use-store.ts'
import { useDevice } from '../../../device/sync/device.ts'
import type { Checklist } from '../../../domain/checklist.ts'
import type { InspectionRecord } from '../../../domain/inspection.ts'
import { Problem } from '../../../domain/problem.ts'
import type { Review } from '../../../domain/review.ts'
import { byUrgency, isUndecided, mayDecide } from '../../../domain/review-queue.ts'
import type { Saying } from '../../../domain/step.ts'
import { Button, buttonClass } from '../../../ui/button.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { CommentDialog } from './comment-dialog.tsx'
import { ReturnDialog } from './return-dialog.tsx'
import css from './review.module.css'

type DecideProps = {
  record: InspectionRecord
  review: Review
  who: Reviewer
  /** Own steps that wait to be sent. */
  waiting: ReadonlySet<string>
  checklist: Checklist | null
}

type Asked = 'approve' | 'return' | 'sendUp'

/** What a reviewer may do with a result as it stands. What was decided is not taken back here: a fault is returned. */
export function Decide({ record, review, who, waiting, checklist }: DecideProps) {
  const { store, engine } = useDevice()
  const [asked, setAsked] = useState<Asked | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const isSaid = review.by !== null && waiting.has(review.by.id)

  async function say(saying: Saying) {
    setProblem(null)
    try {
      await sayStep(store, record.id, saying)
      setAsked(null)
      void engine.syncNow()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    }
  }

  if (!mayDecide(review, who.isOfWholeProvince))
    return (
      <>
        <Notice tone="info" title="Đã chuyển lên tỉnh">
          <p>Kết quả này do người phụ trách toàn tỉnh quyết định.</p>
        </Notice>
        <Next id={record.id} who={who} />
      </>
    )
  const ask = (next: Asked) => () => {
    setProblem(null)
    setAsked(next)
  }
  return (
    <>
      {isSaid ? (
        <Notice tone="info" role="status" title={saidWords[review.state]}>
          <p>Đã lưu trên máy này, tự gửi khi có mạng.</p>
        </Notice>
      ) : null}
      <div className={css.acts}>
        {isUndecided(review) ? (
          <Button look="main" onClick={ask('approve')}>
            Duyệt
          </Button>
        ) : null}
        {checklist ? (
          <Button onClick={ask('return')}>{review.state === 'returned' ? 'Trả lại thêm tiêu chí' : 'Trả lại'}</Button>
        ) : null}
        {isUndecided(review) && review.level === 'area' && !who.isOfWholeProvince ? (
          <Button onClick={ask('sendUp')}>Chuyển lên tỉnh</Button>
        ) : null}
      </div>
      {isUndecided(review) ? null : <Next id={record.id} who={who} />}
      {asked === 'approve' ? (
        <CommentDialog
          title="Duyệt kết quả"
          action="Duyệt"
          label="Nhận xét (không bắt buộc)"
          problem={problem}
          onSay={(comment) => say({ is: 'approve', comment })}
          onClose={() => setAsked(null)}
        >
          <p>Kết quả đã duyệt không sửa được nữa, trừ khi bị trả lại.</p>
        </CommentDialog>
      ) : null}
      {asked === 'sendUp' ? (
        <CommentDialog
          title="Chuyển lên tỉnh"
          action="Chuyển lên tỉnh"
          label="Vì sao cần cấp tỉnh quyết định"
          isNeeded
          problem={problem}
          onSay={(comment) => say({ is: 'sendUp', comment })}
          onClose={() => setAsked(null)}
        >
          <p>Từ đó người phụ trách toàn tỉnh duyệt hoặc trả lại kết quả này.</p>
        </CommentDialog>
      ) : null}
      {asked === 'return' && checklist ? (
        <ReturnDialog
          record={record}
          checklist={checklist}
          problem={problem}
          onSay={(comment, items) => say({ is: 'return', comment, items })}
          onClose={() => setAsked(null)}
        />
      ) : null}
    </>
  )
}

const saidWords: Record<Review['state'], string> = {
  waiting: 'Đã chuyển lên tỉnh, chờ gửi',
  held: 'Đã giữ lại xem kỹ, chờ gửi',
  returned: 'Đã trả lại, chờ gửi',
  approved: 'Đã duyệt, chờ gửi',
}

/** The way on to the most urgent one that is left. */
function Next({ id, who }: { id: string; who: Reviewer }) {
  const lines = useStore((store) => listReviews(store, who), [who])
  const left = (lines ?? []).filter(
    (line) => line.id !== id && isUndecided(line) && mayDecide(line, who.isOfWholeProvince),
  )
  const next = left.sort(byUrgency)[0]
  return next ? (
    <p>
      <Link href={`/duyet/${next.id}`} className={buttonClass('plain')}>
        Kết quả tiếp theo (còn {left.length})
      </Link>
    </p>
  ) : null
}
