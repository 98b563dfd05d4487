import { useState } from 'react'
import { amendInspection, isAmending } from '../../device/store/amendments.ts'
import { useCurrentStore, useStore } from '../../device/store/use-store.ts'
import { isSameAnswer } from '../../domain/answer.ts'
import type { Checklist, Item } from '../../domain/checklist.ts'
import type { InspectionRecord } from '../../domain/inspection.ts'
import { itemNumber, itemsOf } from '../../domain/items.ts'
import { lockedItems } from '../../domain/review.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Panel } from '../../ui/panel.tsx'
import { AmendDialog } from './amend-dialog.tsx'
import { AnswerWords } from './answer-words.tsx'
import css from './late-answers.module.css'
import { problemWords } from './problem-words.ts'

type LateAnswersProps = { record: InspectionRecord; checklist: Checklist }

/** Answers that came after the seal, each beside the one that is sealed. Their author may take them into an amendment. */
export function LateAnswers({ record, checklist }: LateAnswersProps) {
  const store = useCurrentStore()
  const isWaiting = useStore((open) => isAmending(open, record.id), [record.id])
  const [asks, setAsks] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const late = latestOf(record, checklist)
  if (late.length === 0) return null
  // Of what was returned or approved only what the review leaves open can be taken over.
  const locked = new Set(
    lockedItems(
      record,
      late.map(({ item }) => item.id),
    ),
  )
  const open = late.filter(({ item }) => !locked.has(item.id))

  async function amend(reason: string) {
    try {
      const set = Object.fromEntries(open.map(({ item, answer }) => [item.id, answer]))
      await amendInspection(store, record.id, { set, reason })
      setAsks(false)
    } catch (error) {
      setProblem(problemWords(error).message)
    }
  }

  return (
    <Panel title="Câu trả lời đến sau khi nộp">
      <p className={css.lead}>
        Các câu này được ghi trên một máy khác và đến khi lượt đã nộp. Kết quả đã nộp không đổi; không câu nào bị bỏ.
      </p>
      <ul className={css.list}>
        {late.map(({ item, answer }) => (
          <li key={item.id} className={css.item}>
            <p className={css.question}>
              <span className={css.number}>{itemNumber(item)}</span> {item.question}
            </p>
            <dl className={css.both}>
              <div>
                <dt>Đã nộp</dt>
                <dd>
                  <AnswerWords item={item} answer={record.cells[item.id]?.answer} />
                </dd>
              </div>
              <div>
                <dt>Đến sau</dt>
                <dd>
                  <AnswerWords item={item} answer={answer} />
                </dd>
              </div>
            </dl>
          </li>
        ))}
      </ul>
      {isWaiting ? (
        <Notice tone="info">
          <p>Bản sửa đổi đã lưu trên máy này, chờ gửi.</p>
        </Notice>
      ) : record.createdBy.id === store.personId && open.length > 0 ? (
        <div className={css.actions}>
          <Button look="main" onClick={() => setAsks(true)}>
            Đưa vào bản sửa đổi
          </Button>
        </div>
      ) : null}
      {asks ? <AmendDialog problem={problem} onAmend={amend} onClose={() => setAsks(false)} /> : null}
    </Panel>
  )
}

type Late = { item: Item; answer: NonNullable<InspectionRecord['late']>[number]['answer'] }

/** For each item what came last; one that says what is sealed anyway needs nobody. */
function latestOf({ late = [], cells }: InspectionRecord, checklist: Checklist): Late[] {
  const last = new Map(late.map(({ item, answer }) => [item, answer]))
  return itemsOf(checklist).flatMap((item) => {
    const answer = last.get(item.id)
    const sealed = cells[item.id]?.answer
    const isSame = answer && sealed && isSameAnswer(answer, sealed)
    return answer && !isSame ? [{ item, answer }] : []
  })
}
