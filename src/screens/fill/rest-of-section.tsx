import { useEffect, useRef, useState } from 'react'
import { itemNumber } from '../../domain/items.ts'
import { Problem } from '../../domain/problem.ts'
import type { OpenSection, ScoringContext } from '../../domain/scoring/context.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import type { AnswerBoard, Step } from '../parts/answer-board.ts'
import { FormDialog } from '../parts/form-dialog.tsx'
import { useLastStep, useScore } from '../parts/use-board.ts'
import css from './rest-of-section.module.css'

type RestOfSectionProps = { open: OpenSection; board: AnswerBoard; context: ScoringContext }

/** Stands before the reason in the note of each item: who reads the record sees that they were marked together. */
const TOGETHER = 'Đánh dấu cùng lúc cho phần còn lại của mục: '

/** What a section has left, marked as not applicable in one go, with a reason, item by item in the record. */
export function RestOfSection({ open, board, context }: RestOfSectionProps) {
  const score = useScore(board, context)
  const [asking, setAsking] = useState(false)
  const [step, setStep] = useState<Step | null>(null)
  // Once something else has been answered, taking back would mean that.
  const marked = useLastStep(board) === step ? (step?.size ?? 0) : 0
  const place = useRef<HTMLDivElement>(null)
  // Each marked card has grown by its note: what was done, and the way back, would be out of sight.
  useEffect(() => {
    if (marked > 0) place.current?.scrollIntoView({ block: 'end' })
  }, [marked])
  const blank = open.items.filter(({ id }) => (score.byItem[id]?.state ?? 'blank') === 'blank')
  const skippable = blank.filter((item) => item.allowsNotApplicable)

  return (
    <div ref={place} className={css.rest}>
      {marked > 0 ? (
        <Notice tone="none" role="status" action={<Button onClick={() => board.undo()}>Hoàn tác</Button>}>
          <p>Đã đánh dấu {marked} tiêu chí không áp dụng.</p>
        </Notice>
      ) : null}
      {skippable.length > 1 ? (
        <Button look="quiet" onClick={() => setAsking(true)} aria-haspopup="dialog">
          Phần còn lại của mục không áp dụng ({skippable.length})
        </Button>
      ) : null}
      {asking ? (
        <AskReason
          items={skippable}
          kept={blank.length - skippable.length}
          onClose={() => setAsking(false)}
          onMark={async (reason) => {
            const ids = skippable.map(({ id }) => id)
            setStep(await board.fillBlanks(ids, { is: 'notApplicable' }, `${TOGETHER}${reason}`))
            setAsking(false)
          }}
        />
      ) : null}
    </div>
  )
}

type AskReasonProps = {
  items: OpenSection['items']
  /** Blank items that must be answered all the same. */
  kept: number
  onClose: () => void
  onMark: (reason: string) => Promise<void>
}

function AskReason({ items, kept, onClose, onMark }: AskReasonProps) {
  const [reason, setReason] = useState('')
  const [isMissing, setMissing] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isBusy, setBusy] = useState(false)

  const mark = async () => {
    if (reason.trim() === '') return setMissing(true)
    setBusy(true)
    try {
      await onMark(reason.trim())
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setProblem(error)
      setBusy(false)
    }
  }

  return (
    <FormDialog
      title="Phần còn lại của mục không áp dụng"
      action={`Đánh dấu ${items.length} tiêu chí`}
      problem={problem}
      isBusy={isBusy}
      isDirty={reason !== ''}
      onClose={onClose}
      onSubmit={(event) => {
        event.preventDefault()
        void mark()
      }}
    >
      <p>
        {items.length} tiêu chí chưa trả lời dưới đây sẽ được đánh dấu “không áp dụng”. Câu trả lời đã có giữ nguyên.
        {kept > 0 ? ` Còn ${kept} tiêu chí bắt buộc phải trả lời.` : null}
      </p>
      <ul className={css.items}>
        {items.map((item) => (
          <li key={item.id}>
            <strong>{itemNumber(item)}</strong> {item.question}
          </li>
        ))}
      </ul>
      <TextField
        label="Lý do"
        hint="Được ghi vào ghi chú của từng tiêu chí."
        value={reason}
        maxLength={300}
        error={isMissing && reason.trim() === '' ? 'Hãy ghi lý do.' : undefined}
        onChange={({ target }) => setReason(target.value)}
      />
    </FormDialog>
  )
}
