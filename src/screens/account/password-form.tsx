import { zodResolver } from '@hookform/resolvers/zod'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import * as z from 'zod/mini'
import { changePassword } from '../../device/api/people.ts'
import { useAsk } from '../../device/api/use-asked.ts'
import { noteTemporaryPassword } from '../../device/store/temporary-password.ts'
import { useDevice } from '../../device/sync/device.ts'
import { weaknessOf } from '../../domain/password.ts'
import type { Problem } from '../../domain/problem.ts'
import { Button } from '../../ui/button.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { AskProblem, askProblemOf } from '../parts/ask-problem.tsx'
import css from '../parts/page.module.css'
import { passwordRules, weaknessIn, weaknessWords } from './password-words.ts'

const schemaFor = (username: string) =>
  z
    .object({
      current: z.string().check(z.minLength(1, 'Nhập mật khẩu đang dùng.'), z.maxLength(200)),
      next: z.string().check(
        z.refine((next) => weaknessOf(next, username) === null, {
          error: ({ input }) => weaknessWords[weaknessOf(String(input), username) ?? 'common'],
        }),
      ),
      again: z.string(),
    })
    .check(
      z.refine(({ next, again }) => next === again, { path: ['again'], error: 'Hai lần nhập chưa giống nhau.' }),
      z.refine(({ current, next }) => current === '' || next !== current, {
        path: ['next'],
        error: 'Mật khẩu mới phải khác mật khẩu đang dùng.',
      }),
    )

type PasswordFormProps = {
  /** How the present one is called: the temporary one stands on paper. */
  currentLabel?: string
  onDone: () => void
  onProblem?: (problem: Problem) => void
}

/** Another password for who knows the present one. Every other session ends by it. */
export function PasswordForm({ currentLabel = 'Mật khẩu đang dùng', onDone, onProblem }: PasswordFormProps) {
  const { person, store } = useDevice()
  const ask = useAsk()
  const [problem, setProblem] = useState<Problem | null>(null)
  const form = useForm({
    resolver: zodResolver(schemaFor(person.username)),
    defaultValues: { current: '', next: '', again: '' },
  })
  const { errors, isSubmitting } = form.formState

  /** Beside the field that it is about; what is about none stands under the form. */
  function tell(problem: Problem) {
    const at = (field: 'current' | 'next', message: string) => form.setError(field, { message }, { shouldFocus: true })
    switch (problem.code) {
      case 'PASSWORD_WRONG':
        return at('current', problem.message)
      case 'PASSWORD_WEAK':
        return at('next', weaknessIn(problem.detail.why) ?? problem.message)
      case 'PASSWORD_SAME':
        return at('next', problem.message)
      default:
        setProblem(problem)
        onProblem?.(problem)
    }
  }

  const submit = form.handleSubmit(async ({ current, next }) => {
    setProblem(null)
    try {
      await changePassword(ask, { current, next })
    } catch (error) {
      return tell(askProblemOf(error))
    }
    // The password is another one already; that this tablet could not note it only leaves a banner standing.
    await noteTemporaryPassword(store, false).catch((error: unknown) => console.warn(error))
    onDone()
  })

  return (
    <form className={css.form} onSubmit={submit} noValidate>
      {/* So that a password manager knows whose password this is. */}
      <input type="text" name="username" autoComplete="username" value={person.username} readOnly hidden />
      <PasswordField
        label={currentLabel}
        autoComplete="current-password"
        error={errors.current?.message}
        {...form.register('current')}
      />
      <PasswordField
        label="Mật khẩu mới"
        autoComplete="new-password"
        hint={passwordRules}
        error={errors.next?.message}
        {...form.register('next')}
      />
      <PasswordField
        label="Nhập lại mật khẩu mới"
        autoComplete="new-password"
        error={errors.again?.message}
        {...form.register('again')}
      />
      {problem ? <AskProblem problem={problem} /> : null}
      <Button type="submit" look="main" disabled={isSubmitting}>
        {isSubmitting ? 'Đang đổi…' : 'Đổi mật khẩu'}
      </Button>
    </form>
  )
}
