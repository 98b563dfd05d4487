import { useEffect, useState } from 'react'
import type { Opened } from '../../protocol/people-wire.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Notice } from '../../ui/notice.tsx'
import { downloadCsv } from '../parts/download.ts'
import page from '../parts/page.module.css'
import { createHold } from '../parts/unfinished.ts'
import css from './import/import.module.css'

/** The temporary passwords of many accounts, the only time that they are seen: to be printed or downloaded. */
export function PasswordSheet({ opened }: { opened: readonly Opened[] }) {
  const [isKept, setKept] = useState(false)
  useAskBeforeLeaving(!isKept)

  function download() {
    const rows = opened.map(({ name, username, temporaryPassword }) => [name, username, temporaryPassword])
    downloadCsv('so-kiem-mat-khau-tam.csv', [['Họ và tên', 'Tên đăng nhập', 'Mật khẩu tạm'], ...rows])
    setKept(true)
  }

  function print() {
    window.print()
    setKept(true)
  }

  return (
    <>
      <div className={css.onScreen}>
        <Notice tone="partial" title="Mật khẩu tạm chỉ hiện lần này">
          <p>Hãy in hoặc tải về trước khi rời trang, và đưa cho từng người. Ai cũng phải đổi mật khẩu khi đăng nhập.</p>
        </Notice>
      </div>
      <div className={classNames(page.actions, css.onScreen)}>
        <Button look="main" onClick={print}>
          In ra giấy
        </Button>
        <Button onClick={download}>Tải về (CSV)</Button>
      </div>
      <table className={css.table} data-stacked>
        <caption className={css.hidden}>Mật khẩu tạm của từng tài khoản</caption>
        <thead>
          <tr>
            <th scope="col">Họ và tên</th>
            <th scope="col">Tên đăng nhập</th>
            <th scope="col">Mật khẩu tạm</th>
          </tr>
        </thead>
        <tbody>
          {opened.map(({ username, name, temporaryPassword }) => (
            <tr key={username}>
              <th scope="row">{name}</th>
              <td data-title="Tên đăng nhập">{username}</td>
              <td data-title="Mật khẩu tạm">
                <span className={css.password}>{temporaryPassword}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

/** The browser asks before the page is closed or loaded anew. */
function useAskBeforeLeaving(isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return
    const hold = createHold()
    hold('shownOnce')
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    globalThis.addEventListener('beforeunload', ask)
    return () => {
      hold(null)
      globalThis.removeEventListener('beforeunload', ask)
    }
  }, [isOn])
}
