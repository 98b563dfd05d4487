import type { SessionRow } from '../../protocol/people-wire.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { browserWords } from './browser-words.ts'
import list from './list.module.css'
import css from './session-list.module.css'
import { dateAndTime } from './when.ts'

type SessionListProps = {
  sessions: readonly SessionRow[]
  onEnd: (session: SessionRow) => void
  /** Absent where a device can only be ended here. */
  onLost?: (session: SessionRow) => void
}

/** Where somebody is signed in, one browser a row. */
export function SessionList({ sessions, onEnd, onLost }: SessionListProps) {
  return (
    <ul className={list.list}>
      {sessions.map((session) => (
        <li key={session.id} className={css.row}>
          <span className={list.main}>
            <span className={list.name}>{browserWords(session.userAgent)}</span>
            <span className={list.small}>
              Đăng nhập {dateAndTime(session.since)} · dùng gần đây {dateAndTime(session.lastSeen)}
            </span>
            {session.displaced ? (
              <span className={list.small}>Người khác đã đăng nhập ở đó; máy chỉ còn gửi hộ phần đang chờ.</span>
            ) : null}
            {session.address === '' ? null : <span className={list.small}>Địa chỉ mạng {session.address}</span>}
          </span>
          {session.current ? (
            <Badge tone="pass">Phiên này</Badge>
          ) : (
            <span className={css.acts}>
              <Button look="danger" aria-label={`Kết thúc phiên ${nameOf(session)}`} onClick={() => onEnd(session)}>
                Kết thúc
              </Button>
              {onLost ? (
                <Button aria-label={`Báo mất máy ${nameOf(session)}`} onClick={() => onLost(session)}>
                  Báo mất máy
                </Button>
              ) : null}
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}

/** Tells two of the same browser apart. */
const nameOf = ({ userAgent, since }: SessionRow) => `${browserWords(userAgent)}, đăng nhập ${dateAndTime(since)}`
