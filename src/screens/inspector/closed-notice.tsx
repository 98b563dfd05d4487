import { formatDate } from '../../domain/date.ts'
import { Notice } from '../../ui/notice.tsx'

/** Why no visit begins here: the facility is not visited any more. */
export function ClosedNotice({ since }: { since: string }) {
  return (
    <Notice tone="info" title={`Cơ sở này ngừng kiểm tra từ ${formatDate(since)}.`}>
      Không bắt đầu lượt mới ở đây. Lượt đang làm vẫn nộp được, kết quả cũ vẫn xem được.
    </Notice>
  )
}
