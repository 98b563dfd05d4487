import { lazy, type ReactNode, Suspense, useEffect } from 'react'
import { fetchInside } from './fetch-inside.ts'
import { Door } from './screens/door.tsx'
import { AppNewsBar } from './screens/shell/app-news.tsx'
import type { AppVersion } from './screens/shell/app-version.ts'
import { ErrorBoundary } from './screens/shell/error-boundary.tsx'
import { SessionContext } from './screens/shell/session.tsx'
import shellCss from './screens/shell/shell.module.css'
import { AppVersionContext } from './screens/shell/use-app-version.ts'
import { type Here, useComingAndGoing } from './screens/shell/use-session.ts'
import './screens/shell/way-back.ts'
import { Skeleton } from './ui/skeleton.tsx'

const Screens = lazy(() => import('./app.tsx').then((file) => ({ default: file.Screens })))
const ChoosePin = lazy(() => import('./screens/choose-pin.tsx').then((file) => ({ default: file.ChoosePin })))

/** Who is here, and what they see: the door, or everything behind it. */
export function Entrance({ here: first, version }: { here: Here; version: AppVersion }) {
  const { here, session } = useComingAndGoing(first)
  useEffect(() => {
    // While they type.
    fetchInside().catch((error: unknown) => console.warn(error))
  }, [])
  return (
    <SessionContext value={session}>
      <AppVersionContext value={version}>
        <a className={shellCss.skip} href="#noi-dung">
          Đến nội dung chính
        </a>
        <AppNewsBar />
        <ErrorBoundary>
          <Suspense fallback={<Skeleton />}>{screenFor(here)}</Suspense>
        </ErrorBoundary>
      </AppVersionContext>
    </SessionContext>
  )
}

function screenFor(here: Here): ReactNode {
  switch (here.is) {
    case 'nobody':
      return <Door first="password" />
    case 'locked':
      return <Door key={here.wiped} first="pin" />
    case 'choosing':
      return <ChoosePin name={here.entered.person.name} />
    case 'in':
      return <Screens device={here.device} />
    default:
      return here satisfies never
  }
}
