import type { ReactNode } from 'react'
import { useForm } from 'react-hook-form'
import type { Problem } from '../../../domain/problem.ts'
import { STEP_TEXT_MAX } from '../../../domain/step.ts'
import { TextField } from '../../../ui/text-field.tsx'
import { FormDialog } from '../../parts/form-dialog.tsx'

type CommentDialogProps = {
  title: string
  action: string
  label: string
  isNeeded?: boolean
  problem: Problem | null
  onSay: (comment: string) => Promise<void>
  onClose: () => void
  children: ReactNode
}

/** A decision with a word to it. */
export function CommentDialog(props: CommentDialogProps) {
  const { title, action, label, isNeeded = false, problem, onSay, onClose, children } = props
  const { register, handleSubmit, formState } = useForm({ defaultValues: { comment: '' } })
  return (
    <FormDialog
      title={title}
      action={action}
      doing="Đang lưu…"
      problem={problem}
      isBusy={formState.isSubmitting}
      isDirty={formState.isDirty}
      onSubmit={handleSubmit(({ comment }) => onSay(comment.trim()))}
      onClose={onClose}
    >
      {children}
      <TextField
        label={label}
        autoComplete="off"
        maxLength={STEP_TEXT_MAX}
        error={formState.errors.comment?.message}
        {...register('comment', {
          validate: (text) => !isNeeded || text.trim() !== '' || 'Ghi ngắn gọn lý do.',
        })}
      />
    </FormDialog>
  )
}
