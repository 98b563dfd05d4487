import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import { type OpenInspection, resendInspection, submitInspection } from '../../device/store/drafts.ts'
import { useCurrentStore } from '../../device/store/use-store.ts'
import { unmarkedIn } from '../../domain/action.ts'
import { missingEvidence, missingIn } from '../../domain/completeness.ts'
import type { ScoringContext } from '../../domain/scoring/context.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import type { AnswerBoard } from '../parts/answer-board.ts'
import { BackLink } from '../parts/back-link.tsx'
import { PaperLinks } from '../parts/paper-links.tsx'
import { useEarlier } from '../parts/previous/previous-visits.tsx'
import { problemWords } from '../parts/problem-words.ts'
import { ScoreCard } from '../parts/score-card.tsx'
import { useAnswers, useBoardSummary, useScore } from '../parts/use-board.ts'
import { BegunTodo } from './begun-todo.tsx'
import { EvidenceTodo } from './evidence-todo.tsx'
import { HeadEditor } from './head-editor.tsx'
import { MissingItems } from './missing-items.tsx'
import { RefusalNotice } from './refusal-notice.tsx'
import css from './review.module.css'
import { SigningPanel } from './signing-panel.tsx'

type ReviewProps = { open: OpenInspection; context: ScoringContext; board: AnswerBoard }

/** What is missing, what it comes to, who and when; then one button. */
export function Review({ open, context, board }: ReviewProps) {
  const store = useCurrentStore()
  const [, navigate] = useLocation()
  const score = useScore(board, context)
  const summary = useBoardSummary(board)
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const missing = missingIn(score)
  const isStuck = summary.saving > 0 || summary.failed.length > 0
  const earlier = useEarlier(open.id, open.head)
  const answers = useAnswers(board)
  const unmarked = earlier ? unmarkedIn(context, earlier.actions, answers) : []
  const evidence = missingEvidence(context.checklist, score, open.answers, open.photos)
  const owed = evidence.filter(({ item }) => item.evidenceRequired)
  const first = missing[0] ?? unmarked[0] ?? firstContested(open, context) ?? owed[0]

  async function act(work: () => Promise<void>) {
    setProblem(null)
    setBusy(true)
    try {
      await work()
    } catch (error) {
      setProblem(problemWords(error).message)
    } finally {
      setBusy(false)
    }
  }

  return (
    <div className={css.page}>
      <div>
        <BackLink href={`/kiem-tra/${open.id}`}>Tiếp tục trả lời</BackLink>
        <PageTitle lead={open.head.facilityName}>Xem lại và nộp</PageTitle>
      </div>
      {open.refusal ? (
        <RefusalNotice
          refusal={open.refusal}
          busy={busy}
          onEdit={() => navigate(`/kiem-tra/${open.id}`)}
          onResend={() => void act(() => resendInspection(store, open.id))}
        />
      ) : null}
      {summary.failed.length > 0 ? (
        <Notice tone="fail" title={`${summary.failed.length} câu trả lời chưa lưu được`} role="alert">
          <p>Mở từng tiêu chí có dấu ✕ và chạm “Lưu lại” trước khi nộp.</p>
        </Notice>
      ) : null}
      <MissingItems
        id={open.id}
        missing={missing}
        unmarked={unmarked}
        contested={open.contested}
        begun={open.begun}
        context={context}
      />
      <BegunTodo open={open} missing={missing} context={context} />
      <EvidenceTodo open={open} missing={evidence} context={context} />
      <ScoreCard
        score={score}
        checklist={context.checklist}
        sectionHref={(sectionId) => `/kiem-tra/${open.id}/${sectionId}`}
      />
      <HeadEditor open={open} checklist={context.checklist} />
      <SigningPanel id={open.id} checklist={context.checklist} isReady={!first && !isStuck} />
      <PaperLinks id={open.id} isDraft />
      <div className={css.bar}>
        <div className={css.inner}>
          {problem ? (
            <p className={css.problem} role="alert">
              {problem}
            </p>
          ) : null}
          {first ? (
            <Link href={`/kiem-tra/${open.id}/${first.sectionId}#${first.itemId}`} className={buttonClass('main')}>
              {missing.length > 0
                ? `Trả lời ${missing.length} tiêu chí còn thiếu`
                : unmarked.length > 0
                  ? `Đánh dấu ${unmarked.length} biện pháp của lần trước`
                  : open.contested.length > 0
                    ? 'Chọn lại câu chưa thống nhất'
                    : 'Bổ sung minh chứng bắt buộc'}
            </Link>
          ) : (
            <Button
              look="main"
              disabled={busy || isStuck}
              onClick={() => void act(() => submitInspection(store, open.id))}
            >
              {open.state === 'refused' ? 'Nộp lại' : 'Nộp'}
            </Button>
          )}
        </div>
      </div>
    </div>
  )
}

function firstContested({ contested }: OpenInspection, { checklist }: ScoringContext) {
  const section = checklist.sections.find(({ items }) => items.some(({ id }) => contested.includes(id)))
  const item = section?.items.find(({ id }) => contested.includes(id))
  return section && item ? { sectionId: section.id, itemId: item.id } : undefined
}
