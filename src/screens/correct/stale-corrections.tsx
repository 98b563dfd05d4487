import { useState } from 'react'
import { type Correction, dropCorrection, saveCorrection } from '../../device/store/corrections.ts'
import { useCurrentStore } from '../../device/store/use-store.ts'
import type { Checklist } from '../../domain/checklist.ts'
import type { InspectionRecord } from '../../domain/inspection.ts'
import { itemsOf } from '../../domain/items.ts'
import { lockedItems } from '../../domain/review.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Panel } from '../../ui/panel.tsx'
import { AnswerChanges } from '../parts/answer-changes.tsx'
import { problemWords } from '../parts/problem-words.ts'
import css from './correct.module.css'

type StaleCorrectionsProps = {
  record: InspectionRecord
  checklist: Checklist
  corrections: readonly Correction[]
}

/** What was corrected here of a result that has moved on elsewhere: kept until its author takes it over, or lets it go. */
export function StaleCorrections({ record, checklist, corrections }: StaleCorrectionsProps) {
  const store = useCurrentStore()
  const [problem, setProblem] = useState<string | null>(null)
  const items = new Map(itemsOf(checklist).map((item) => [item.id, item]))
  const isOpen = (item: string) => record.status === 'returned' && lockedItems(record, [item]).length === 0

  async function act(work: () => Promise<unknown>) {
    setProblem(null)
    try {
      await work()
    } catch (error) {
      setProblem(problemWords(error).message)
    }
  }

  return (
    <Panel title="Phần đã sửa trên máy này mà chưa gửi được">
      <p>Kết quả đã thay đổi ở nơi khác sau khi bạn sửa. Nội dung vẫn còn đây; hãy so với bản hiện có.</p>
      <ul className={css.stale}>
        {corrections.map(({ item: id, answer }) => {
          const item = items.get(id)
          return item ? (
            <li key={id}>
              <AnswerChanges changes={[{ item, before: record.cells[id]?.answer, after: answer }]} />
              <div className={css.acts}>
                {isOpen(id) ? (
                  <Button onClick={() => void act(() => saveCorrection(store, record.id, id, answer))}>
                    Dùng bản sửa này
                  </Button>
                ) : null}
                <Button look="quiet" onClick={() => void act(() => dropCorrection(store, record.id, id))}>
                  Bỏ bản sửa
                </Button>
              </div>
            </li>
          ) : null
        })}
      </ul>
      {problem ? (
        <Notice tone="fail" role="alert">
          <p>{problem}</p>
        </Notice>
      ) : null}
    </Panel>
  )
}
