import { useState } from 'react'
import { declareLost, type Lost } from '../../device/api/devices.ts'
import { useAsk } from '../../device/api/use-asked.ts'
import { useDevice } from '../../device/sync/device.ts'
import type { DeviceRow } from '../../protocol/device-wire.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import page from '../parts/page.module.css'
import { problemWords } from '../parts/problem-words.ts'
import { timeInWords } from '../parts/when.ts'
import { hasWaiting } from './device-order.ts'
import { waitingWords } from './device-words.ts'
import css from './devices.module.css'

type ReportLostProps = {
  lost: Lost
  /** Null where the browser has not said which device it is. */
  device: DeviceRow | null
  name: string
  /** Who else uses the tablet. */
  sharing: readonly DeviceRow[]
  onClose: (done: string | null) => void
}

/** Says what the server knows to be unsent before anything is ordered, and asks a second time where something is. */
export function ReportLost({ lost, device, name, sharing, onClose }: ReportLostProps) {
  const { person } = useDevice()
  const ask = useAsk()
  const [everybody, setEverybody] = useState(false)
  const [sure, setSure] = useState(false)
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const isOwn = device?.person.id === person.id
  const atStake = [device, ...(everybody ? sharing : [])].filter((each) => each !== null)
  const isUnknown = atStake.length === 0 || atStake.some(({ waiting }) => waiting === null)
  const isLast = sure || (!isUnknown && !atStake.some(hasWaiting))

  const declare = () =>
    declareLost(ask, lost, everybody, isOwn ? password : undefined).then(
      () => onClose(`Đã báo mất máy của ${name}. Máy sẽ tự xóa khi liên lạc lần tới.`),
      (error: unknown) => setProblem(problemWords(error).message),
    )

  return (
    <Dialog title={sure ? 'Vẫn báo mất?' : `Báo mất máy của ${name}`} onClose={() => onClose(null)}>
      <p>
        Phiên đăng nhập ở đó hết ngay. Lần tới máy có mạng và ứng dụng được mở, dữ liệu của {name} trên máy đó bị xóa
        {sharing.length > 0 && !everybody ? '; dữ liệu của người khác trên máy đó vẫn còn' : ''}.
      </p>
      {sharing.length > 0 ? (
        <label className={css.check}>
          <input
            type="checkbox"
            checked={everybody}
            onChange={({ target }) => {
              setEverybody(target.checked)
              setSure(false)
            }}
          />
          <span>Xóa cả dữ liệu của người dùng chung máy: {sharing.map((each) => each.person.name).join(', ')}</span>
        </label>
      ) : null}
      <Notice tone={isLast && !sure ? 'info' : 'partial'} title="Chưa gửi, theo lần liên lạc cuối">
        {atStake.map((each) => (
          <p key={each.id}>
            {each.person.name} ({timeInWords(each.lastSeen)}): {waitingWords(each.waiting).value}.
          </p>
        ))}
        {atStake.length === 0 ? <p>Máy chủ chưa biết máy đó còn gì chưa gửi.</p> : null}
        <p>
          Trước khi xóa, máy chuyển phần chưa gửi về máy chủ để người quản trị xem. Ảnh chưa gửi thì mất, và nếu máy
          không bao giờ có mạng lại thì phần chưa gửi cũng mất.
        </p>
      </Notice>
      {isOwn ? (
        <PasswordField
          label="Mật khẩu của bạn"
          autoComplete="current-password"
          value={password}
          onChange={({ target }) => setPassword(target.value)}
        />
      ) : null}
      {problem ? (
        <Notice tone="fail" role="alert">
          <p>{problem}</p>
        </Notice>
      ) : null}
      <div className={page.actions}>
        <Button look="main" onClick={() => onClose(null)}>
          Thôi
        </Button>
        <Button look="danger" onClick={() => (isLast ? void declare() : setSure(true))}>
          {sure ? 'Báo mất và xóa' : 'Báo mất'}
        </Button>
      </div>
    </Dialog>
  )
}
