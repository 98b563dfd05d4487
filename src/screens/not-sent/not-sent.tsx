import { useRef, useState } from 'react'
import { exportUnsent, listAttention, markUnseen, openEntries } from '../../device/store/attention.ts'
import { listOpen } from '../../device/store/open-list.ts'
import { useStore } from '../../device/store/use-store.ts'
import { useDevice } from '../../device/sync/device.ts'
import { Button } from '../../ui/button.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { BackLink } from '../parts/back-link.tsx'
import { downloadJson } from '../parts/download.ts'
import { problemWords } from '../parts/problem-words.ts'
import { today } from '../parts/when.ts'
import { EntryRow } from './entry-row.tsx'
import { GroupCard } from './group-card.tsx'
import css from './not-sent.module.css'
import { WaitingPanel } from './waiting-panel.tsx'

/** Everything that the server does not have as it was meant: why, and what to do. No tap here loses anything. */
export function NotSent() {
  const { store } = useDevice()
  const read = useStore(async (from) => ({ groups: await listAttention(from), open: await listOpen(from) }), [])
  const [done, setDone] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const said = useRef<HTMLParagraphElement>(null)

  const tell = (words: string) => {
    setProblem(null)
    setDone(words)
    // What was tapped may be gone: the focus must not fall off the page.
    said.current?.focus()
  }
  const act = (work: () => Promise<unknown>, words: string) =>
    work().then(
      () => tell(words),
      (error: unknown) => setProblem(problemWords(error).message),
    )

  if (read === undefined) return <Skeleton rows={4} />
  const { groups, open } = read
  const asking = groups.filter((group) => openEntries(group).open.length > 0 || group.contested.length > 0)
  const things = asking.reduce((sum, group) => sum + openEntries(group).open.length + group.contested.length, 0)
  const handled = groups.flatMap((group) =>
    group.entries.filter((each) => each.handled !== null).map((entry) => ({ entry, group })),
  )
  const waiting = open.filter(({ state, unsent }) => unsent > 0 && state !== 'refused')

  return (
    <div className={css.page}>
      <div>
        <BackLink href="/may-nay">Máy này</BackLink>
        <PageTitle lead={leadWords(things, waiting.length)}>Chưa gửi được</PageTitle>
        <p ref={said} className={css.said} role="status" tabIndex={-1}>
          {done}
        </p>
      </div>
      {problem ? (
        <Notice tone="fail" role="alert">
          <p>{problem}</p>
        </Notice>
      ) : null}
      {things === 0 && waiting.length === 0 ? (
        <Empty title="Không còn gì phải xem.">
          Mọi thay đổi trên máy này đã được máy chủ nhận, hoặc đã được xử lý.
        </Empty>
      ) : (
        <Notice tone="info">
          <p>Mọi nội dung dưới đây vẫn an toàn trên máy này. Không nút nào ở trang này làm mất dữ liệu.</p>
        </Notice>
      )}
      {asking.map((group) => (
        <GroupCard key={group.insp} group={group} onDone={tell} />
      ))}
      <WaitingPanel waiting={waiting} />
      {things > 0 || waiting.length > 0 || handled.length > 0 ? (
        <div className={css.export}>
          <Button
            onClick={() =>
              void act(
                async () => downloadJson(`so-kiem-chua-gui-${today()}.json`, await exportUnsent(store)),
                'Đã tải tất cả nội dung về máy.',
              )
            }
          >
            Tải tất cả về máy
          </Button>
          <p className={css.small}>Một tệp JSON với đầy đủ nội dung chưa gửi, để gửi cho người quản trị khi cần.</p>
        </div>
      ) : null}
      {handled.length > 0 ? (
        <Disclosure label={`Đã xử lý (${handled.length})`} openLabel={`Ẩn phần đã xử lý (${handled.length})`}>
          {() => (
            <ul className={css.handled}>
              {handled.map(({ entry, group }) => (
                <EntryRow
                  key={entry.id}
                  entry={entry}
                  group={group}
                  onExport={() =>
                    void act(
                      async () =>
                        downloadJson(`so-kiem-${entry.id.slice(0, 8)}.json`, await exportUnsent(store, [entry.id])),
                      'Đã tải nội dung về máy.',
                    )
                  }
                  onMove={() => void act(() => markUnseen(store, [entry.id]), 'Đã đưa trở lại danh sách cần xem.')}
                />
              ))}
            </ul>
          )}
        </Disclosure>
      ) : null}
    </div>
  )
}

/** "3 việc cần xem · 2 lượt đang chờ gửi" */
function leadWords(things: number, waiting: number): string {
  const parts = []
  if (things > 0) parts.push(`${things} việc cần xem`)
  if (waiting > 0) parts.push(`${waiting} lượt đang chờ gửi`)
  return parts.join(' · ') || 'Mọi thứ đã ở máy chủ'
}
