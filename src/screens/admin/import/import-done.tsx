import { useEffect, useState } from 'react'
import type { Imported } from '../../../protocol/import-wire.ts'
import { Button } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { Notice } from '../../../ui/notice.tsx'
import { PageTitle } from '../../../ui/page-title.tsx'
import { downloadCsv } from '../../parts/download.ts'
import css from './import.module.css'
import { numberWords } from './import-words.ts'

/** What was done; where accounts were opened, the only time that their temporary passwords are seen. */
export function ImportDone({ done: { people, facilities, opened }, onDone }: { done: Imported; onDone: () => void }) {
  const [isKept, setKept] = useState(opened.length === 0)
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
    <div className={css.page}>
      <PageTitle>Đã nhập xong</PageTitle>
      <ul className={css.sums}>
        <li>
          Người dùng: {numberWords(people.created.count)} mới, {numberWords(people.changed.count)} thay đổi,{' '}
          {numberWords(people.same)} giữ nguyên.
        </li>
        <li>
          Cơ sở: {numberWords(facilities.created.count)} mới, {numberWords(facilities.changed.count)} thay đổi,{' '}
          {numberWords(facilities.same)} giữ nguyên.
        </li>
      </ul>
      {opened.length > 0 ? (
        <>
          <div className={css.onScreen}>
            <Notice tone="partial" title="Mật khẩu tạm chỉ hiện lần này">
              <p>
                Hãy in hoặc tải về trước khi rời trang, và đưa cho từng người. Ai cũng phải đổi mật khẩu khi đăng nhập.
              </p>
            </Notice>
          </div>
          <div className={classNames(css.actions, css.onScreen)}>
            <Button look="main" onClick={print}>
              In ra giấy
            </Button>
            <Button onClick={download}>Tải về (CSV)</Button>
          </div>
          <table className={css.table} data-stacked>
            <caption className={css.hidden}>Mật khẩu tạm của các tài khoản mới</caption>
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
      ) : null}
      <div className={classNames(css.actions, css.onScreen)}>
        <Button onClick={onDone}>{opened.length > 0 ? 'Đã ghi lại, xong' : 'Nhập tệp khác'}</Button>
      </div>
    </div>
  )
}

/** The browser asks before the page is closed or loaded anew. */
function useAskBeforeLeaving(isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return
    const hold = (event: BeforeUnloadEvent) => event.preventDefault()
    globalThis.addEventListener('beforeunload', hold)
    return () => globalThis.removeEventListener('beforeunload', hold)
  }, [isOn])
}
