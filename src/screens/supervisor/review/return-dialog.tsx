import { useState } from 'react'
import type { Checklist } from '../../../domain/checklist.ts'
import { lostPoints } from '../../../domain/findings.ts'
import { answersIn, type InspectionRecord } from '../../../domain/inspection.ts'
import { itemNumber, itemsOf } from '../../../domain/items.ts'
import type { Problem } from '../../../domain/problem.ts'
import { score } from '../../../domain/scoring/score.ts'
import { RETURNED_ITEMS_MAX, STEP_TEXT_MAX } from '../../../domain/step.ts'
import { Button } from '../../../ui/button.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import { TextArea } from '../../../ui/text-area.tsx'
import { FormDialog } from '../../parts/form-dialog.tsx'
import css from './review.module.css'

type ReturnDialogProps = {
  record: InspectionRecord
  checklist: Checklist
  problem: Problem | null
  onSay: (comment: string, items: Record<string, string>) => Promise<void>
  onClose: () => void
}

/** Which items go back, each with what is to be corrected: only these open. */
export function ReturnDialog({ record, checklist, problem, onSay, onClose }: ReturnDialogProps) {
  const [comments, setComments] = useState<Readonly<Record<string, string>>>({})
  const [comment, setComment] = useState('')
  const [lacks, setLacks] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const items = itemsOf(checklist)
  const picked = items.filter(({ id }) => id in comments)
  const left = items.filter(({ id }) => !(id in comments))
  const short = shortIn(record, checklist).filter((id) => !(id in comments))
  const pick = (ids: readonly string[]) =>
    setComments((now) => ({ ...Object.fromEntries(ids.map((id) => [id, ''])), ...now }))

  async function send() {
    const said = Object.fromEntries(picked.map(({ id }) => [id, (comments[id] ?? '').trim()]))
    const empty = picked.filter(({ id }) => said[id] === '').map(itemNumber)
    if (picked.length === 0) return setLacks('Chọn ít nhất một tiêu chí để trả lại.')
    if (picked.length > RETURNED_ITEMS_MAX)
      return setLacks(`Mỗi lần trả lại nhiều nhất ${RETURNED_ITEMS_MAX} tiêu chí.`)
    if (empty.length > 0) return setLacks(`Ghi điều cần sửa cho tiêu chí ${empty.join(', ')}.`)
    setLacks(null)
    setBusy(true)
    await onSay(comment.trim(), said)
    setBusy(false)
  }

  return (
    <FormDialog
      title="Trả lại để sửa"
      action={picked.length > 0 ? `Trả lại ${picked.length} tiêu chí` : 'Trả lại'}
      doing="Đang lưu…"
      problem={problem}
      isBusy={isBusy}
      isDirty={picked.length > 0 || comment !== ''}
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
      onClose={onClose}
    >
      <p>Người nộp chỉ sửa được những tiêu chí chọn ở đây; phần còn lại giữ nguyên như đã ký.</p>
      <SelectField
        label="Chọn tiêu chí"
        value=""
        options={[
          { value: '', label: 'Chọn một tiêu chí…' },
          ...left.map((item) => ({ value: item.id, label: `${itemNumber(item)} ${item.question}` })),
        ]}
        onChange={(id) => id && pick([id])}
      />
      {short.length > 0 ? (
        <div className={css.acts}>
          <Button onClick={() => pick(short)}>Chọn {short.length} tiêu chí bị mất điểm</Button>
        </div>
      ) : null}
      {picked.length > 0 ? (
        <ul className={css.picked}>
          {picked.map((item) => (
            <li key={item.id} className={css.pickedItem}>
              <p className={css.question}>
                {itemNumber(item)} {item.question}
              </p>
              <TextArea
                label={`Điều cần sửa ở tiêu chí ${itemNumber(item)}`}
                rows={2}
                maxLength={STEP_TEXT_MAX}
                value={comments[item.id]}
                onChange={({ currentTarget: { value } }) => setComments((now) => ({ ...now, [item.id]: value }))}
              />
              <div>
                <Button
                  look="quiet"
                  aria-label={`Bỏ tiêu chí ${itemNumber(item)}`}
                  onClick={() => setComments(({ [item.id]: _left, ...others }) => others)}
                >
                  Bỏ tiêu chí này
                </Button>
              </div>
            </li>
          ))}
        </ul>
      ) : null}
      <TextArea
        label="Nhận xét chung (không bắt buộc)"
        rows={2}
        maxLength={STEP_TEXT_MAX}
        value={comment}
        onChange={({ currentTarget: { value } }) => setComment(value)}
      />
      {lacks ? (
        <Notice tone="fail" role="alert">
          <p>{lacks}</p>
        </Notice>
      ) : null}
    </FormDialog>
  )
}

/** Items that lost points, in reading order. */
function shortIn({ head, cells }: InspectionRecord, checklist: Checklist): string[] {
  const scored = score(checklist, head.facts, answersIn(cells), { date: head.date })
  return scored.sections.flatMap(({ items }) => items.filter(lostPoints).map(({ itemId }) => itemId))
}
