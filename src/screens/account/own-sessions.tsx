import { useState } from 'react'
import { declareLost } from '../../device/api/devices.ts'
import { endSession } from '../../device/api/people.ts'
import { type Asked, useAsk } from '../../device/api/use-asked.ts'
import type { SessionRow } from '../../protocol/people-wire.ts'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { askProblemOf } from '../parts/ask-problem.tsx'
import { AskedPart } from '../parts/asked-part.tsx'
import { browserWords } from '../parts/browser-words.ts'
import css from '../parts/page.module.css'
import { SessionList } from '../parts/session-list.tsx'
import { PasswordDialog } from './password-dialog.tsx'

/** Where the person is signed in; ends what they do not know. */
export function OwnSessions({ asked }: { asked: Asked<SessionRow[]> }) {
  const [ending, setEnding] = useState<readonly SessionRow[] | null>(null)
  const [lost, setLost] = useState<SessionRow | null>(null)
  const [said, setSaid] = useState('')
  const { again } = asked

  const others = asked.read?.value.filter(({ current }) => !current) ?? []
  const ask = (sessions: readonly SessionRow[]) => {
    setSaid('')
    setEnding(sessions)
  }
  return (
    <Panel title="Nơi đang đăng nhập">
      <p className={css.small}>
        Mỗi dòng là một trình duyệt đang đăng nhập bằng tài khoản này. Thấy dòng lạ thì kết thúc nó rồi đổi mật khẩu.
        Lần dùng gần đây được ghi mỗi ngày một lần.
      </p>
      <AskedPart asked={asked}>
        {(sessions) => (
          <SessionList
            sessions={sessions}
            onEnd={(one) => ask([one])}
            onLost={(one) => {
              setSaid('')
              setLost(one)
            }}
          />
        )}
      </AskedPart>
      {others.length > 1 ? (
        <div>
          <Button look="danger" onClick={() => ask(others)}>
            Kết thúc tất cả phiên khác
          </Button>
        </div>
      ) : null}
      <p role="status">{said}</p>
      {ending ? (
        <EndDialog
          sessions={ending}
          onClose={(ended) => {
            setEnding(null)
            if (ended === 0) return
            setSaid(ended === 1 ? 'Đã kết thúc phiên đó.' : `Đã kết thúc ${ended} phiên.`)
            again()
          }}
        />
      ) : null}
      {lost ? (
        <LostDialog
          session={lost}
          onClose={(isDeclared) => {
            setLost(null)
            if (!isDeclared) return
            setSaid('Đã báo mất máy đó. Máy sẽ tự xóa khi liên lạc lần tới.')
            again()
          }}
        />
      ) : null}
    </Panel>
  )
}

type EndDialogProps = { sessions: readonly SessionRow[]; onClose: (ended: number) => void }

function EndDialog({ sessions, onClose }: EndDialogProps) {
  const ask = useAsk()
  const [ended, setEnded] = useState<readonly string[]>([])
  const [only] = sessions

  async function endAll(password: string) {
    const done = new Set(ended)
    try {
      for (const { id } of sessions.filter(({ id }) => !done.has(id))) {
        await endSession(ask, id, password).catch((error: unknown) => {
          // It has ended meanwhile: that is what was wanted.
          if (askProblemOf(error).code !== 'NOT_FOUND') throw error
        })
        done.add(id)
      }
      onClose(done.size)
    } finally {
      setEnded([...done])
    }
  }

  return (
    <PasswordDialog
      title={sessions.length === 1 ? 'Kết thúc phiên này?' : `Kết thúc ${sessions.length} phiên khác?`}
      action="Kết thúc"
      doing="Đang kết thúc…"
      onPassword={endAll}
      onClose={() => onClose(ended.length)}
    >
      <p>
        {sessions.length === 1 && only ? browserWords(only.userAgent) : 'Các trình duyệt đó'} sẽ phải đăng nhập lại mới
        gửi được. Những gì chưa gửi ở đó vẫn nằm trên máy đó.
      </p>
    </PasswordDialog>
  )
}

type LostDialogProps = { session: SessionRow; onClose: (isDeclared: boolean) => void }

function LostDialog({ session, onClose }: LostDialogProps) {
  const ask = useAsk()
  return (
    <PasswordDialog
      title="Báo mất máy này?"
      action="Báo mất và xóa"
      doing="Đang báo mất…"
      onPassword={async (password) => {
        await declareLost(ask, { session: session.id }, false, password)
        onClose(true)
      }}
      onClose={() => onClose(false)}
    >
      <p>
        Phiên trên {browserWords(session.userAgent)} hết ngay. Lần tới máy đó có mạng và ứng dụng được mở, dữ liệu của
        bạn trên máy đó bị xóa; dữ liệu của người dùng chung máy vẫn còn.
      </p>
      <p>
        Trước khi xóa, máy chuyển phần chưa gửi về máy chủ để người quản trị xem. Ảnh chưa gửi thì mất, và nếu máy không
        bao giờ có mạng lại thì phần chưa gửi cũng mất.
      </p>
    </PasswordDialog>
  )
}
