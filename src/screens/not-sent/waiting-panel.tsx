import { Link } from 'wouter'
import type { OpenSummary } from '../../device/store/open-list.ts'
import { useDevice, useSyncStatus } from '../../device/sync/device.ts'
import { formatDate } from '../../domain/date.ts'
import { messageOf } from '../../domain/problem.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Arrow } from '../parts/arrow.tsx'
import list from '../parts/list.module.css'
import { RecordLine } from '../parts/record/record-line.tsx'
import css from './not-sent.module.css'

/** Inspections with changes that are simply on their way. */
export function WaitingPanel({ waiting }: { waiting: readonly OpenSummary[] }) {
  const { engine } = useDevice()
  const sync = useSyncStatus()
  if (waiting.length === 0) return null
  return (
    <Panel title="Đang chờ gửi" aside={`${waiting.length} lượt`}>
      {sync.problem && sync.state !== 'syncing' ? (
        <Notice tone={sync.state === 'offline' ? 'info' : 'partial'} role="status">
          <p>{messageOf(sync.problem)}</p>
        </Notice>
      ) : null}
      <ul className={list.list}>
        {waiting.map(({ id, head, checklistTitle, state }) => (
          <li key={id}>
            <Link href={state === 'waiting' ? `/kiem-tra/${id}/nop` : `/kiem-tra/${id}`} className={list.row}>
              <span className={list.main}>
                <span className={list.name}>{head.facilityName}</span>
                <span className={list.small}>
                  {checklistTitle} · ngày {formatDate(head.date)} · {state === 'waiting' ? 'đã nộp' : 'đang làm'}
                </span>
                <RecordLine id={id} />
              </span>
              <Arrow />
            </Link>
          </li>
        ))}
      </ul>
      <div className={css.actions}>
        {sync.state === 'signInNeeded' ? (
          <Link href="/dang-nhap" className={buttonClass('main')}>
            Đăng nhập lại
          </Link>
        ) : (
          <Button look="main" disabled={sync.state === 'syncing'} onClick={() => void engine.syncNow()}>
            {sync.state === 'syncing' ? 'Đang gửi…' : 'Gửi ngay'}
          </Button>
        )}
      </div>
    </Panel>
  )
}
