import { useState } from 'react'
import { Link } from 'wouter'
import {
  lockAccount,
  resetPassword,
  resetSecondFactor,
  unlockAccount,
  type WithPassword,
} from '../../../device/api/people.ts'
import { useAsk } from '../../../device/api/use-asked.ts'
import { useDevice } from '../../../device/sync/device.ts'
import type { PersonRow } from '../../../protocol/people-wire.ts'
import { Button, buttonClass } from '../../../ui/button.tsx'
import { Panel } from '../../../ui/panel.tsx'
import css from '../../parts/page.module.css'
import { Confirm } from '../confirm.tsx'

type PersonActsProps = {
  person: PersonRow
  onChanged: (person: PersonRow) => void
  onReset: (made: WithPassword) => void
}

/** Locking, opening, and another password; none of it for oneself. */
export function PersonActs({ person, onChanged, onReset }: PersonActsProps) {
  const me = useDevice().person
  const ask = useAsk()
  const [asking, setAsking] = useState<'lock' | 'unlock' | 'reset' | 'factor' | null>(null)
  const [said, setSaid] = useState('')
  const { id, name, locked, secondFactor } = person

  if (id === me.id)
    return (
      <Panel title="Việc có thể làm">
        <p className={css.small}>Tài khoản của chính mình không tự khóa hay đặt lại mật khẩu ở đây được.</p>
        <div>
          <Link href="/tai-khoan" className={buttonClass('plain')}>
            Tài khoản của tôi
          </Link>
        </div>
      </Panel>
    )

  const begin = (what: typeof asking) => {
    setSaid('')
    setAsking(what)
  }
  const end = () => setAsking(null)
  const done = (changed: PersonRow, words: string) => {
    onChanged(changed)
    setSaid(words)
    end()
  }
  return (
    <Panel title="Việc có thể làm">
      <div className={css.actions}>
        <Button onClick={() => begin('reset')}>Đặt lại mật khẩu</Button>
        <Button onClick={() => begin('unlock')}>{locked ? 'Mở khóa tài khoản' : 'Bỏ tạm khóa do nhập sai'}</Button>
        {secondFactor ? <Button onClick={() => begin('factor')}>Bỏ xác thực hai bước</Button> : null}
        {locked ? null : (
          <Button look="danger" onClick={() => begin('lock')}>
            Khóa tài khoản
          </Button>
        )}
      </div>
      <p role="status">{said}</p>
      {asking === 'lock' ? (
        <Confirm
          title={`Khóa tài khoản của ${name}?`}
          action="Khóa tài khoản"
          look="danger"
          onConfirm={async () => done(await lockAccount(ask, id), 'Đã khóa tài khoản.')}
          onClose={end}
        >
          <p>Từ lúc này {name} không đăng nhập và không gửi được nữa, trên mọi máy. Lượt đã nộp vẫn giữ nguyên.</p>
          <p>Những gì chưa gửi vẫn nằm trên máy của {name} và gửi được khi tài khoản được mở khóa.</p>
        </Confirm>
      ) : null}
      {asking === 'unlock' ? (
        <Confirm
          title={locked ? `Mở khóa tài khoản của ${name}?` : `Cho ${name} thử đăng nhập lại?`}
          action={locked ? 'Mở khóa' : 'Cho thử lại'}
          onConfirm={async () =>
            done(
              await unlockAccount(ask, id),
              locked ? 'Đã mở khóa tài khoản.' : 'Đã bỏ tạm khóa; đăng nhập lại được ngay.',
            )
          }
          onClose={end}
        >
          {locked ? (
            <p>{name} đăng nhập lại được ngay bằng mật khẩu cũ, với vai trò và địa bàn như trước.</p>
          ) : (
            <p>
              Nhập sai mật khẩu mười lần thì tên đăng nhập tạm khóa 15 phút. Bỏ tạm khóa nếu đúng là {name} đã nhập
              nhầm.
            </p>
          )}
        </Confirm>
      ) : null}
      {asking === 'factor' ? (
        <Confirm
          title={`Bỏ xác thực hai bước của ${name}?`}
          action="Bỏ xác thực hai bước"
          look="danger"
          onConfirm={async () => {
            await resetSecondFactor(ask, id)
            done({ ...person, secondFactor: false }, 'Đã bỏ xác thực hai bước.')
          }}
          onClose={end}
        >
          <p>
            Chỉ làm khi {name} đã mất ứng dụng xác thực và cả mã khôi phục, và chắc chắn đó là {name}.
          </p>
          <p>Từ lúc này chỉ cần mật khẩu để đăng nhập, cho đến khi {name} bật lại.</p>
        </Confirm>
      ) : null}
      {asking === 'reset' ? (
        <Confirm
          title={`Đặt lại mật khẩu của ${name}?`}
          action="Đặt lại mật khẩu"
          look="danger"
          onConfirm={async () => onReset(await resetPassword(ask, id))}
          onClose={end}
        >
          <p>
            Máy chủ tạo một mật khẩu tạm và chỉ hiện một lần. Mật khẩu cũ hết dùng được, mọi nơi đang đăng nhập đều phải
            đăng nhập lại.
          </p>
          <p>Dữ liệu đã lưu trên máy của {name} vẫn còn và mở được bằng mã PIN.</p>
        </Confirm>
      ) : null}
    </Panel>
  )
}
