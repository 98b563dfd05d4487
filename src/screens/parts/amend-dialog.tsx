import { zodResolver } from '@hookform/resolvers/zod'
import { useForm } from 'react-hook-form'
import * as z from 'zod/mini'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { FormDialog } from './form-dialog.tsx'

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
    <FormDialog
      title="Sửa đổi kết quả đã nộp"
      action="Lưu bản sửa đổi"
      doing="Đang lưu…"
      problem={null}
      isBusy={formState.isSubmitting}
      isDirty={formState.isDirty}
      onSubmit={handleSubmit(({ reason }) => onAmend(reason))}
      onClose={onClose}
    >
      <p>Bản đã nộp được giữ nguyên trong hồ sơ; bản sửa đổi đứng sau nó, có lý do và người sửa.</p>
      <TextField label="Lý do sửa đổi" error={formState.errors.reason?.message} {...register('reason')} />
      {problem ? (
        <Notice tone="fail" role="alert">
          <p>{problem}</p>
        </Notice>
      ) : null}
    </FormDialog>
  )
}
