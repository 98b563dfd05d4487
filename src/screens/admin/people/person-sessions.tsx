import { useCallback, useState } from 'react'
import type { Ask } from '../../../device/api/ask.ts'
import { endSession, sessionsOf } from '../../../device/api/people.ts'
import { useAsk, useAsked } from '../../../device/api/use-asked.ts'
import { useDevice } from '../../../device/sync/device.ts'
import type { PersonRow, SessionRow } from '../../../protocol/people-wire.ts'
import { Panel } from '../../../ui/panel.tsx'
import { AskedPart } from '../../parts/asked-part.tsx'
import { browserWords } from '../../parts/browser-words.ts'
import css from '../../parts/page.module.css'
import { SessionList } from '../../parts/session-list.tsx'
import { Confirm } from '../confirm.tsx'

/** Where somebody else is signed in. One's own are ended on one's own page, by the password again. */
export function PersonSessions({ person: { id, name } }: { person: PersonRow }) {
  const me = useDevice().person
  return id === me.id ? null : <Sessions id={id} name={name} />
}

function Sessions({ id, name }: { id: string; name: string }) {
  const ask = useAsk()
  const asked = useAsked(
    `sessions of ${id}`,
    useCallback((by: Ask) => sessionsOf(by, id), [id]),
  )
  const [ending, setEnding] = useState<SessionRow | null>(null)
  const [said, setSaid] = useState('')
  const end = () => setEnding(null)
  return (
    <Panel title="Nơi đang đăng nhập">
      <AskedPart asked={asked} rows={2}>
        {(sessions) =>
          sessions.length === 0 ? (
            <p className={css.small}>Không có nơi nào đang đăng nhập.</p>
          ) : (
            <SessionList
              sessions={sessions}
              onEnd={(session) => {
                setSaid('')
                setEnding(session)
              }}
            />
          )
        }
      </AskedPart>
      <p role="status">{said}</p>
      {ending ? (
        <Confirm
          title={`Kết thúc phiên ${browserWords(ending.userAgent)}?`}
          action="Kết thúc phiên"
          look="danger"
          onConfirm={async () => {
            await endSession(ask, ending.id)
            asked.change((before) => before.filter((each) => each.id !== ending.id))
            setSaid('Đã kết thúc phiên đó.')
            end()
          }}
          onClose={end}
        >
          <p>
            {name} phải đăng nhập lại ở đó mới gửi được. Những gì chưa gửi vẫn nằm trên máy đó và mở được bằng mã PIN.
          </p>
        </Confirm>
      ) : null}
    </Panel>
  )
}
