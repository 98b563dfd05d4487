import { zodResolver } from '@hookform/resolvers/zod'
import { type ReactNode, useEffect, useState } from 'react'
import { type UseFormReturn, useForm } from 'react-hook-form'
import type * as z from 'zod/mini'
import { signIn } from '../device/sync/sign-in.ts'
import type { ProblemCode } from '../domain/problem.ts'
import { signInSchema } from '../protocol/wire.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import { TextField } from '../ui/text-field.tsx'
import { BackLink } from './parts/back-link.tsx'
import { problemWords } from './parts/problem-words.ts'
import { DemonstrationAccounts } from './shell/demonstration-accounts.tsx'
import { useSession } from './shell/session.tsx'
import { Threshold } from './shell/threshold.tsx'
import { WipedNotice } from './shell/wiped-notice.tsx'
import css from './sign-in.module.css'

type Credentials = z.infer<typeof signInSchema>

/** What a refusal means for who wants to come in. */
const refusals: Partial<Record<ProblemCode, string>> = {
  OFFLINE:
    'Chưa có mạng nên chưa đăng nhập được. Lần đăng nhập đầu tiên cần có mạng; sau đó máy này dùng được cả khi không có mạng.',
  FORBIDDEN:
    'Tài khoản này đã bị khóa. Hãy liên hệ người quản trị. Những gì đã lưu trên máy này vẫn còn và mở được bằng mã PIN.',
}

/** Once online; from then on the tablet knows the person. */
export function SignIn({ again, others }: { again: boolean; others?: ReactNode }) {
  const { signedIn } = useSession()
  const [problem, setProblem] = useState<string | null>(null)
  const [step, setStep] = useState<'password' | 'code'>('password')
  const form = useForm({
    resolver: zodResolver(signInSchema),
    defaultValues: { username: '', password: '' } as Credentials,
  })
  const { errors, isSubmitting } = form.formState

  const submit = form.handleSubmit(async (credentials) => {
    setProblem(null)
    try {
      await signedIn(await signIn(credentials))
    } catch (error) {
      const { code, message } = problemWords(error)
      if (code === 'SECOND_FACTOR_REQUIRED') return setStep('code')
      form.resetField('code')
      setProblem(refusals[code] ?? message)
    }
  })

  const back = () => {
    form.unregister('code')
    setProblem(null)
    setStep('password')
  }

  return (
    <Threshold>
      <WipedNotice />
      {again ? <BackLink href="/">Để sau, làm việc tiếp</BackLink> : null}
      <PageTitle
        lead={
          again ? 'Dữ liệu trên máy này vẫn an toàn.' : 'Chấm điểm và giám sát cơ sở y tế, dùng được khi không có mạng.'
        }
      >
        {again ? 'Đăng nhập lại' : 'Đăng nhập'}
      </PageTitle>
      <form className={css.form} onSubmit={submit} noValidate>
        {step === 'code' ? (
          <CodeField form={form} onBack={back} />
        ) : (
          <>
            <TextField
              label="Tên đăng nhập"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              error={errors.username?.message}
              {...form.register('username')}
            />
            <PasswordField
              label="Mật khẩu"
              autoComplete="current-password"
              error={errors.password?.message}
              {...form.register('password')}
            />
          </>
        )}
        {problem ? (
          <Notice tone="fail" role="alert">
            <p>{problem}</p>
          </Notice>
        ) : null}
        <Button type="submit" look="main" disabled={isSubmitting}>
          {isSubmitting ? 'Đang đăng nhập…' : 'Đăng nhập'}
        </Button>
      </form>
      {others}
      <DemonstrationAccounts
        onChoose={(username, password) => {
          back()
          form.setValue('username', username)
          form.setValue('password', password)
          form.clearErrors()
          form.setFocus('username')
        }}
      />
    </Threshold>
  )
}

/** The second step, for who has turned it on: the name and password that were right stay as they were typed. */
function CodeField({ form, onBack }: { form: UseFormReturn<Credentials>; onBack: () => void }) {
  const { setFocus } = form
  const [isRecovery, setRecovery] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another keyboard comes with the other kind of code
  useEffect(() => setFocus('code'), [setFocus, isRecovery])
  return (
    <>
      <TextField
        label={isRecovery ? 'Mã khôi phục' : 'Mã xác thực'}
        hint={
          isRecovery ? 'Một trong 10 mã đã ghi lại khi bật; mỗi mã dùng một lần.' : '6 chữ số trong ứng dụng xác thực.'
        }
        autoComplete={isRecovery ? 'off' : 'one-time-code'}
        inputMode={isRecovery ? 'text' : 'numeric'}
        autoCapitalize="none"
        spellCheck={false}
        maxLength={20}
        error={form.formState.errors.code?.message}
        {...form.register('code', { shouldUnregister: true })}
      />
      <div>
        <Button look="quiet" onClick={() => setRecovery(!isRecovery)}>
          {isRecovery ? 'Nhập mã trong ứng dụng' : 'Nhập mã khôi phục'}
        </Button>
        <Button look="quiet" onClick={onBack}>
          Dùng tài khoản khác
        </Button>
      </div>
    </>
  )
}
