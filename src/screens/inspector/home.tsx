import { lazy, Suspense } from 'react'
import { listOpen } from '../../device/store/open-list.ts'
import { useStore } from '../../device/store/use-store.ts'
import { useDevice } from '../../device/sync/device.ts'
import { PageTitle } from '../../ui/page-title.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { AttentionLink } from '../parts/attention-link.tsx'
import { HeldPictures } from '../parts/photos/held-pictures.tsx'
import { InstallPlace } from '../shell/install-place.tsx'
import { AssignedVisits } from './assigned-visits.tsx'
import { FacilitySearch } from './facility-search.tsx'
import { OpenInspections } from './open-inspections.tsx'
import { UnfinishedResults } from './unfinished-results.tsx'

const ReturnedResults = lazy(() =>
  import('../correct/returned-results.tsx').then((file) => ({ default: file.ReturnedResults })),
)

// Rarely there is anything to read in it: it comes after the page.
const EvictionNotice = lazy(() =>
  import('../parts/eviction-notice.tsx').then((file) => ({ default: file.EvictionNotice })),
)

const FacilityWork = lazy(() => import('../facility/work.tsx').then((file) => ({ default: file.FacilityWork })))

/** What is unfinished, what waits, and where to begin. Nothing else. */
export function InspectorHome() {
  const { person } = useDevice()
  const open = useStore(listOpen, [])
  const isFacility = person.role === 'facility'
  return (
    <>
      <PageTitle title="Trang đầu" lead={`Chào ${person.name}`}>
        {isFacility ? 'Tự đánh giá cơ sở' : 'Hôm nay kiểm tra ở đâu?'}
      </PageTitle>
      <Suspense fallback={null}>
        <EvictionNotice />
      </Suspense>
      <Suspense fallback={null}>
        <ReturnedResults />
      </Suspense>
      <AttentionLink />
      {open === undefined ? (
        <Skeleton rows={3} />
      ) : (
        <>
          <OpenInspections title="Bị từ chối" list={open.filter(({ state }) => state === 'refused')} />
          <OpenInspections title="Đang làm" list={open.filter(({ state }) => state === 'draft')} />
          <OpenInspections title="Đã nộp, chờ gửi" list={open.filter(({ state }) => state === 'waiting')} />
          {isFacility ? (
            <Suspense fallback={null}>
              <FacilityWork />
            </Suspense>
          ) : null}
          <UnfinishedResults />
          <AssignedVisits />
          <HeldPictures />
        </>
      )}
      <InstallPlace />
      <FacilitySearch isOwn={isFacility} />
    </>
  )
}
