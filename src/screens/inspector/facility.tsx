import { listChecklists } from '../../device/store/checklists.ts'
import { listOpen } from '../../device/store/open-list.ts'
import { getFacility, listResultsOf } from '../../device/store/replica.ts'
import { useStore } from '../../device/store/use-store.ts'
import { useDevice } from '../../device/sync/device.ts'
import { factLines } from '../../domain/facility-words.ts'
import { kindsFor } from '../../domain/people.ts'
import { classNames } from '../../ui/class-names.ts'
import { Empty } from '../../ui/empty.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { NotFound } from '../not-found.tsx'
import { BackLink } from '../parts/back-link.tsx'
import { ResultList } from '../parts/result-list.tsx'
import { ClosedNotice } from './closed-notice.tsx'
import css from './facility.module.css'
import { OpenInspections } from './open-inspections.tsx'
import { StartableChecklists } from './startable-checklists.tsx'

/** One facility: what is known of it, what was found before, and where to begin. */
export function FacilityPage({ id }: { id: string }) {
  const { person } = useDevice()
  const read = useStore(
    async (store) => {
      const [facility, checklists, results, open] = await Promise.all([
        getFacility(store, id),
        listChecklists(store),
        listResultsOf(store, id),
        listOpen(store),
      ])
      return {
        facility,
        checklists,
        results,
        open: open.filter(({ head }) => head.facilityId === id),
      }
    },
    [id],
  )
  if (read === undefined) return <Skeleton rows={5} />
  const { facility, checklists, results, open } = read
  if (!facility) return <NotFound what="cơ sở này" />

  return (
    <>
      <div>
        <BackLink href="/">Danh sách cơ sở</BackLink>
        <PageTitle lead={facility.areaName}>{facility.name}</PageTitle>
        <p className={css.address}>{facility.address}</p>
      </div>
      <OpenInspections title="Chưa xong ở cơ sở này" list={open} />
      {facility.closedOn !== undefined ? (
        <ClosedNotice since={facility.closedOn} />
      ) : kindsFor(person.role).length > 0 ? (
        <StartableChecklists facility={facility} checklists={checklists} />
      ) : null}
      <Panel title="Thông tin dùng để chấm">
        <dl className={css.facts}>
          {factLines(facility.facts).map(({ name, value, unknown }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className={classNames(unknown && css.unknown)}>{value}</dd>
            </div>
          ))}
        </dl>
      </Panel>
      <Panel title="Kết quả đã nhận" aside={results.length > 0 ? `${results.length} lượt` : null}>
        {results.length > 0 ? (
          <ResultList results={results} withState />
        ) : (
          <Empty title="Chưa có lượt kiểm tra nào được nhận.">Kết quả hiện ở đây khi máy chủ đã nhận.</Empty>
        )}
      </Panel>
    </>
  )
}
