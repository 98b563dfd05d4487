import type { Refusal } from '../../device/store/drafts.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import css from './refusal-notice.module.css'

type RefusalNoticeProps = { refusal: Refusal; busy: boolean; onEdit: () => void; onResend: () => void }

/** Why the server did not take it, and the two ways on. Nothing is lost. */
export function RefusalNotice({ refusal, busy, onEdit, onResend }: RefusalNoticeProps) {
  return (
    <Notice
      tone="fail"
      role="alert"
      title="Máy chủ từ chối lượt này"
      action={
        <>
          <Button onClick={onEdit}>Sửa câu trả lời</Button>
          <Button onClick={onResend} disabled={busy}>
            Gửi lại
          </Button>
        </>
      }
    >
      <p>{refusal.message}</p>
      <p>
        Mọi câu trả lời vẫn an toàn trên máy này. Sửa rồi nộp lại, hoặc gửi lại toàn bộ với thông tin cơ sở mới nhất.
      </p>
      <p className={css.code}>Mã: {refusal.code}</p>
    </Notice>
  )
}
