import { useEffect, useState } from 'react'
import { welcome } from '../../device/sync/sign-in.ts'
import type { Welcome } from '../../protocol/wire.ts'
import { Notice } from '../../ui/notice.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Arrow } from '../parts/arrow.tsx'
import list from '../parts/list.module.css'
import { problemWords } from '../parts/problem-words.ts'
import css from './demonstration-accounts.module.css'

type Answer = { is: 'asking' } | { is: 'here'; welcome: Welcome } | { is: 'failed'; message: string }

/** On a demonstration server: who one can be, as rows that fill in the form. Without a network: a sentence. */
export function DemonstrationAccounts({ onChoose }: { onChoose: (username: string, password: string) => void }) {
  const [answer, setAnswer] = useState<Answer>({ is: 'asking' })

  useEffect(() => {
    let isHere = true
    const ask = () =>
      welcome().then(
        (words) => isHere && setAnswer({ is: 'here', welcome: words }),
        (error: unknown) => {
          const { code, message } = problemWords(error)
          const isOffline = code === 'OFFLINE'
          if (isHere)
            setAnswer({
              is: 'failed',
              message: isOffline ? 'Chưa có mạng. Cần có mạng để đăng nhập lần đầu trên máy này.' : message,
            })
        },
      )
    void ask()
    window.addEventListener('online', ask)
    return () => {
      isHere = false
      window.removeEventListener('online', ask)
    }
  }, [])

  if (answer.is === 'asking') return null
  if (answer.is === 'failed')
    return (
      <Notice tone="info" role="status">
        <p>{answer.message}</p>
      </Notice>
    )
  const { demonstration } = answer.welcome
  if (!demonstration) return null
  return (
    <Panel title="Tài khoản dùng thử">
      <p className={css.notice}>{demonstration.notice}</p>
      <ul className={list.list}>
        {demonstration.accounts.map(({ username, name, role }) => (
          <li key={username}>
            <button type="button" className={css.account} onClick={() => onChoose(username, demonstration.password)}>
              <span className={list.main}>
                <span className={list.name}>{role}</span>
                <span className={list.small}>
                  {name} · {username}
                </span>
              </span>
              <Arrow />
            </button>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
