import { useState } from 'react'
import { messageOf } from '../../domain/problem.ts'
import { Button } from '../../ui/button.tsx'
import type { Tone } from '../../ui/mark.tsx'
import { Notice } from '../../ui/notice.tsx'
import { type MishapName, mishaps } from './mishaps.ts'

type MishapNoticeProps = {
  of: MishapName
  tone?: Tone
  role?: 'alert' | 'status'
  /** What `again` does; nothing where the act is another. */
  onAgain?: () => void
  isBusy?: boolean
}

/** One sentence and one action. */
export function MishapNotice({ of, tone = 'fail', role = 'alert', onAgain, isBusy = false }: MishapNoticeProps) {
  const { code, action, act } = mishaps[of]
  const [said, setSaid] = useState<string | null>(null)
  async function copyAddress() {
    try {
      await navigator.clipboard.writeText(window.location.origin)
      setSaid('Đã chép.')
    } catch {
      // No clipboard without https, or it was not allowed: the address itself serves as well.
      setSaid(window.location.origin)
    }
  }
  const acts = { reload: () => window.location.reload(), again: () => onAgain?.(), copyAddress }
  return (
    <Notice
      tone={tone}
      role={role}
      action={
        <>
          <Button disabled={isBusy} onClick={() => void acts[act]()}>
            {action}
          </Button>
          {said ? <span role="status">{said}</span> : null}
        </>
      }
    >
      <p>{messageOf(code)}</p>
    </Notice>
  )
}
