import { useLocation, useSearchParams } from 'wouter'
import { findChecklist } from '../../device/store/checklists.ts'
import { startInspection } from '../../device/store/drafts.ts'
import { getFacility } from '../../device/store/replica.ts'
import { useStore } from '../../device/store/use-store.ts'
import { useDevice } from '../../device/sync/device.ts'
import { type InspectionKind, kindsFor } from '../../domain/people.ts'
import { Empty } from '../../ui/empty.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { NotFound } from '../not-found.tsx'
import { BackLink } from '../parts/back-link.tsx'
import { FacilityLine } from '../parts/facility-line.tsx'
import css from '../parts/head-fields.module.css'
import { findVisitPosition } from '../parts/position/visit-position.ts'
import { ClosedNotice } from './closed-notice.tsx'
import { StartForm } from './start-form.tsx'
import { StorageNotices } from './storage-notices.tsx'

/** What is fixed when a visit begins. */
export function StartPage({ facilityId }: { facilityId: string }) {
  const { person, store } = useDevice()
  const [, navigate] = useLocation()
  const [search] = useSearchParams()
  const checklistId = search.get('bo')
  // Where a campaign asks for the visit, it has named these too.
  const version = search.get('phien-ban')
  const kind = kindNamed(search.get('hinh-thuc'))
  const read = useStore(
    async (from) => {
      const [facility, checklist] = await Promise.all([
        getFacility(from, facilityId),
        findChecklist(from, checklistId, version),
      ])
      return { facility, checklist }
    },
    [facilityId, checklistId, version],
  )
  if (read === undefined) return <Skeleton rows={4} />
  const { facility, checklist } = read
  if (!facility) return <NotFound what="cơ sở này" />
  if (!checklist?.readable) return <NotFound what="bộ tiêu chí này" />

  return (
    <div className={css.page}>
      <div>
        <BackLink href={`/co-so/${facilityId}`}>Về cơ sở</BackLink>
        <PageTitle>Bắt đầu lượt mới</PageTitle>
      </div>
      <dl className={css.given}>
        <div>
          <dt>Cơ sở</dt>
          <dd>
            <FacilityLine facility={facility} />
          </dd>
        </div>
        <div>
          <dt>Bộ tiêu chí</dt>
          <dd>
            <strong>{checklist.title}</strong>
            <span className={css.small}>Phiên bản {checklist.ref.version}</span>
          </dd>
        </div>
      </dl>
      <StorageNotices />
      {facility.closedOn !== undefined ? (
        <ClosedNotice since={facility.closedOn} />
      ) : checklist.facilityTypes.includes(facility.facts.type) && kindsFor(person.role).length > 0 ? (
        <StartForm
          person={person}
          checklist={checklist}
          asked={kind}
          onStart={async ({ kind, date, team }) => {
            const id = await startInspection(store, {
              facilityId: facility.id,
              facilityName: facility.name,
              checklist: checklist.ref,
              kind,
              date,
              team,
              facts: facility.facts,
            })
            // Who assesses their own house is where it is, or at a desk elsewhere: there it would say nothing.
            if (kind === 'inspection') findVisitPosition(store, id, false)
            navigate(`/kiem-tra/${id}`, { replace: true })
          }}
        />
      ) : (
        <Empty title="Không bắt đầu được ở đây.">
          Bộ tiêu chí này không áp dụng cho loại cơ sở này, hoặc tài khoản này chỉ được xem.
        </Empty>
      )}
    </div>
  )
}

function kindNamed(text: string | null): InspectionKind | null {
  return text === 'tu-danh-gia' ? 'selfAssessment' : text === 'kiem-tra' ? 'inspection' : null
}
