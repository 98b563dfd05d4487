import { Link, useLocation } from 'wouter'
import { hasTemporaryPassword } from '../../device/store/temporary-password.ts'
import { useStore } from '../../device/store/use-store.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'

/** Reminds of a password that somebody else has seen; it stands in nobody's way. */
export function TemporaryPasswordBanner() {
  const [path] = useLocation()
  const isTemporary = useStore(hasTemporaryPassword, [])
  // The account page says it itself.
  if (!isTemporary || path === '/tai-khoan') return null
  return (
    <Notice
      tone="partial"
      role="status"
      title="Mật khẩu tạm"
      action={
        <Link href="/doi-mat-khau" className={buttonClass('plain')}>
          Đổi mật khẩu
        </Link>
      }
    >
      <p>Mật khẩu đang dùng do người khác đặt. Vẫn làm việc được; hãy đổi mật khẩu khi có mạng.</p>
    </Notice>
  )
}
