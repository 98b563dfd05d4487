import { type ComponentType, lazy, type ReactNode, Suspense } from 'react'
import { Redirect, Route, Switch } from 'wouter'
import { StoreContext } from './device/store/use-store.ts'
import { DeviceContext } from './device/sync/device.ts'
import { Home } from './screens/home.tsx'
import { NotFound } from './screens/not-found.tsx'
import { AppNewsBar } from './screens/shell/app-news.tsx'
import type { AppVersion } from './screens/shell/app-version.ts'
import { ErrorBoundary } from './screens/shell/error-boundary.tsx'
import { SessionContext } from './screens/shell/session.tsx'
import shellCss from './screens/shell/shell.module.css'
import { Shell } from './screens/shell/shell.tsx'
import { AppVersionContext } from './screens/shell/use-app-version.ts'
import { type Here, useComingAndGoing } from './screens/shell/use-session.ts'
import './screens/shell/way-back.ts'
import { Skeleton } from './ui/skeleton.tsx'

/** A screen in a chunk of its own; the worker has it before it is needed. */
function later<P extends object>(load: () => Promise<ComponentType<P>>) {
  return lazy(() => load().then((screen) => ({ default: screen })))
}

const SignIn = later(() => import('./screens/sign-in.tsx').then((file) => file.SignIn))
const Door = later(() => import('./screens/door.tsx').then((file) => file.Door))
const ChoosePin = later(() => import('./screens/choose-pin.tsx').then((file) => file.ChoosePin))
const FacilityPage = later(() => import('./screens/inspector/facility.tsx').then((file) => file.FacilityPage))
const StartPage = later(() => import('./screens/inspector/start.tsx').then((file) => file.StartPage))
const Fill = later(() => import('./screens/fill/fill.tsx').then((file) => file.Fill))
const Submit = later(() => import('./screens/fill/submit.tsx').then((file) => file.Submit))
const ResultPage = later(() => import('./screens/result.tsx').then((file) => file.ResultPage))
const PapersPage = later(() => import('./screens/paper/papers.tsx').then((file) => file.PapersPage))
const FeedbackPage = later(() => import('./screens/paper/feedback.tsx').then((file) => file.FeedbackPage))
const PlanPage = later(() => import('./screens/plan/plan-page.tsx').then((file) => file.PlanPage))
const NotSent = later(() => import('./screens/not-sent/not-sent.tsx').then((file) => file.NotSent))
const ThisDevice = later(() => import('./screens/this-device.tsx').then((file) => file.ThisDevice))
const FilesPage = later(() => import('./screens/files/files.tsx').then((file) => file.FilesPage))
const AccountPage = later(() => import('./screens/account/account.tsx').then((file) => file.AccountPage))
const FirstPassword = later(() => import('./screens/account/first-password.tsx').then((file) => file.FirstPassword))
const CorrectPage = later(() => import('./screens/correct/correct-page.tsx').then((file) => file.CorrectPage))
const QueuePage = later(() => import('./screens/supervisor/review/queue-page.tsx').then((file) => file.QueuePage))
const ReviewPage = later(() => import('./screens/supervisor/review/review-page.tsx').then((file) => file.ReviewPage))
const OverviewPage = later(() => import('./screens/supervisor/overview/overview.tsx').then((file) => file.OverviewPage))
const ActionsPage = later(() => import('./screens/facility/actions.tsx').then((file) => file.ActionsPage))
const ActionPage = later(() => import('./screens/facility/action-page.tsx').then((file) => file.ActionPage))
const ComparisonPage = later(() => import('./screens/facility/comparison.tsx').then((file) => file.ComparisonPage))
const OverTimePage = later(() => import('./screens/facility/over-time.tsx').then((file) => file.OverTimePage))
const CampaignRoom = later(() => import('./screens/supervisor/campaigns/room.tsx').then((file) => file.CampaignRoom))
const ReportPage = later(() => import('./screens/report/report.tsx').then((file) => file.ReportPage))
const AdminRoom = later(() => import('./screens/admin/room.tsx').then((file) => file.AdminRoom))

/** Who is here, and which screen belongs to the address. */
export function App({ here: first, version }: { here: Here; version: AppVersion }) {
  const { here, session } = useComingAndGoing(first)
  return (
    <SessionContext value={session}>
      <AppVersionContext value={version}>
        <a className={shellCss.skip} href="#noi-dung">
          Đến nội dung chính
        </a>
        <AppNewsBar />
        <ErrorBoundary>{screenFor(here)}</ErrorBoundary>
      </AppVersionContext>
    </SessionContext>
  )
}

function screenFor(here: Here): ReactNode {
  switch (here.is) {
    case 'nobody':
      return bare(<Door first="password" />)
    case 'locked':
      return bare(<Door key={here.wiped} first="pin" />)
    case 'choosing':
      return bare(<ChoosePin name={here.entered.person.name} />)
    case 'in':
      return (
        <StoreContext value={here.device.store}>
          <DeviceContext value={here.device}>
            <Screens />
          </DeviceContext>
        </StoreContext>
      )
    default:
      return here satisfies never
  }
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
      <Route path="/sua-lai/:id">{({ id }) => inShell(<CorrectPage key={id} id={id} />)}</Route>
      <Route path="/duyet/:id">{({ id }) => inShell(<ReviewPage key={id} id={id} />)}</Route>
      <Route path="/duyet">{inShell(<QueuePage />)}</Route>
      <Route path="/bien-ban/:id">{({ id }) => inShell(<PapersPage key={id} id={id} />)}</Route>
      <Route path="/phan-hoi/:id">{({ id }) => inShell(<FeedbackPage key={id} id={id} />)}</Route>
      <Route path="/ke-hoach/:id">{({ id }) => inShell(<PlanPage key={id} id={id} />)}</Route>
      <Route path="/khac-phuc">{inShell(<ActionsPage />)}</Route>
      <Route path="/khac-phuc/:id/:item">
        {({ id, item }) => inShell(<ActionPage key={`${id} ${item}`} insp={id} item={item} />)}
      </Route>
      <Route path="/so-sanh/:id">{({ id }) => inShell(<ComparisonPage key={id} id={id} />)}</Route>
      <Route path="/dien-bien/:id">{({ id }) => inShell(<OverTimePage key={id} facilityId={id} />)}</Route>
      <Route path="/chua-gui-duoc">{inShell(<NotSent />)}</Route>
      <Route path="/doi-mat-khau">{bare(<FirstPassword />)}</Route>
      <Route path="/tai-khoan">{inShell(<AccountPage />)}</Route>
      <Route path="/tong-quan">{inShell(<OverviewPage />)}</Route>
      <Route path="/dot-kiem-tra/*?">{inShell(<CampaignRoom />)}</Route>
      <Route path="/bao-cao">{inShell(<ReportPage />)}</Route>
      <Route path="/quan-tri/*?">{inShell(<AdminRoom />)}</Route>
      <Route path="/may-nay/tep">{inShell(<FilesPage />)}</Route>
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
