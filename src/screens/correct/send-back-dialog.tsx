import { ReasonDialog } from '../parts/reason-dialog.tsx'

type SendBackDialogProps = {
  /** Answers that changed. */
  changes: number
  problem: string | null
  onSend: (reason: string) => Promise<void>
  onClose: () => void
}

export function SendBackDialog({ changes, problem, onSend, onClose }: SendBackDialogProps) {
  return (
    <ReasonDialog
      title="Gửi lại cho người duyệt"
      action="Gửi lại"
      label="Đã sửa gì, vì sao"
      missing="Ghi ngắn gọn đã sửa gì; người duyệt đọc và lý do nằm trong hồ sơ."
      problem={problem}
      onSay={onSend}
      onClose={onClose}
    >
      <p>
        {changes > 0
          ? `${changes} câu trả lời thay đổi. Bản đã nộp được giữ nguyên trong hồ sơ; bản sửa đứng sau nó.`
          : 'Không câu trả lời nào thay đổi: chỉ lý do và ảnh bổ sung được gửi lại.'}
      </p>
    </ReasonDialog>
  )
}
