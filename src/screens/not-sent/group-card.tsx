import { useId, useState } from 'react'
import { saveAnswer } from '../../device/store/answers.ts'
import {
  type AttentionEntry,
  type AttentionGroup,
  exportUnsent,
  markSeen,
  openEntries,
} from '../../device/store/attention.ts'
import { takeBackCorrections } from '../../device/store/corrections.ts'
import { resendInspection } from '../../device/store/drafts.ts'
import { useDevice } from '../../device/sync/device.ts'
import type { Answer } from '../../domain/answer.ts'
import { formatDate } from '../../domain/date.ts'
import { inspectionKindNames } from '../../domain/people.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { downloadJson } from '../parts/download.ts'
import { problemWords } from '../parts/problem-words.ts'
import { RecordLine } from '../parts/record/record-line.tsx'
import { StateLine } from '../parts/record/state-line.tsx'
import { ContestedRow } from './contested-row.tsx'
import { EntryRow } from './entry-row.tsx'
import { canResend } from './entry-words.ts'
import css from './not-sent.module.css'

type GroupCardProps = {
  group: AttentionGroup
  /** Says aloud what has just been done. */
  onDone: (words: string) => void
}

/** One inspection with everything in it that asks for its author. */
export function GroupCard({ group, onDone }: GroupCardProps) {
  const { store, engine } = useDevice()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const id = useId()
  const { open, followers } = openEntries(group)
  const { head, checklist, local } = group

  async function act(work: () => Promise<unknown>, words: string) {
    setProblem(null)
    setBusy(true)
    try {
      await work()
      onDone(words)
    } catch (error) {
      setProblem(problemWords(error).message)
    } finally {
      setBusy(false)
    }
  }

  const exported = (entry: AttentionEntry) =>
    act(
      async () => downloadJson(`so-kiem-${entry.id.slice(0, 8)}.json`, await exportUnsent(store, [entry.id])),
      'Đã tải nội dung về máy.',
    )

  return (
    <article className={css.card} aria-labelledby={id}>
      <header className={css.head}>
        <h2 id={id} className={css.facility}>
          {head?.facilityName ?? 'Lượt kiểm tra không còn mở trên máy này'}
        </h2>
        {head ? (
          <p className={css.small}>
            {checklist?.title ?? head.checklist.id} · {inspectionKindNames[head.kind].toLocaleLowerCase('vi')} ngày{' '}
            {formatDate(head.date)}
          </p>
        ) : null}
        {local || group.isReceived ? (
          <RecordLine id={group.insp} withWhy={false} />
        ) : (
          <StateLine tone="none" words="không còn mở trên máy này" />
        )}
      </header>
      {problem ? (
        <Notice tone="fail" role="alert">
          <p>{problem}</p>
        </Notice>
      ) : null}
      <ul className={css.things}>
        {group.contested.map((contested) => (
          <ContestedRow
            key={contested.cell}
            contested={contested}
            group={group}
            busy={busy}
            onChoose={(answer: Answer) =>
              void act(
                () => saveAnswer(store, group.insp, contested.cell, answer),
                'Đã chọn và lưu trên máy. Lựa chọn sẽ được gửi đi.',
              )
            }
          />
        ))}
        {open.map((entry) => (
          <EntryRow
            key={entry.id}
            entry={entry}
            group={group}
            onExport={() => void exported(entry)}
            onTakeBack={() =>
              void act(
                () => takeBackCorrections(store, entry.id),
                'Đã đưa lại vào phần đang sửa. Mở “Bị trả lại” ở trang đầu để gửi lại.',
              )
            }
            onMove={() =>
              void act(() => markSeen(store, [entry.id]), 'Đã chuyển xuống “Đã xử lý”. Nội dung vẫn được giữ.')
            }
          />
        ))}
      </ul>
      {followers.length > 0 ? (
        <p className={css.followers}>
          Cùng lượt này còn {followers.length} câu trả lời chưa được nhận vì lý do trên. Chúng vẫn ở trên máy và sẽ đi
          cùng khi gửi lại.
        </p>
      ) : null}
      {canResend(group) ? (
        <div className={css.foot}>
          <Button
            disabled={busy}
            onClick={() =>
              void act(async () => {
                await resendInspection(store, group.insp)
                void engine.syncNow()
              }, 'Đã xếp lại cả lượt để gửi.')
            }
          >
            Gửi lại cả lượt
          </Button>
          <p className={css.small}>Nên sửa theo lý do ở trên trước. Lượt này lại ở trạng thái “đang làm”.</p>
        </div>
      ) : null}
    </article>
  )
}
