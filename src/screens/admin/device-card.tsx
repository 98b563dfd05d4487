import { Link } from 'wouter'
import { roleNames } from '../../domain/people.ts'
import type { DeviceRow } from '../../protocol/device-wire.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Numbers } from '../parts/numbers.tsx'
import page from '../parts/page.module.css'
import { timeInWords } from '../parts/when.ts'
import { clockWords, waitingWords } from './device-words.ts'

type DeviceCardProps = {
  device: DeviceRow
  /** What it is called: its person, and where they use several, which of them. */
  title: string
  /** Names of who else uses the tablet. */
  sharing: readonly string[]
  onEnd: (session: string) => void
  onLost: () => void
  onFound: () => void
}

/** One person on one tablet. */
export function DeviceCard({ device, title, sharing, onEnd, onLost, onFound }: DeviceCardProps) {
  const { person, app, schema, lastSeen, waiting, refused, clockAhead, session, lost } = device
  const isHere = session?.current === true
  const isOrdered = lost !== null && lost.wipedAt === null
  return (
    <Panel title={title} aside={<State device={device} />}>
      <Numbers
        lines={[
          { name: 'Vai trò', value: roleNames[person.role] },
          { name: 'Liên lạc lần cuối', value: timeInWords(lastSeen) },
          { name: 'Chưa gửi', ...waitingWords(waiting) },
          ...(refused > 0 ? [{ name: 'Bị từ chối', value: `${refused} thay đổi`, tone: 'partial' as const }] : []),
          { name: 'Bản ứng dụng', value: `${app || 'chưa rõ'} (dữ liệu kiểu ${schema})` },
          ...(clockAhead === null ? [] : [{ name: 'Đồng hồ của máy', ...clockWords(clockAhead) }]),
          ...(sharing.length > 0 ? [{ name: 'Dùng chung với', value: sharing.join(', ') }] : []),
        ]}
      />
      {refused > 0 ? (
        <Link
          href={`/quan-tri/tu-choi?${new URLSearchParams({ tim: person.name })}`}
          className={buttonClass('quiet')}
          aria-label={`Xem nội dung bị từ chối của ${title}`}
        >
          Xem nội dung bị từ chối
        </Link>
      ) : null}
      {isOrdered ? (
        <div className={page.actions}>
          <Button aria-label={`Rút lại lệnh báo mất máy của ${title}`} onClick={onFound}>
            Rút lại lệnh báo mất
          </Button>
        </div>
      ) : null}
      {isHere || isOrdered ? null : (
        <div className={page.actions}>
          {session ? (
            <Button aria-label={`Thu hồi phiên của ${title}`} onClick={() => onEnd(session.id)}>
              Thu hồi
            </Button>
          ) : null}
          {lost === null && (session !== null || device.tablet !== null) ? (
            <Button look="danger" aria-label={`Báo mất máy của ${title}`} onClick={onLost}>
              Báo mất
            </Button>
          ) : null}
        </div>
      )}
    </Panel>
  )
}

function State({ device: { session, lost } }: { device: DeviceRow }) {
  if (lost && lost.wipedAt !== null) return <Badge tone="none">Đã xóa lúc {timeInWords(lost.wipedAt)}</Badge>
  if (lost) return <Badge tone="fail">Đã báo mất, chờ máy liên lạc</Badge>
  if (session?.current) return <Badge tone="info">Máy đang dùng</Badge>
  if (session?.displaced) return <Badge tone="info">Chỉ gửi hộ</Badge>
  return session ? <Badge tone="pass">Đang đăng nhập</Badge> : <Badge tone="none">Không có phiên</Badge>
}
