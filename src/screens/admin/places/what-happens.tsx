import type { ReactNode } from 'react'
import { listPeople } from '../../../device/api/people.ts'
import { listFacilities } from '../../../device/api/places.ts'
import { useAsked } from '../../../device/api/use-asked.ts'
import type { AreaRow } from '../../../protocol/places-wire.ts'
import { Disclosure } from '../../../ui/disclosure.tsx'
import page from '../../parts/page.module.css'
import css from './places.module.css'
import { NEXT_SYNC } from './said.tsx'

type WhatHappensProps = {
  children: ReactNode
  /** The areas whose facilities and people it concerns. */
  areas?: readonly AreaRow[]
  /** What becomes of the reach of those people: "sẽ phụ trách Xã Suối Mơ". */
  reach?: string
  keepsNames?: boolean
}

/** What an act will do, said before it is done. */
export function WhatHappens({ children, areas = [], reach, keepsNames = true }: WhatHappensProps) {
  return (
    <section className={css.preview} aria-label="Điều sẽ xảy ra">
      <h2>Điều sẽ xảy ra</h2>
      <ul>
        {children}
        {reach !== undefined && areas.length > 0 ? <ReachOf areas={areas} reach={reach} /> : null}
        {keepsNames ? (
          <li>Lượt kiểm tra, biên bản và báo cáo của những ngày trước vẫn ghi địa bàn và tên như khi đó.</li>
        ) : null}
        <li>{NEXT_SYNC}</li>
      </ul>
      {areas.some(({ facilities }) => facilities > 0) ? (
        <Disclosure label="Xem các cơ sở liên quan">{() => <FacilitiesOf areas={areas} />}</Disclosure>
      ) : null}
    </section>
  )
}

/** More names than this nobody reads through. */
const NAMED = 6

type ReachOfProps = { areas: readonly Pick<AreaRow, 'id' | 'people'>[]; who?: string; reach: string }

/** Who has one of the areas, by name, and what becomes of that. */
export function ReachOf({ areas, who = 'người đang phụ trách', reach }: ReachOfProps) {
  const { read } = useAsked('people', listPeople)
  const ids = new Set(areas.map(({ id }) => id))
  if (!read)
    return areas.some(({ people }) => people > 0) ? (
      <li>
        {capital(who)} {reach}.
      </li>
    ) : null
  const people = read.value.filter(({ areaIds }) => areaIds.some((id) => ids.has(id)))
  if (people.length === 0) return <li>Chưa có ai là {who}, nên không ai thay đổi phạm vi.</li>
  const names = people.slice(0, NAMED).map(({ name }) => name)
  const more = people.length - names.length
  return (
    <li>
      {people.length} {who} {reach}: {names.join(', ')}
      {more > 0 ? ` và ${more} người khác` : ''}. Không cần đăng nhập lại.
    </li>
  )
}

const capital = (words: string) => words.charAt(0).toLocaleUpperCase('vi') + words.slice(1)

function FacilitiesOf({ areas }: { areas: readonly AreaRow[] }) {
  const { read, problem } = useAsked('facilities', listFacilities)
  if (!read) return <p className={page.small}>{problem ? problem.message : 'Đang hỏi máy chủ…'}</p>
  const ids = new Set(areas.map(({ id }) => id))
  return (
    <ul className={css.names}>
      {read.value
        .filter(({ areaId }) => ids.has(areaId))
        .map(({ id, name, areaName }) => (
          <li key={id}>
            {name} <span className={page.small}>· {areaName}</span>
          </li>
        ))}
    </ul>
  )
}
