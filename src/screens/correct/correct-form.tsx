import { useLayoutEffect, useMemo, useState } from 'react'
import type { Begun } from '../../device/store/begun.ts'
import type { Correction } from '../../device/store/corrections.ts'
import { sendCorrections } from '../../device/store/corrections.ts'
import type { Store } from '../../device/store/store.ts'
import { useDevice } from '../../device/sync/device.ts'
import { type Answer, isSameAnswer } from '../../domain/answer.ts'
import type { Checklist } from '../../domain/checklist.ts'
import { missingIn } from '../../domain/completeness.ts'
import { answersIn, type InspectionRecord, sealNoOf } from '../../domain/inspection.ts'
import { itemNumber, itemsOf } from '../../domain/items.ts'
import { lockedItems, type Review } from '../../domain/review.ts'
import type { ScoringContext } from '../../domain/scoring/context.ts'
import { says, standingSteps } from '../../domain/step.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Panel } from '../../ui/panel.tsx'
import { AnswerChanges } from '../parts/answer-changes.tsx'
import { ItemCard } from '../parts/item-card.tsx'
import { PhotoShelf } from '../parts/photos/photo-shelf.tsx'
import { problemWords } from '../parts/problem-words.ts'
import { correctionBoardOf, useAnswers, useBoardSummary, useScore } from '../parts/use-board.ts'
import { useUnsavedGuard } from '../parts/use-unsaved-guard.ts'
import { timeInWords } from '../parts/when.ts'
import css from './correct.module.css'
import { ScoreChange } from './score-change.tsx'
import { SendBackDialog } from './send-back-dialog.tsx'

type CorrectFormProps = {
  store: Store
  record: InspectionRecord
  review: Review
  checklist: Checklist
  corrections: readonly Correction[]
  begun: Readonly<Record<string, Begun>>
}

/** The items that were returned, each with what the reviewer asks for; what changes by them; and the way back. */
export function CorrectForm({ store, record, review, checklist, corrections, begun }: CorrectFormProps) {
  const { engine } = useDevice()
  const { facts, date } = record.head
  const context: ScoringContext = useMemo(() => ({ checklist, facts, date }), [checklist, facts, date])
  const board = correctionBoardOf(store, record.id, sealNoOf(record))
  const summary = useBoardSummary(board)
  const [isSending, setSending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  useUnsavedGuard(board)

  useLayoutEffect(() => {
    const standing = corrections.filter(({ isStale }) => !isStale)
    const corrected = Object.fromEntries(standing.map(({ item, answer }) => [item, answer]))
    const savedAt = Math.max(0, ...standing.map((each) => each.savedAt))
    board.begun.receive(begun)
    board.receive({ ...answersIn(record.cells), ...corrected }, savedAt)
  }, [board, record, corrections, begun])

  const answers = useAnswers(board)
  const score = useScore(board, context)
  const missing = missingIn(score).map(({ itemId }) => itemId)
  const items = itemsOf(checklist)
  const sealed = (id: string): Answer => record.cells[id]?.answer ?? { value: null }
  const changes = items.flatMap((item) => {
    const after = answers[item.id] ?? { value: null }
    return isSameAnswer(after, sealed(item.id)) ? [] : [{ item, before: sealed(item.id), after }]
  })
  const changed = new Set(changes.map(({ item }) => item.id))
  const named = items.filter(({ id }) => review.returned.has(id))
  // What a correction makes apply has no answer yet, and may be given one.
  const opened = items.filter(
    ({ id }) =>
      !review.returned.has(id) && (missing.includes(id) || changed.has(id)) && lockedItems(record, [id]).length === 0,
  )
  const isStuck = summary.saving > 0 || summary.failed.length > 0

  async function send(reason: string) {
    setProblem(null)
    try {
      await sendCorrections(store, record.id, reason)
      setSending(false)
      void engine.syncNow()
    } catch (error) {
      setProblem(problemWords(error).message)
    }
  }

  if (!summary.ready) return null
  return (
    <PhotoShelf inspectionId={record.id}>
      <Notice tone="partial" title={`${named.length} tiêu chí được trả lại`}>
        <WhoReturned record={record} />
        <p>
          Chỉ những tiêu chí này sửa được, kể cả khi không có mạng; phần còn lại giữ nguyên như đã ký. Ảnh thêm bây giờ
          được giữ bên cạnh bản đã nộp và ghi rõ là bổ sung sau.
        </p>
      </Notice>
      <div className={css.cards}>
        {named.map((item) => (
          <section key={item.id} className={css.returned} aria-label={`Tiêu chí ${itemNumber(item)} được trả lại`}>
            <div className={css.asked}>
              <p className={css.who}>Người duyệt yêu cầu</p>
              {(review.returned.get(item.id) ?? []).map((comment) => (
                <p key={comment}>{comment}</p>
              ))}
            </div>
            <ItemCard item={item} number={itemNumber(item)} board={board} context={context} contested={false} />
          </section>
        ))}
      </div>
      {opened.length > 0 ? (
        <Panel title="Tiêu chí áp dụng thêm vì phần đã sửa">
          <div className={css.cards}>
            {opened.map((item) => (
              <ItemCard
                key={item.id}
                item={item}
                number={itemNumber(item)}
                board={board}
                context={context}
                contested={false}
              />
            ))}
          </div>
        </Panel>
      ) : null}
      <Panel title="Thay đổi so với bản đã nộp" aside={changes.length > 0 ? `${changes.length} tiêu chí` : null}>
        {changes.length === 0 ? <p>Chưa câu trả lời nào thay đổi.</p> : <AnswerChanges changes={changes} />}
        <ScoreChange before={record.score} after={score} checklist={checklist} />
      </Panel>
      <div className={css.bar}>
        <div className={css.inner}>
          {missing.length > 0 ? (
            <p className={css.problem} role="status">
              Còn {missing.length} tiêu chí chưa trả lời nên chưa gửi lại được.
            </p>
          ) : null}
          <Button look="main" disabled={isStuck || missing.length > 0} onClick={() => setSending(true)}>
            Gửi lại
          </Button>
        </div>
      </div>
      {isSending ? (
        <SendBackDialog changes={changes.length} problem={problem} onSend={send} onClose={() => setSending(false)} />
      ) : null}
    </PhotoShelf>
  )
}

/** "Trần Giám Sát trả lại lúc 10:42", for each return of the seal that stands, with what was said of all of it. */
function WhoReturned({ record }: { record: InspectionRecord }) {
  const returns = standingSteps(record.steps).filter((step) => step.seal === sealNoOf(record))
  return returns.map((step) =>
    says(step, 'return') ? (
      <p key={step.id}>
        {step.by.name} trả lại lúc {timeInWords(step.receivedAt)}
        {step.say.comment ? `: ${step.say.comment}` : '.'}
      </p>
    ) : null,
  )
}
