import { ReasonDialog } from './reason-dialog.tsx'

type AmendDialogProps = { problem: string | null; onAmend: (reason: string) => Promise<void>; onClose: () => void }

export function AmendDialog({ problem, onAmend, onClose }: AmendDialogProps) {
  return (
    <ReasonDialog
      title="Sửa đổi kết quả đã nộp"
      action="Lưu bản sửa đổi"
      label="Lý do sửa đổi"
      missing="Ghi lý do sửa đổi; lý do nằm trong hồ sơ."
      problem={problem}
      onSay={onAmend}
      onClose={onClose}
    >
      <p>Bản đã nộp được giữ nguyên trong hồ sơ; bản sửa đổi đứng sau nó, có lý do và người sửa.</p>
    </ReasonDialog>
  )
}
