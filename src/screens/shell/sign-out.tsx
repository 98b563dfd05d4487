import { useState } from 'react'
import type { DeviceContents } from '../../device/store/contents.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { problemWords } from '../parts/problem-words.ts'
import { SendFirst } from './send-first.tsx'
import { useSession } from './session.tsx'
import css from './sign-out.module.css'

/** Says exactly what is unsent and that it stays; asks a second time when something is. */
export function SignOut({ here, onClose }: { here: DeviceContents; onClose: () => void }) {
  const { exit } = useSession()
  const [sure, setSure] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const { unsentChanges, unsentPhotos, waiting, refused, corrections, begun } = here
  const hasUnsent = unsentChanges + unsentPhotos + waiting + refused + corrections + begun > 0
  const isLast = !hasUnsent || sure

  return (
    <Dialog title={sure ? 'Vẫn đăng xuất?' : 'Đăng xuất khỏi máy này'} onClose={onClose}>
      {hasUnsent ? (
        <Notice tone="partial" title="Còn nội dung chưa gửi">
          <p>{unsentInWords(here)}</p>
          <p>Tất cả ở lại trên máy này, mở lại bằng mã PIN, và chỉ được gửi khi chính người này đăng nhập lại ở đây.</p>
        </Notice>
      ) : (
        <p>Mọi thứ đã gửi. Dữ liệu vẫn ở trên máy này và mở lại bằng mã PIN; muốn gửi thì đăng nhập lại khi có mạng.</p>
      )}
      {problem ? (
        <Notice tone="fail" role="alert">
          <p>{problem}</p>
        </Notice>
      ) : null}
      <div className={css.actions}>
        {unsentChanges + unsentPhotos > 0 ? <SendFirst label="Gửi trước" onSent={() => {}} /> : null}
        <Button look="main" onClick={onClose}>
          Ở lại
        </Button>
        <Button
          look="danger"
          onClick={() =>
            isLast ? exit().catch((error: unknown) => setProblem(problemWords(error).message)) : setSure(true)
          }
        >
          {sure ? 'Đăng xuất, để lại trên máy' : 'Đăng xuất'}
        </Button>
      </div>
    </Dialog>
  )
}

function unsentInWords({ waiting, refused, unsentChanges, unsentPhotos, corrections, begun }: DeviceContents): string {
  const parts = []
  if (waiting > 0) parts.push(`${waiting} lượt đã nộp, chờ gửi`)
  if (refused > 0) parts.push(`${refused} lượt bị từ chối`)
  if (unsentChanges > 0) parts.push(`${unsentChanges} thay đổi chưa gửi`)
  if (unsentPhotos > 0) parts.push(`${unsentPhotos} ảnh chưa gửi`)
  if (corrections > 0) parts.push(`${corrections} tiêu chí đã sửa, chưa gửi lại`)
  if (begun > 0) parts.push(`${begun} tiêu chí đang nhập dở`)
  return `${parts.join(', ')}.`
}
