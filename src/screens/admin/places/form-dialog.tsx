import type { FormEventHandler, ReactNode } from 'react'
import type { Problem } from '../../../domain/problem.ts'
import { Button, type ButtonLook } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { AskProblem } from '../../parts/ask-problem.tsx'
import page from '../../parts/page.module.css'
import css from './places.module.css'

type FormDialogProps = {
  title: string
  action: string
  look?: ButtonLook
  problem: Problem | null
  isBusy: boolean
  onSubmit: FormEventHandler<HTMLFormElement>
  onClose: () => void
  children: ReactNode
}

/** A small act with a few fields; Enter does it, Escape leaves it. */
export function FormDialog(props: FormDialogProps) {
  const { title, action, look = 'main', problem, isBusy, onSubmit, onClose, children } = props
  return (
    <Dialog title={title} onClose={onClose}>
      <form className={css.dialog} onSubmit={onSubmit} noValidate>
        {children}
        {problem ? <AskProblem problem={problem} /> : null}
        <div className={page.actions}>
          <Button type="submit" look={look} disabled={isBusy}>
            {isBusy ? 'Đang làm…' : action}
          </Button>
          <Button onClick={onClose}>Thôi</Button>
        </div>
      </form>
    </Dialog>
  )
}
