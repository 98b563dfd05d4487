import { useState } from 'react'
import { resetPasswords } from '../../../device/api/people.ts'
import { useAsk } from '../../../device/api/use-asked.ts'
import { type Opened, RESET_MAX } from '../../../protocol/people-wire.ts'
import { Button } from '../../../ui/button.tsx'
import page from '../../parts/page.module.css'
import { Confirm } from '../confirm.tsx'
import { numberWords, secondsFor } from '../import/import-words.ts'
import css from './people-list.module.css'

type ResetManyProps = {
  chosen: ReadonlySet<string>
  onReset: (opened: Opened[]) => void
  onClose: () => void
}

/** Temporary passwords for several people at once, as after an import whose answer was lost. */
export function ResetMany({ chosen, onReset, onClose }: ResetManyProps) {
  const ask = useAsk()
  const [isSure, setSure] = useState(false)
  const count = numberWords(chosen.size)
  return (
    <section aria-label="Cấp lại mật khẩu tạm" className={css.many}>
      <p role="status">
        Đã chọn {count} người.
        {chosen.size > RESET_MAX ? ` Mỗi lần làm được nhiều nhất ${RESET_MAX} người: hãy bỏ bớt.` : ''}
      </p>
      <div className={page.actions}>
        <Button look="main" disabled={chosen.size === 0 || chosen.size > RESET_MAX} onClick={() => setSure(true)}>
          Cấp lại mật khẩu tạm
        </Button>
        <Button onClick={onClose}>Thôi</Button>
      </div>
      {isSure ? (
        <Confirm
          title={`Cấp lại mật khẩu tạm cho ${count} người?`}
          action="Cấp lại mật khẩu tạm"
          look="danger"
          onConfirm={async () => onReset(await resetPasswords(ask, [...chosen]))}
          onClose={() => setSure(false)}
        >
          <p>
            Mật khẩu đang có của {count} người này hết dùng được, mọi nơi đang đăng nhập phải đăng nhập lại. Dữ liệu đã
            lưu trên máy của họ vẫn còn và mở được bằng mã PIN.
          </p>
          <p>
            Mật khẩu tạm chỉ hiện một lần, để in hoặc tải về. Việc này mất khoảng {secondsFor(chosen.size)} giây; xin
            đừng đóng trang.
          </p>
        </Confirm>
      ) : null}
    </section>
  )
}
