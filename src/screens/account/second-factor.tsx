import { type ReactNode, useCallback, useEffect, useState } from 'react'
import {
  beginSecondFactor,
  confirmSecondFactor,
  secondFactorState,
  turnOffSecondFactor,
} from '../../device/api/second-factor.ts'
import { useAsk } from '../../device/api/use-asked.ts'
import type { SecondFactorSecret, SecondFactorState } from '../../protocol/people-wire.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Panel } from '../../ui/panel.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { problemWords } from '../parts/problem-words.ts'
import { QrPicture } from './qr-picture.tsx'
import css from './second-factor.module.css'

type Step =
  | { is: 'resting' }
  /** The password is asked for, and then it is turned on or off. */
  | { is: 'password'; next: 'on' | 'off' }
  /** The app has to show one code before the secret counts. */
  | { is: 'secret'; secret: SecondFactorSecret }
  | { is: 'codes'; codes: readonly string[] }

/** Sign-in in two steps, for who looks after others' work. The PIN of a tablet goes on as before. */
export function SecondFactorPanel() {
  const ask = useAsk()
  const [state, setState] = useState<SecondFactorState | null>(null)
  const [step, setStep] = useState<Step>({ is: 'resting' })
  const [problem, setProblem] = useState<string | null>(null)

  const load = useCallback(
    () =>
      secondFactorState(ask).then(
        (found) => {
          setState(found)
          setProblem(null)
        },
        (error: unknown) => setProblem(problemWords(error).message),
      ),
    [ask],
  )
  useEffect(() => void load(), [load])

  if (state && !state.offered && state.factor === null) return null
  const rest = () => {
    setStep({ is: 'resting' })
    void load()
  }
  const withPassword = async (next: 'on' | 'off', password: string) => {
    if (next === 'on') return setStep({ is: 'secret', secret: await beginSecondFactor(ask, password) })
    await turnOffSecondFactor(ask, password)
    rest()
  }

  const factor = state?.factor ?? null
  return (
    <Panel
      title="Xác thực hai bước"
      aside={state ? <Badge tone={factor ? 'pass' : 'none'}>{factor ? 'Đang bật' : 'Đang tắt'}</Badge> : null}
    >
      {problem ? (
        <Notice tone="info" role="status" action={<Button onClick={() => void load()}>Thử lại</Button>}>
          <p>{problem}</p>
        </Notice>
      ) : null}
      {step.is === 'resting' && state ? (
        <div className={css.form}>
          <p>
            {factor
              ? `Mỗi lần đăng nhập cần thêm mã trong ứng dụng xác thực. Còn ${factor.codesLeft} mã khôi phục.`
              : 'Khi bật, mỗi lần đăng nhập cần thêm mã 6 chữ số trong ứng dụng xác thực trên điện thoại. Mở khóa máy bằng mã PIN vẫn như cũ.'}
          </p>
          {factor ? (
            <Button look="danger" onClick={() => setStep({ is: 'password', next: 'off' })}>
              Tắt xác thực hai bước
            </Button>
          ) : (
            <Button onClick={() => setStep({ is: 'password', next: 'on' })}>Bật xác thực hai bước</Button>
          )}
        </div>
      ) : null}
      {step.is === 'password' ? (
        <OneField
          key={step.next}
          button={step.next === 'on' ? 'Tiếp tục' : 'Tắt xác thực hai bước'}
          label="Mật khẩu đang dùng"
          type="password"
          autoComplete="current-password"
          onSubmit={(password) => withPassword(step.next, password)}
          onCancel={rest}
        />
      ) : null}
      {step.is === 'secret' ? (
        <OneField
          key="code"
          button="Bật xác thực hai bước"
          label="Mã 6 chữ số trong ứng dụng"
          autoComplete="one-time-code"
          inputMode="numeric"
          onSubmit={async (code) => setStep({ is: 'codes', codes: await confirmSecondFactor(ask, code) })}
          onCancel={rest}
        >
          <p>
            Quét mã này bằng ứng dụng xác thực (ví dụ Google Authenticator, Aegis, FreeOTP), rồi nhập mã nó hiện ra.
          </p>
          <QrPicture text={step.secret.address} label="Mã QR cho ứng dụng xác thực" />
          <p>
            Hoặc nhập khóa này bằng tay: <span className={css.secret}>{inFours(step.secret.secret)}</span>
          </p>
        </OneField>
      ) : null}
      {step.is === 'codes' ? <RecoveryCodes codes={step.codes} onDone={rest} /> : null}
    </Panel>
  )
}

type OneFieldProps = {
  label: string
  button: string
  type?: 'password'
  autoComplete: string
  inputMode?: 'numeric'
  /** What is to be done before. */
  children?: ReactNode
  onSubmit: (text: string) => Promise<void>
  onCancel: () => void
}

function OneField({ label, button, children, onSubmit, onCancel, ...field }: OneFieldProps) {
  const [text, setText] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  async function submit() {
    setBusy(true)
    setProblem(null)
    try {
      await onSubmit(text)
    } catch (error) {
      setProblem(problemWords(error).message)
      setText('')
      setBusy(false)
    }
  }

  return (
    <form
      className={css.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      {children}
      <TextField
        label={label}
        {...field}
        autoFocus
        value={text}
        onChange={({ target }) => setText(target.value)}
        error={problem ?? undefined}
        readOnly={isBusy}
      />
      <div className={css.actions}>
        <Button type="submit" look="main" disabled={isBusy || text === ''}>
          {button}
        </Button>
        <Button onClick={onCancel}>Thôi</Button>
      </div>
    </form>
  )
}

function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  return (
    <div className={css.form}>
      <Notice tone="partial" role="status" title="Đã bật. Hãy ghi lại các mã khôi phục ngay bây giờ">
        <p>
          Mất điện thoại thì mỗi mã dưới đây thay được mã xác thực một lần. Các mã này chỉ hiện một lần; hãy giữ trên
          giấy, không giữ trong máy này.
        </p>
      </Notice>
      <ul className={css.codes} aria-label="Mã khôi phục">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Button look="main" onClick={onDone}>
        Tôi đã ghi lại
      </Button>
    </div>
  )
}

const inFours = (secret: string) => secret.match(/.{1,4}/g)?.join(' ') ?? secret
