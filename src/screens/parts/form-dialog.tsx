import { type FormEventHandler, type ReactNode, useState } from 'react'
import type { Problem } from '../../domain/problem.ts'
import { Button, type ButtonLook } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { AskProblem } from './ask-problem.tsx'
import css from './form-dialog.module.css'
import { LeaveGuard, LeaveQuestion } from './leave-guard.tsx'
import page from './page.module.css'

type FormDialogProps = {
  title: string
  action: string
  /** What the button says while it is done. */
  doing?: string
  look?: ButtonLook
  problem: Problem | null
  isBusy: boolean
  /** Something was typed that must not go by a slip of the finger. */
  isDirty?: boolean
  onSubmit: FormEventHandler<HTMLFormElement>
  onClose: () => void
  children: ReactNode
}

/** A small act with a few fields; Enter does it, Escape and “Thôi” leave it, and ask first where something was typed. */
export function FormDialog(props: FormDialogProps) {
  const { title, action, doing = 'Đang làm…', look = 'main', children, problem, onSubmit, onClose } = props
  const { isBusy, isDirty = false } = props
  const [isLeaving, setLeaving] = useState(false)
  const leave = () => (isDirty ? setLeaving(true) : onClose())
  return (
    <>
      <Dialog title={title} onClose={leave}>
        <form className={page.form} onSubmit={onSubmit} noValidate>
          {children}
          {problem ? <AskProblem problem={problem} /> : null}
          <div className={classNames(page.actions, css.foot)}>
            <Button type="submit" look={look} disabled={isBusy}>
              {isBusy ? doing : action}
            </Button>
            <Button onClick={leave}>Thôi</Button>
          </div>
        </form>
      </Dialog>
      {isLeaving ? (
        <LeaveQuestion leaving="Đóng lại" onStay={() => setLeaving(false)} onLeave={onClose} />
      ) : (
        <LeaveGuard isDirty={isDirty} />
      )}
    </>
  )
}
