import { zodResolver } from '@hookform/resolvers/zod'
import { useForm } from 'react-hook-form'
import * as z from 'zod/mini'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { FormDialog } from '../parts/form-dialog.tsx'

const reasonSchema = z.object({
  reason: z
    .string()
    .check(
      z.trim(),
      z.minLength(1, 'Ghi ngắn gọn đã sửa gì; người duyệt đọc và lý do nằm trong hồ sơ.'),
      z.maxLength(500, 'Lý do dài quá 500 ký tự.'),
    ),
})

type SendBackDialogProps = {
  /** Answers that changed. */
  changes: number
  problem: string | null
  onSend: (reason: string) => Promise<void>
  onClose: () => void
}

/** Asks for the reason of the correction: it becomes part of the new seal. */
export function SendBackDialog({ changes, problem, onSend, onClose }: SendBackDialogProps) {
  const { register, handleSubmit, formState } = useForm({
    resolver: zodResolver(reasonSchema),
    defaultValues: { reason: '' },
  })
  return (
    <FormDialog
      title="Gửi lại cho người duyệt"
      action="Gửi lại"
      doing="Đang lưu…"
      problem={null}
      isBusy={formState.isSubmitting}
      isDirty={formState.isDirty}
      onSubmit={handleSubmit(({ reason }) => onSend(reason))}
      onClose={onClose}
    >
      <p>
        {changes > 0
          ? `${changes} câu trả lời thay đổi. Bản đã nộp được giữ nguyên trong hồ sơ; bản sửa đứng sau nó.`
          : 'Không câu trả lời nào thay đổi: chỉ lý do và ảnh bổ sung được gửi lại.'}
      </p>
      <TextField label="Đã sửa gì, vì sao" error={formState.errors.reason?.message} {...register('reason')} />
      {problem ? (
        <Notice tone="fail" role="alert">
          <p>{problem}</p>
        </Notice>
      ) : null}
    </FormDialog>
  )
}
