import { zodResolver } from '@hookform/resolvers/zod'
import type { ReactNode } from 'react'
import { useForm } from 'react-hook-form'
import * as z from 'zod/mini'
import type { ButtonLook } from '../../ui/button.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { FormDialog } from '../parts/form-dialog.tsx'
import { useFormAct } from '../parts/use-form-act.ts'

const passwordSchema = z.object({
  password: z.string().check(z.minLength(1, 'Nhập mật khẩu đang dùng.'), z.maxLength(200)),
})

type PasswordDialogProps = {
  title: string
  action: string
  doing?: string
  look?: ButtonLook
  children: ReactNode
  /** Closes the dialog by itself where it is done. */
  onPassword: (password: string) => Promise<void>
  onClose: () => void
}

/** Asks for the password once more before something is done: a tablet left open must not do it. */
export function PasswordDialog({ children, onPassword, look = 'danger', ...dialog }: PasswordDialogProps) {
  const form = useForm({ resolver: zodResolver(passwordSchema), defaultValues: { password: '' } })
  const { errors, isSubmitting } = form.formState
  const { problem, run } = useFormAct(form, { PASSWORD_WRONG: 'password' })
  return (
    <FormDialog
      {...dialog}
      look={look}
      problem={problem}
      isBusy={isSubmitting}
      onSubmit={form.handleSubmit(({ password }) => run(() => onPassword(password)))}
    >
      {children}
      <PasswordField
        label="Mật khẩu đang dùng"
        autoComplete="current-password"
        error={errors.password?.message}
        {...form.register('password')}
      />
    </FormDialog>
  )
}
