import { useMemo } from 'react'
import { Link } from 'wouter'
import { listAreas, listFacilities } from '../../../device/api/places.ts'
import { useAsked } from '../../../device/api/use-asked.ts'
import { holdsFacilities } from '../../../domain/area.ts'
import { formatDate } from '../../../domain/date.ts'
import { factsInShort } from '../../../domain/facility-words.ts'
import { type FacilityType, facilityTypeNames, facilityTypes } from '../../../domain/facts.ts'
import type { FacilityRow } from '../../../protocol/places-wire.ts'
import { Badge } from '../../../ui/badge.tsx'
import { buttonClass } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { Empty } from '../../../ui/empty.tsx'
import { PageTitle } from '../../../ui/page-title.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { Arrow } from '../../parts/arrow.tsx'
import { AskedPart } from '../../parts/asked-part.tsx'
import list from '../../parts/list.module.css'
import page from '../../parts/page.module.css'
import rows from '../found-list.module.css'
import { FoundList, useNarrowed } from '../found-list.tsx'
import {
  areasIn,
  everything,
  type FacilityWish,
  filterFacilities,
  inOneSentence,
  queryOf,
  type State,
  states,
  wishIn,
} from './facility-filter.ts'
import css from './facility-list.module.css'

/** Every facility, found without diacritics and narrowed by type, area and whether it is closed. */
export function FacilityList() {
  const asked = useAsked('facilities', listFacilities)
  const hasSome = (asked.read?.value.length ?? 0) > 0
  return (
    <>
      <div className={page.head}>
        <PageTitle>Cơ sở</PageTitle>
        {hasSome ? (
          <Link href="/quan-tri/co-so/them" className={buttonClass('main')}>
            Thêm cơ sở
          </Link>
        ) : null}
      </div>
      <AskedPart asked={asked} rows={6}>
        {(facilities) => (facilities.length === 0 ? <FirstStep /> : <Narrowed facilities={facilities} />)}
      </AskedPart>
    </>
  )
}

/** A facility lies in an area: without one that is where to begin. */
export function FirstStep() {
  const asked = useAsked('areas', listAreas)
  return (
    <AskedPart asked={asked} rows={1}>
      {({ areas }) =>
        areas.some(({ kind, until }) => until === null && holdsFacilities(kind)) ? (
          <Empty
            title="Tỉnh này chưa có cơ sở nào."
            action={
              <Link href="/quan-tri/co-so/them" className={buttonClass('main')}>
                Thêm cơ sở đầu tiên
              </Link>
            }
          >
            Mỗi cơ sở nằm trong một địa bàn. Máy của người phụ trách địa bàn đó nhận cơ sở ở lần đồng bộ tới.
          </Empty>
        ) : (
          <Empty
            title="Cần có địa bàn trước."
            action={
              <Link href="/quan-tri/dia-ban/them" className={buttonClass('main')}>
                Thêm địa bàn đầu tiên
              </Link>
            }
          >
            Mỗi cơ sở nằm trong một xã, phường hoặc đặc khu, mà tỉnh này chưa có địa bàn nào.
          </Empty>
        )
      }
    </AskedPart>
  )
}

const narrowing = { wishIn, queryOf, filter: filterFacilities }

function Narrowed({ facilities }: { facilities: readonly FacilityRow[] }) {
  const narrowed = useNarrowed(facilities, narrowing)
  const { wish, narrow, found } = narrowed
  return (
    <>
      <Filters facilities={facilities} wish={wish} onWish={narrow} />
      <FoundList
        narrowed={narrowed}
        sentence={inOneSentence(found, facilities.length)}
        none="Không có cơ sở nào khớp."
        onEverything={() => narrow(everything)}
        unit="cơ sở"
        keyOf={({ id }) => id}
      >
        {(facility) => <Row facility={facility} />}
      </FoundList>
    </>
  )
}

type FiltersProps = { facilities: readonly FacilityRow[]; wish: FacilityWish; onWish: (wish: FacilityWish) => void }

function Filters({ facilities, wish, onWish }: FiltersProps) {
  const areas = useMemo(() => areasIn(facilities), [facilities])
  const all = { value: '', label: 'Tất cả' }
  return (
    <section aria-label="Lọc danh sách" className={rows.filters}>
      <TextField
        label="Tìm"
        type="search"
        placeholder="Tên, địa chỉ, địa bàn…"
        autoComplete="off"
        value={wish.text}
        onChange={({ target }) => onWish({ ...wish, text: target.value })}
      />
      <SelectField
        label="Loại"
        value={wish.type ?? ''}
        options={[all, ...facilityTypes.map((value) => ({ value, label: facilityTypeNames[value] }))]}
        onChange={(type) => onWish({ ...wish, type: (type || null) as FacilityType | null })}
      />
      <SelectField
        label="Địa bàn"
        value={wish.areaId ?? ''}
        options={[all, ...areas]}
        onChange={(areaId) => onWish({ ...wish, areaId: areaId || null })}
      />
      <SelectField
        label="Trạng thái"
        value={wish.state ?? ''}
        options={[all, ...Object.entries(states).map(([value, label]) => ({ value, label }))]}
        onChange={(state) => onWish({ ...wish, state: (state || null) as State | null })}
      />
    </section>
  )
}

function Row({ facility: { id, name, address, areaName, facts, closedOn } }: { facility: FacilityRow }) {
  return (
    <Link href={`/quan-tri/co-so/${id}`} className={classNames(rows.row, css.row)}>
      <span>
        <span className={list.name}>{name}</span>
        <span className={list.small}>{address || 'Địa chỉ: chưa rõ'}</span>
      </span>
      <span className={rows.pair}>
        <span>{areaName}</span>
        <span>{factsInShort(facts)}</span>
      </span>
      <span className={rows.badges}>
        {closedOn === null ? null : <Badge tone="none">Đã đóng từ {formatDate(closedOn)}</Badge>}
      </span>
      <Arrow />
    </Link>
  )
}
