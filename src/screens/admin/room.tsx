import { Suspense } from 'react'
import { Link, Redirect, Route, Switch, useLocation } from 'wouter'
import { hasTemporaryPassword } from '../../device/store/temporary-password.ts'
import { useStore } from '../../device/store/use-store.ts'
import { useDevice } from '../../device/sync/device.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { NotFound } from '../not-found.tsx'
import { adminPages } from './pages.ts'
import css from './room.module.css'

/** Where an administrator keeps the province in order. Everything here is asked of the server. */
export function AdminRoom() {
  const { person } = useDevice()
  const [path] = useLocation()
  const isTemporary = useStore(hasTemporaryPassword, [])
  if (person.role !== 'administrator') return <NotFound />
  if (isTemporary === undefined) return <Skeleton />
  // The server would refuse every page of the room.
  if (isTemporary) return <Redirect to="/doi-mat-khau" replace />
  return (
    <>
      <nav aria-label="Quản trị" className={css.nav}>
        <ul>
          {adminPages.map((page) => (
            <li key={page.path} ref={isWithin(path, page.path) ? intoSight : undefined}>
              <Link href={addressOf(page.path)} aria-current={isWithin(path, page.path) ? 'page' : undefined}>
                {page.title}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <Suspense fallback={<Skeleton />}>
        <Switch>
          {adminPages.map(({ path, Page }) => (
            <Route key={path} path={`${addressOf(path)}/*?`}>
              <Page />
            </Route>
          ))}
          <Route path="/quan-tri">
            <Redirect to={addressOf(adminPages[0]?.path ?? '')} replace />
          </Route>
          <Route>
            <NotFound />
          </Route>
        </Switch>
      </Suspense>
    </>
  )
}

/** On a phone the line is longer than the screen: the page one is on stands in its middle. */
function intoSight(item: HTMLLIElement | null) {
  const line = item?.parentElement
  if (line) line.scrollLeft = item.offsetLeft - (line.clientWidth - item.offsetWidth) / 2
}

const addressOf = (page: string) => `/quan-tri/${page}`

const isWithin = (path: string, page: string) => `${path}/`.startsWith(`${addressOf(page)}/`)
