import { useEffect, useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import css from '../../parts/page.module.css'
import { holdWayBack } from '../../shell/way-back.ts'

/**
 * Asks before what was typed is thrown away: by a link, the way back, or closing
 * the tab. What the form itself does when it is saved is not asked about.
 */
export function LeaveGuard({ isDirty }: { isDirty: boolean }) {
  const [leave, setLeave] = useState<(() => void) | null>(null)

  useEffect(() => {
    if (!isDirty) return
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
      document.removeEventListener('click', onClick, true)
      letGo()
      window.removeEventListener('beforeunload', onUnload)
    }
  }, [isDirty])

  if (!leave) return null
  return (
    <Dialog title="Bỏ những gì đã nhập?" onClose={() => setLeave(null)}>
      <p>Nội dung trên trang này chưa được lưu. Rời trang là mất những gì đã nhập.</p>
      <div className={css.actions}>
        <Button look="main" onClick={() => setLeave(null)}>
          Ở lại nhập tiếp
        </Button>
        <Button
          look="danger"
          onClick={() => {
            setLeave(null)
            leave()
          }}
        >
          Rời trang, bỏ những gì đã nhập
        </Button>
      </div>
    </Dialog>
  )
}
