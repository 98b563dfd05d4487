import { useState } from 'react'
import { endSession } from '../../device/api/people.ts'
import { useAsk } from '../../device/api/use-asked.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import page from '../parts/page.module.css'
import { problemWords } from '../parts/problem-words.ts'

type EndSessionProps = { session: string; name: string; onClose: (done: string | null) => void }

/** The session ends; what lies on the tablet stays there, and is sent once its person signs in again. */
export function EndSession({ session, name, onClose }: EndSessionProps) {
  const ask = useAsk()
  const [problem, setProblem] = useState<string | null>(null)
  const end = () =>
    endSession(ask, session).then(
      () => onClose(`Đã thu hồi phiên của ${name}.`),
      (error: unknown) => setProblem(problemWords(error).message),
    )
  return (
    <Dialog title={`Thu hồi phiên của ${name}?`} onClose={() => onClose(null)}>
      <p>Máy đó phải đăng nhập lại mới gửi được. Dữ liệu trên máy vẫn còn nguyên và vẫn làm việc tiếp được.</p>
      {problem ? (
        <Notice tone="fail" role="alert">
          <p>{problem}</p>
        </Notice>
      ) : null}
      <div className={page.actions}>
        <Button look="main" onClick={() => onClose(null)}>
          Thôi
        </Button>
        <Button look="danger" onClick={() => void end()}>
          Thu hồi
        </Button>
      </div>
    </Dialog>
  )
}
