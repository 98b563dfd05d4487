import type { FormEvent, ReactNode } from 'react'
import { messageOf, type ProblemCode } from '../../domain/problem.ts'
import { Button, type ButtonLook } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { LeaveGuard } from '../parts/leave-guard.tsx'
import css from './actions.module.css'

type SayFormProps = {
  action: string
  look?: ButtonLook
  isSaving: boolean
  /** Something was typed or photographed that must not go by a slip of the finger. */
  isDirty: boolean
  problem: ProblemCode | null
  onSay: () => void
  children: ReactNode
  /** Another way to answer the same question. */
  other?: ReactNode
}

/** A few fields of which one button makes a step; what is not kept says why and stays as it was typed. */
export function SayForm({ action, look = 'main', isSaving, isDirty, problem, onSay, children, other }: SayFormProps) {
  function submit(event: FormEvent) {
    event.preventDefault()
    onSay()
  }
  return (
    <form className={css.form} onSubmit={submit} noValidate>
      {children}
      {problem ? (
        <Notice tone="fail" role="alert" title="Chưa lưu được">
          <p>{messageOf(problem)}</p>
        </Notice>
      ) : null}
      <div className={css.actions}>
        <Button type="submit" look={look} disabled={isSaving}>
          {isSaving ? 'Đang lưu…' : action}
        </Button>
        {other}
      </div>
      <LeaveGuard isDirty={isDirty && !isSaving} />
    </form>
  )
}
