import { type ReactNode, useState } from 'react'
import type { Problem } from '../../domain/problem.ts'
import { Button, type ButtonLook } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { AskProblem, askProblemOf } from '../parts/ask-problem.tsx'
import css from '../parts/page.module.css'

type ConfirmProps = {
  title: string
  /** What happens by it. */
  children: ReactNode
  action: string
  look?: ButtonLook
  /** Closes the dialog by itself where it is done. */
  onConfirm: () => Promise<void>
  onClose: () => void
}

/** Says what an act does before the server is asked to do it. */
export function Confirm({ title, children, action, look = 'main', onConfirm, onClose }: ConfirmProps) {
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)

  async function act() {
    setBusy(true)
    setProblem(null)
    try {
      await onConfirm()
    } catch (error) {
      setProblem(askProblemOf(error))
      setBusy(false)
    }
  }

  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      {problem ? <AskProblem problem={problem} /> : null}
      <div className={css.actions}>
        <Button look={look} disabled={isBusy} onClick={() => void act()}>
          {isBusy ? 'Đang làm…' : action}
        </Button>
        <Button onClick={onClose}>Thôi</Button>
      </div>
    </Dialog>
  )
}
