import { type ComponentType, lazy, type ReactNode, Suspense } from 'react'
import { Redirect, Route, Switch } from 'wouter'
import { StoreContext } from './device/store/use-store.ts'
import { type Device, DeviceContext } from './device/sync/device.ts'
import { Home } from './screens/home.tsx'
import { NotFound } from './screens/not-found.tsx'
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

/** Everything behind the door. */
export function Screens({ device }: { device: Device }) {
  return (
    <StoreContext value={device.store}>
      <DeviceContext value={device}>
        <Routes />
      </DeviceContext>
    </StoreContext>
  )
}

/** Which screen belongs to the address. */
function Routes() {
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
