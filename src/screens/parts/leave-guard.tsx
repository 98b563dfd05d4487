import { useEffect, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { holdWayBack } from '../shell/way-back.ts'
import css from './page.module.css'
import { createHold } from './unfinished.ts'

/**
 * Asks before what was typed is thrown away: by a link, the way back, or closing
 * the tab. What the form itself does when it is saved is not asked about.
 */
export function LeaveGuard({ isDirty }: { isDirty: boolean }) {
  const [leave, setLeave] = useState<(() => void) | null>(null)

  useEffect(() => {
    if (!isDirty) return
    const hold = createHold()
    hold('typed')
    let isLeaving = false
    let isComingBack = false
    const ask = (go: () => void) =>
      setLeave(() => () => {
        isLeaving = true
        go()
      })

    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null
      const opensElsewhere = event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || link?.target
      if (isLeaving || !link || opensElsewhere || link.getAttribute('href')?.startsWith('#')) return
      event.preventDefault()
      event.stopPropagation()
      ask(() => link.click())
    }
    // Back to where the form is, and then the question.
    const onPop = (event: PopStateEvent) => {
      if (isLeaving) return
      event.stopImmediatePropagation()
      if (isComingBack) {
        isComingBack = false
        return ask(() => history.back())
      }
      isComingBack = true
      history.forward()
    }
    const onUnload = (event: BeforeUnloadEvent) => {
      if (!isLeaving) event.preventDefault()
    }
    document.addEventListener('click', onClick, true)
    const letGo = holdWayBack(onPop)
    window.addEventListener('beforeunload', onUnload)
    return () => {
      hold(null)
      document.removeEventListener('click', onClick, true)
      letGo()
      window.removeEventListener('beforeunload', onUnload)
    }
  }, [isDirty])

  if (!leave) return null
  return (
    <LeaveQuestion
      leaving="Rời trang"
      onStay={() => setLeave(null)}
      onLeave={() => {
        setLeave(null)
        leave()
      }}
    />
  )
}

type LeaveQuestionProps = {
  /** What would throw it away: "Rời trang". */
  leaving: string
  onStay: () => void
  onLeave: () => void
}

/** Whether what was typed and not saved may go. */
export function LeaveQuestion({ leaving, onStay, onLeave }: LeaveQuestionProps) {
  return (
    <Dialog title="Bỏ những gì đã nhập?" onClose={onStay}>
      <p>Nội dung đã nhập chưa được lưu. {leaving} là mất những gì đã nhập.</p>
      <div className={css.actions}>
        <Button look="main" onClick={onStay}>
          Ở lại nhập tiếp
        </Button>
        <Button look="danger" onClick={onLeave}>
          {leaving}, bỏ những gì đã nhập
        </Button>
      </div>
    </Dialog>
  )
}
