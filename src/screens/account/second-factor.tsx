import { zodResolver } from '@hookform/resolvers/zod'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import * as z from 'zod/mini'
import {
  beginSecondFactor,
  confirmSecondFactor,
  secondFactorState,
  turnOffSecondFactor,
} from '../../device/api/second-factor.ts'
import { useAsk, useAsked } from '../../device/api/use-asked.ts'
import type { SecondFactorSecret } from '../../protocol/people-wire.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Panel } from '../../ui/panel.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { AskProblem } from '../parts/ask-problem.tsx'
import { AskedPart } from '../parts/asked-part.tsx'
import page from '../parts/page.module.css'
import { useFormAct } from '../parts/use-form-act.ts'
import { PasswordDialog } from './password-dialog.tsx'
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
  const asked = useAsked('second factor', secondFactorState)
  const [step, setStep] = useState<Step>({ is: 'resting' })
  const state = asked.read?.value

  if (state && !state.offered && state.factor === null) return null
  const rest = () => setStep({ is: 'resting' })
  const restAnew = () => {
    rest()
    asked.again()
  }
  return (
    <Panel
      title="Xác thực hai bước"
      aside={
        state ? <Badge tone={state.factor ? 'pass' : 'none'}>{state.factor ? 'Đang bật' : 'Đang tắt'}</Badge> : null
      }
    >
      {step.is === 'resting' ? (
        <AskedPart asked={asked} rows={1}>
          {({ factor }) => (
            <div className={css.rest}>
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
          )}
        </AskedPart>
      ) : null}
      {step.is === 'password' && step.next === 'on' ? (
        <PasswordDialog
          title="Bật xác thực hai bước"
          action="Tiếp tục"
          look="main"
          onPassword={async (password) => setStep({ is: 'secret', secret: await beginSecondFactor(ask, password) })}
          onClose={rest}
        >
          <p>Cần một ứng dụng xác thực trên điện thoại, ví dụ Google Authenticator, Aegis hoặc FreeOTP.</p>
        </PasswordDialog>
      ) : null}
      {step.is === 'password' && step.next === 'off' ? (
        <PasswordDialog
          title="Tắt xác thực hai bước?"
          action="Tắt xác thực hai bước"
          onPassword={async (password) => {
            await turnOffSecondFactor(ask, password)
            restAnew()
          }}
          onClose={rest}
        >
          <p>Từ lần sau chỉ cần mật khẩu để đăng nhập. Các mã khôi phục hết dùng được.</p>
        </PasswordDialog>
      ) : null}
      {step.is === 'secret' ? (
        <SecretForm
          secret={step.secret}
          onCode={async (code) => setStep({ is: 'codes', codes: await confirmSecondFactor(ask, code) })}
          onCancel={rest}
        />
      ) : null}
      {step.is === 'codes' ? <RecoveryCodes codes={step.codes} onDone={restAnew} /> : null}
    </Panel>
  )
}

const codeSchema = z.object({ code: z.string().check(z.trim(), z.minLength(1, 'Nhập mã 6 chữ số.'), z.maxLength(200)) })

type SecretFormProps = {
  secret: SecondFactorSecret
  onCode: (code: string) => Promise<void>
  onCancel: () => void
}

/** The secret to be scanned, and the code that shows that it was. */
function SecretForm({ secret, onCode, onCancel }: SecretFormProps) {
  const form = useForm({ resolver: zodResolver(codeSchema), defaultValues: { code: '' } })
  const { errors, isSubmitting } = form.formState
  const { problem, run } = useFormAct(form, { SECOND_FACTOR_WRONG: 'code' })
  const submit = form.handleSubmit(({ code }) => {
    // Used up, right or wrong: the next try is another one.
    form.resetField('code')
    return run(() => onCode(code))
  })
  return (
    <form className={page.form} onSubmit={submit} noValidate>
      <p>Quét mã này bằng ứng dụng xác thực, rồi nhập mã nó hiện ra.</p>
      <QrPicture text={secret.address} label="Mã QR cho ứng dụng xác thực" />
      <p>
        Hoặc nhập khóa này bằng tay: <span className={css.secret}>{inFours(secret.secret)}</span>
      </p>
      <TextField
        label="Mã 6 chữ số trong ứng dụng"
        autoComplete="one-time-code"
        inputMode="numeric"
        autoFocus
        error={errors.code?.message}
        readOnly={isSubmitting}
        {...form.register('code')}
      />
      {problem ? <AskProblem problem={problem} /> : null}
      <div className={page.actions}>
        <Button type="submit" look="main" disabled={isSubmitting}>
          Bật xác thực hai bước
        </Button>
        <Button onClick={onCancel}>Thôi</Button>
      </div>
    </form>
  )
}

function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  return (
    <div className={css.rest}>
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
