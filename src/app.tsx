import { type ComponentType, lazy, type ReactNode, Suspense, useMemo, useState } from 'react'
import { Redirect, Route, Switch, useLocation } from 'wouter'
import { keepPerson, leave } from './device/store/people.ts'
import { StoreContext } from './device/store/use-store.ts'
import { closeDevice, type Device, DeviceContext, openDevice } from './device/sync/device.ts'
import { signOut } from './device/sync/sign-in.ts'
import { Problem } from './domain/problem.ts'
import { Home } from './screens/home.tsx'
import { NotFound } from './screens/not-found.tsx'
import { type AppNews, AppNewsBar } from './screens/shell/app-news.tsx'
import { ErrorBoundary } from './screens/shell/error-boundary.tsx'
import { type Session, SessionContext } from './screens/shell/session.tsx'
import shellCss from './screens/shell/shell.module.css'
import { Shell } from './screens/shell/shell.tsx'
import { Skeleton } from './ui/skeleton.tsx'

/** A screen in a chunk of its own; the worker has it before it is needed. */
function later<P extends object>(load: () => Promise<ComponentType<P>>) {
  return lazy(() => load().then((screen) => ({ default: screen })))
}

const SignIn = later(() => import('./screens/sign-in.tsx').then((file) => file.SignIn))
const FacilityPage = later(() => import('./screens/inspector/facility.tsx').then((file) => file.FacilityPage))
const StartPage = later(() => import('./screens/inspector/start.tsx').then((file) => file.StartPage))
const Fill = later(() => import('./screens/fill/fill.tsx').then((file) => file.Fill))
const Submit = later(() => import('./screens/fill/submit.tsx').then((file) => file.Submit))
const ResultPage = later(() => import('./screens/result.tsx').then((file) => file.ResultPage))
const NotSent = later(() => import('./screens/not-sent/not-sent.tsx').then((file) => file.NotSent))
const ThisDevice = later(() => import('./screens/this-device.tsx').then((file) => file.ThisDevice))

/** Who is here, and which screen belongs to the address. */
export function App({ device: first, news }: { device: Device | null; news: AppNews }) {
  const [device, setDevice] = useState(first)
  const [, navigate] = useLocation()

  const session = useMemo<Session>(
    () => ({
      async enter(person) {
        if (device) closeDevice(device)
        await keepPerson(person)
        setDevice(await openDevice(person))
        navigate('/', { replace: true })
      },
      async exit() {
        await signOut().catch((error: unknown) => {
          // Without a network the server's session ends by itself; leaving must work all the same.
          if (!(error instanceof Problem)) throw error
        })
        await leave()
        if (device) closeDevice(device)
        setDevice(null)
        navigate('/dang-nhap', { replace: true })
      },
    }),
    [device, navigate],
  )

  return (
    <SessionContext value={session}>
      <a className={shellCss.skip} href="#noi-dung">
        Đến nội dung chính
      </a>
      <AppNewsBar news={news} />
      <ErrorBoundary>
        {device ? (
          <StoreContext value={device.store}>
            <DeviceContext value={device}>
              <Screens />
            </DeviceContext>
          </StoreContext>
        ) : (
          bare(<SignIn again={false} />)
        )}
      </ErrorBoundary>
    </SessionContext>
  )
}

function Screens() {
  return (
    <Switch>
      <Route path="/dang-nhap">{bare(<SignIn again />)}</Route>
      <Route path="/kiem-tra/:id/nop">{({ id }) => inShell(<Submit key={id} id={id} />)}</Route>
      <Route path="/kiem-tra/:id/:section?">
        {({ id, section }) => bare(<Fill key={id} id={id} sectionId={section ?? null} />)}
      </Route>
      <Route path="/co-so/:id/bat-dau">{({ id }) => inShell(<StartPage key={id} facilityId={id} />)}</Route>
      <Route path="/co-so/:id">{({ id }) => inShell(<FacilityPage key={id} id={id} />)}</Route>
      <Route path="/ket-qua/:id">{({ id }) => inShell(<ResultPage key={id} id={id} />)}</Route>
      <Route path="/chua-gui-duoc">{inShell(<NotSent />)}</Route>
      <Route path="/may-nay">{inShell(<ThisDevice />)}</Route>
      <Route path="/">{inShell(<Home />)}</Route>
      <Route path="/index.html">
        <Redirect to="/" replace />
      </Route>
      <Route>{inShell(<NotFound />)}</Route>
    </Switch>
  )
}

function inShell(screen: ReactNode) {
  return (
    <Shell>
      <Suspense fallback={<Skeleton />}>{screen}</Suspense>
    </Shell>
  )
}

/** Without the shell: filling in needs the room, and before sign-in there is nobody to greet. */
function bare(screen: ReactNode) {
  return <Suspense fallback={<Skeleton />}>{screen}</Suspense>
}
