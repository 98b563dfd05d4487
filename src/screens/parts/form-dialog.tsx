import type { FormEventHandler, ReactNode } from 'react'
import type { Problem } from '../../domain/problem.ts'
import { Button, type ButtonLook } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { AskProblem } from './ask-problem.tsx'
import css from './page.module.css'

type FormDialogProps = {
  title: string
  action: string
  /** What the button says while it is done. */
  doing?: string
  look?: ButtonLook
  problem: Problem | null
  isBusy: boolean
  onSubmit: FormEventHandler<HTMLFormElement>
  onClose: () => void
  children: ReactNode
}

/** A small act with a few fields; Enter does it, Escape leaves it. */
export function FormDialog(props: FormDialogProps) {
  const { title, action, doing = 'Đang làm…', look = 'main', problem, isBusy, onSubmit, onClose, children } = props
  return (
    <Dialog title={title} onClose={onClose}>
      <form className={css.form} onSubmit={onSubmit} noValidate>
        {children}
        {problem ? <AskProblem problem={problem} /> : null}
        <div className={css.actions}>
          <Button type="submit" look={look} disabled={isBusy}>
            {isBusy ? doing : action}
          </Button>
          <Button onClick={onClose}>Thôi</Button>
        </div>
      </form>
    </Dialog>
  )
}
