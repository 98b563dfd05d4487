import { useCurrentStore } from '../../../device/store/use-store.ts'
import { messageOf } from '../../../domain/problem.ts'
import { Button } from '../../../ui/button.tsx'
import { Notice } from '../../../ui/notice.tsx'
import css from './position.module.css'
import { findVisitPosition, forgetSearch, useSearchOf } from './visit-position.ts'

/** Tells the page how much of its foot is covered, so that what takes the focus is scrolled clear of it. */
function coverFoot(notice: HTMLDivElement) {
  const { style } = document.documentElement
  const size = new ResizeObserver(() => style.setProperty('--covered', `${notice.offsetHeight}px`))
  size.observe(notice)
  return () => {
    size.disconnect()
    style.removeProperty('--covered')
  }
}

/**
 * That a visit's place was not found, once, and what to do. It lies above the page, since
 * what is under the finger must not move when it comes.
 */
export function PositionNotice({ id }: { id: string }) {
  const store = useCurrentStore()
  const search = useSearchOf(id)
  if (search === undefined || search === 'finding') return null
  return (
    <div className={css.said} ref={coverFoot}>
      <Notice
        tone="info"
        role="status"
        title="Chưa có vị trí của lượt kiểm tra"
        action={
          <>
            <Button onClick={() => findVisitPosition(store, id)}>Lấy lại vị trí</Button>
            <Button look="quiet" onClick={() => forgetSearch(id)}>
              Bỏ qua
            </Button>
          </>
        }
      >
        <p className={css.why}>{messageOf(search)}</p>
      </Notice>
    </div>
  )
}
