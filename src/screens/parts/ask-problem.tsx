import { Link } from 'wouter'
import { Problem } from '../../domain/problem.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'

/** What went wrong with a question to the server, as a Problem; what nobody expected is told as trouble of the server. */
export function askProblemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  console.error(error)
  return new Problem('SERVER_TROUBLED')
}

type AskProblemProps = {
  problem: Problem
  /** Absent where the form around it is what is tried again. */
  again?: () => void
  isAsking?: boolean
  /** What of it is seen all the same, and of when it is. */
  stale?: string | null
}

/** Why the server could not be asked or would not answer, with the one thing to do about it. */
export function AskProblem({ problem, again, isAsking = false, stale = null }: AskProblemProps) {
  const isAway = problem.code === 'NEEDS_NETWORK'
  return (
    <Notice
      tone={isAway ? 'info' : 'fail'}
      role={isAway ? 'status' : 'alert'}
      action={actionFor(problem, isAsking, again)}
    >
      <p>{problem.message}</p>
      {stale ? <p>{stale}</p> : null}
    </Notice>
  )
}

function actionFor({ code }: Problem, isAsking: boolean, again?: () => void) {
  switch (code) {
    case 'SESSION_ENDED':
      return (
        <Link href="/dang-nhap" className={buttonClass('plain')}>
          Đăng nhập lại
        </Link>
      )
    case 'PASSWORD_CHANGE_REQUIRED':
      return (
        <Link href="/doi-mat-khau" className={buttonClass('plain')}>
          Đổi mật khẩu
        </Link>
      )
    default:
      return again ? (
        <Button disabled={isAsking} onClick={again}>
          {isAsking ? 'Đang thử lại…' : 'Thử lại'}
        </Button>
      ) : null
  }
}
