import { useDeferredValue, useState } from 'react'
import { Link } from 'wouter'
import { listFacilities } from '../../device/store/replica.ts'
import { useStore } from '../../device/store/use-store.ts'
import { useDevice } from '../../device/sync/device.ts'
import { facilityTypeNames } from '../../domain/facts.ts'
import type { Facility } from '../../domain/place.ts'
import { finder, wordsOf } from '../../domain/search.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { Arrow } from '../parts/arrow.tsx'
import { FacilityLine } from '../parts/facility-line.tsx'
import list from '../parts/list.module.css'
import css from './facility-search.module.css'

/** More rows than this nobody reads through: another word finds it sooner. */
const SHOWN = 60

/** The facilities of this person, grouped by commune, found without diacritics. */
export function FacilitySearch({ isOwn }: { isOwn: boolean }) {
  const { engine } = useDevice()
  const [query, setQuery] = useState('')
  const asked = useDeferredValue(query)
  const facilities = useStore(listFacilities, [])
  const title = isOwn ? 'Cơ sở của tôi' : 'Cơ sở'

  if (facilities === undefined)
    return (
      <Panel title={title}>
        <Skeleton rows={3} />
      </Panel>
    )
  if (facilities.length === 0)
    return (
      <Panel title={title}>
        <Empty
          title="Máy này chưa có cơ sở nào."
          action={
            <Button look="main" onClick={() => void engine.syncNow()}>
              Đồng bộ ngay
            </Button>
          }
        >
          Danh sách cơ sở tải về khi đồng bộ lần đầu; sau đó dùng được khi không có mạng.
        </Empty>
      </Panel>
    )

  const finds = finder(asked)
  const found = facilities.filter((facility) => asked === '' || finds(searchedBy(facility)))
  const shown = found.slice(0, SHOWN)
  return (
    <Panel title={title} aside={isOwn ? null : `${found.length} cơ sở`}>
      {isOwn ? null : (
        <TextField
          label="Tìm cơ sở"
          hint="Gõ không dấu cũng được, ví dụ “tram y te”."
          type="search"
          autoComplete="off"
          enterKeyHint="search"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      )}
      {found.length === 0 ? (
        <Empty
          title={`Không có cơ sở nào khớp “${asked}”.`}
          action={<Button onClick={() => setQuery('')}>Xem tất cả</Button>}
        />
      ) : null}
      <div className={css.groups}>
        {byCommune(shown).map(([commune, members]) => (
          <section key={commune} aria-label={commune}>
            <h3 className={css.commune}>{commune}</h3>
            <ul className={list.list}>
              {members.map((facility) => (
                <li key={facility.id}>
                  <Link href={`/co-so/${facility.id}`} className={list.row}>
                    <span className={list.main}>
                      <FacilityLine facility={facility} />
                    </span>
                    <Arrow />
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      {found.length > SHOWN ? <p>Còn {found.length - SHOWN} cơ sở nữa. Gõ thêm để thu hẹp.</p> : null}
    </Panel>
  )
}

/** What a facility is found by. Folded once: a province has thousands, and each letter that is typed looks at all. */
const searched = new WeakMap<Facility, string>()

function searchedBy(facility: Facility): string {
  const { name, areaName, address, facts } = facility
  const words = searched.get(facility) ?? wordsOf(`${name} ${areaName} ${address} ${facilityTypeNames[facts.type]}`)
  searched.set(facility, words)
  return words
}

function byCommune(facilities: readonly Facility[]): [string, Facility[]][] {
  const communes = new Map<string, Facility[]>()
  for (const facility of facilities) {
    const members = communes.get(facility.areaName) ?? []
    members.push(facility)
    communes.set(facility.areaName, members)
  }
  return [...communes].sort(([a], [b]) => a.localeCompare(b, 'vi'))
}
