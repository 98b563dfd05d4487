import { useEffect, useState } from 'react'
import type { WithPassword } from '../../../device/api/people.ts'
import { roleNames } from '../../../domain/people.ts'
import { Button } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { Notice } from '../../../ui/notice.tsx'
import { PageTitle } from '../../../ui/page-title.tsx'
import css from '../../parts/page.module.css'
import { createHold } from '../../parts/unfinished.ts'
import slip from './temporary-password.module.css'

type TemporaryPasswordProps = { title: string; made: WithPassword; onDone: () => void }

/** The only time that a temporary password is seen: to be copied, or printed and handed over. */
export function TemporaryPassword({ title, made: { person, temporaryPassword }, onDone }: TemporaryPasswordProps) {
  const [said, setSaid] = useState('')

  useEffect(() => {
    const hold = createHold()
    hold('shownOnce')
    return () => hold(null)
  }, [])

  async function copy() {
    try {
      await navigator.clipboard.writeText(temporaryPassword)
      setSaid('Đã chép mật khẩu tạm.')
    } catch {
      // No clipboard without https, or it was not allowed.
      setSaid('Trình duyệt không cho chép. Hãy chép tay hoặc in ra giấy.')
    }
  }

  return (
    <div className={css.page}>
      <PageTitle lead={person.name}>{title}</PageTitle>
      <div className={slip.onScreen}>
        <Notice tone="partial" title="Mật khẩu tạm chỉ hiện lần này">
          <p>Rời trang này là không xem lại được. Nếu để lạc, hãy đặt lại mật khẩu lần nữa.</p>
        </Notice>
      </div>
      <section className={slip.slip} aria-label="Phiếu tài khoản">
        <dl className={slip.facts}>
          <dt>Họ và tên</dt>
          <dd>{person.name}</dd>
          <dt>Vai trò</dt>
          <dd>{roleNames[person.role]}</dd>
          <dt>Địa chỉ</dt>
          <dd>{window.location.origin}</dd>
          <dt>Tên đăng nhập</dt>
          <dd>{person.username}</dd>
          <dt>Mật khẩu tạm</dt>
        </dl>
        <p className={slip.password} data-password>
          {temporaryPassword}
        </p>
        <ol className={slip.steps}>
          <li>Mở địa chỉ trên khi có mạng và đăng nhập.</li>
          <li>Đặt mã PIN cho máy, rồi đổi mật khẩu tạm thành mật khẩu của riêng mình.</li>
          <li>Hủy phiếu này. Không ai được hỏi mật khẩu của bạn.</li>
        </ol>
      </section>
      <div className={classNames(css.actions, slip.onScreen)}>
        <Button look="main" onClick={() => void copy()}>
          Chép mật khẩu
        </Button>
        <Button onClick={() => window.print()}>In ra giấy</Button>
        <Button onClick={onDone}>Đã ghi lại, xong</Button>
      </div>
      <p role="status">{said}</p>
    </div>
  )
}
