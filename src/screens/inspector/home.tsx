import { lazy, Suspense } from 'react'
import { listOpen } from '../../device/store/open-list.ts'
import { useStore } from '../../device/store/use-store.ts'
import { useDevice } from '../../device/sync/device.ts'
import { PageTitle } from '../../ui/page-title.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { AttentionLink } from '../parts/attention-link.tsx'
import { HeldPictures } from '../parts/photos/held-pictures.tsx'
import { InstallPlace } from '../shell/install-place.tsx'
import { FacilitySearch } from './facility-search.tsx'
import { OpenInspections } from './open-inspections.tsx'
import { UnfinishedResults } from './unfinished-results.tsx'

// Rarely there is anything to read in it: it comes after the page.
const EvictionNotice = lazy(() =>
  import('../parts/eviction-notice.tsx').then((file) => ({ default: file.EvictionNotice })),
)

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
      <AttentionLink />
      {open === undefined ? (
        <Skeleton rows={3} />
      ) : (
        <>
          <OpenInspections title="Bị từ chối" list={open.filter(({ state }) => state === 'refused')} />
          <OpenInspections title="Đang làm" list={open.filter(({ state }) => state === 'draft')} />
          <OpenInspections title="Đã nộp, chờ gửi" list={open.filter(({ state }) => state === 'waiting')} />
          <UnfinishedResults />
          <HeldPictures />
        </>
      )}
      <InstallPlace />
      <FacilitySearch isOwn={isFacility} />
    </>
  )
}
