import { useDevice, useSyncStatus } from '../../device/sync/device.ts'
import type { Loss, OnlyHere } from '../../domain/loss.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import page from '../parts/page.module.css'
import css from './this-device.module.css'
import { useLoss } from './use-loss.ts'

/** The one question that matters before a tablet is carried off: yes or no, and what it would cost. */
export function LossPanel() {
  const loss = useLoss()
  return (
    <Panel title="Mất máy này bây giờ có mất dữ liệu không?" aside={<Answer loss={loss} />}>
      <Words loss={loss} />
    </Panel>
  )
}

function Answer({ loss }: { loss: ReturnType<typeof useLoss> }) {
  if (loss === 'looking') return null
  if (loss === 'unknown') return <Badge tone="partial">Chưa rõ</Badge>
  return loss.isSafe ? <Badge tone="pass">Không</Badge> : <Badge tone="fail">Có</Badge>
}

function Words({ loss }: { loss: ReturnType<typeof useLoss> }) {
  if (loss === 'looking') return <p>Đang xem…</p>
  if (loss === 'unknown')
    return <p>Chưa xem được hết những gì có trên máy này, nên hãy coi như còn dữ liệu chưa gửi.</p>
  if (loss.isSafe) return <p>Máy chủ đã nhận mọi thay đổi và mọi ảnh ghi trên máy này.</p>
  return <Lost {...loss} />
}

function Lost({ visits, others, unfinished }: Loss & { isSafe: false }) {
  const { engine } = useDevice()
  const isSyncing = useSyncStatus().state === 'syncing'
  return (
    <>
      <p>Những nội dung sau mới chỉ có trên máy này:</p>
      <ul className={css.lost}>
        {visits.map(({ id, name, ...here }) => (
          <li key={id}>
            <strong>{name}</strong>: {amounts(here)}
          </li>
        ))}
        {others.map(({ name, changes, photos }) => (
          <li key={name}>
            <strong>Của {name || 'người khác'}</strong>: {amounts({ changes, photos })}
          </li>
        ))}
        {unfinished > 0 ? <li>Nội dung đang nhập dở, chưa lưu trên máy.</li> : null}
      </ul>
      <div className={page.actions}>
        <Button disabled={isSyncing} onClick={() => void engine.syncNow()}>
          {isSyncing ? 'Đang gửi…' : 'Gửi ngay'}
        </Button>
      </div>
    </>
  )
}

/** "2 thay đổi chưa gửi, 1 ảnh máy chủ chưa nhận" */
function amounts({ changes = 0, begun = 0, photos = 0, setAside = 0 }: Partial<OnlyHere>): string {
  const parts = [
    changes === 0 ? null : `${changes} thay đổi chưa gửi`,
    begun === 0 ? null : `${begun} tiêu chí đang nhập dở`,
    photos === 0 ? null : `${photos} ảnh máy chủ chưa nhận`,
    setAside === 0 ? null : `${setAside} nội dung không gửi được`,
  ]
  return parts.filter(Boolean).join(', ')
}
