import { memo } from 'react'
import { Link } from 'wouter'
import type { ScoringContext } from '../../domain/scoring/context.ts'
import { pointsWords, totalWords } from '../../domain/scoring/score-words.ts'
import { Badge } from '../../ui/badge.tsx'
import { Mark } from '../../ui/mark.tsx'
import type { AnswerBoard, BoardSummary } from '../parts/answer-board.ts'
import type { RecordWords } from '../parts/record/record-words.ts'
import { useRecordState, useRecordWords } from '../parts/record/use-record.ts'
import { gradeTones } from '../parts/tones.ts'
import { useBoardSummary, useScore } from '../parts/use-board.ts'
import { timeInWords } from '../parts/when.ts'
import css from './fill-bar.module.css'

type FillBarProps = {
  id: string
  facilityName: string
  isRefused: boolean
  context: ScoringContext
  board: AnswerBoard
}

/** Always in sight: where we are, what it comes to, and what is saved. */
export const FillBar = memo(function FillBar({ id, facilityName, isRefused, context, board }: FillBarProps) {
  const score = useScore(board, context)
  return (
    <header className={css.bar}>
      <div className={css.inner}>
        <Link href="/" className={css.back} aria-label="Về trang đầu">
          <svg viewBox="0 0 12 12" aria-hidden="true">
            <path d="M7.5 2.5 4 6l3.5 3.5" />
          </svg>
        </Link>
        <div className={css.where}>
          <p className={css.facility}>{facilityName}</p>
          <p className={css.checklist}>{context.checklist.shortTitle}</p>
        </div>
        <Link href={`/kiem-tra/${id}/nop`} className={css.total}>
          <span className={css.spoken}>Xem lại điểm và nộp: </span>
          <span className={css.percent}>
            {totalWords(context.checklist.grading.by, {
              earned: score.earned,
              max: context.checklist.grading.by === 'points' ? score.max : score.answeredMax,
            })}
          </span>
          <span className={css.detail}>
            <span className={css.points}>{pointsWords(score.earned, score.max)}</span>
            {score.grade ? (
              <Badge tone={gradeTones[score.grade.tone]}>{score.grade.title}</Badge>
            ) : (
              <span>
                tạm tính {score.answered}/{score.applicable}
              </span>
            )}
          </span>
        </Link>
        <div className={css.foot}>
          <StateLine id={id} isRefused={isRefused} board={board} />
          {score.criticalFailures > 0 ? <Badge tone="critical">{score.criticalFailures} điểm liệt</Badge> : null}
        </div>
      </div>
    </header>
  )
})

/** "Đã lưu trên máy lúc 10:42 · chờ gửi 3 thay đổi, chưa có mạng" */
function StateLine({ id, isRefused, board }: Pick<FillBarProps, 'id' | 'isRefused' | 'board'>) {
  const summary = useBoardSummary(board)
  const said = useRecordWords(useRecordState(id))
  const failed = summary.failed.length > 0
  return (
    <p className={failed ? css.failed : css.state} role="status">
      <Mark tone={failed ? 'fail' : summary.saving > 0 ? 'plain' : 'pass'} />
      <span>{stateInWords(summary, isRefused, said)}</span>
    </p>
  )
}

function stateInWords(summary: BoardSummary, isRefused: boolean, said: RecordWords | undefined): string {
  if (summary.failed.length > 0) return `${summary.failed.length} câu trả lời CHƯA lưu được. Xem dấu ✕ ở từng tiêu chí.`
  const saved = summary.saving > 0 ? 'Đang lưu…' : `Đã lưu trên máy lúc ${timeInWords(summary.savedAt)}`
  if (!said) return saved
  // Its mutations are answered, so nothing waits; yet the server does not have it.
  return isRefused ? `${saved} · ${said.words}, xem lý do ở “Xem lại và nộp”` : `${saved} · ${said.words}`
}
