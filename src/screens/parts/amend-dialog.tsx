import { zodResolver } from '@hookform/resolvers/zod'
import { useForm } from 'react-hook-form'
import * as z from 'zod/mini'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import css from './late-answers.module.css'

const reasonSchema = z.object({
  reason: z
    .string()
    .check(
      z.trim(),
      z.minLength(1, 'Ghi lý do sửa đổi; lý do nằm trong hồ sơ.'),
      z.maxLength(500, 'Lý do dài quá 500 ký tự.'),
    ),
})

type AmendDialogProps = { problem: string | null; onAmend: (reason: string) => Promise<void>; onClose: () => void }

/** Asks for the reason of an amendment: it becomes part of the new seal. */
export function AmendDialog({ problem, onAmend, onClose }: AmendDialogProps) {
  const { register, handleSubmit, formState } = useForm({
    resolver: zodResolver(reasonSchema),
    defaultValues: { reason: '' },
  })
  return (
    <Dialog title="Sửa đổi kết quả đã nộp" onClose={onClose}>
      <form noValidate onSubmit={handleSubmit(({ reason }) => onAmend(reason))} className={css.form}>
        <p>Bản đã nộp được giữ nguyên trong hồ sơ; bản sửa đổi đứng sau nó, có lý do và người sửa.</p>
        <TextField label="Lý do sửa đổi" error={formState.errors.reason?.message} {...register('reason')} />
        {problem ? (
          <Notice tone="fail" role="alert">
            <p>{problem}</p>
          </Notice>
        ) : null}
        <div className={css.actions}>
          <Button look="main" type="submit" disabled={formState.isSubmitting}>
            Lưu bản sửa đổi
          </Button>
          <Button onClick={onClose}>Thôi</Button>
        </div>
      </form>
    </Dialog>
  )
}
