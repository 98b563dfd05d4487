import { zodResolver } from '@hookform/resolvers/zod'
import type { ReactNode } from 'react'
import { useForm } from 'react-hook-form'
import * as z from 'zod/mini'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { FormDialog } from './form-dialog.tsx'

type ReasonDialogProps = {
  title: string
  action: string
  label: string
  /** What is said where there is none. */
  missing: string
  problem: string | null
  onSay: (reason: string) => Promise<void>
  onClose: () => void
  children: ReactNode
}

/** Asks why what was handed in is changed: the reason becomes part of the new seal. */
export function ReasonDialog({ title, action, label, missing, problem, onSay, onClose, children }: ReasonDialogProps) {
  const { register, handleSubmit, formState } = useForm({
    resolver: zodResolver(reasonSchema(missing)),
    defaultValues: { reason: '' },
  })
  return (
    <FormDialog
      title={title}
      action={action}
      doing="Đang lưu…"
      problem={null}
      isBusy={formState.isSubmitting}
      isDirty={formState.isDirty}
      onSubmit={handleSubmit(({ reason }) => onSay(reason))}
      onClose={onClose}
    >
      {children}
      <TextField label={label} error={formState.errors.reason?.message} {...register('reason')} />
      {problem ? (
        <Notice tone="fail" role="alert">
          <p>{problem}</p>
        </Notice>
      ) : null}
    </FormDialog>
  )
}

function reasonSchema(missing: string) {
  return z.object({
    reason: z.string().check(z.trim(), z.minLength(1, missing), z.maxLength(500, 'Lý do dài quá 500 ký tự.')),
  })
}
