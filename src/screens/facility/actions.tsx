import { useState } from 'react'
import { useSearchParams } from 'wouter'
import { followedHere, openFollowed } from '../../device/store/facility-actions.ts'
import { listFacilities } from '../../device/store/replica.ts'
import { useStore } from '../../device/store/use-store.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { FilterFields } from '../../ui/filter-fields.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { today } from '../parts/when.ts'
import { ActionList } from './action-list.tsx'
import css from './actions.module.css'
import {
  type ActionsShown,
  type ActionsWish,
  actionsShown,
  actionsShownWords,
  byDue,
  isShown,
  queryOf,
  wishIn,
} from './actions-wish.ts'
import { useWho } from './use-who.ts'

/** As many rows as are opened at first, and with each "more". */
const PAGE = 40

/** Every corrective action in reach: the facility's own, or those of all facilities of a reviewer. */
export function ActionsPage() {
  const who = useWho()
  const [query, setQuery] = useSearchParams()
  const wish = wishIn(query)
  const [most, setMost] = useState(PAGE)
  const isOwn = who.person.role === 'facility'
  const day = today()
  const read = useStore(
    async (store) => {
      const [all, facilities] = await Promise.all([followedHere(store, who), listFacilities(store)])
      const inArea = new Set(facilities.flatMap(({ id, areaId }) => (wish.area === areaId ? [id] : [])))
      const near = all.filter(
        ({ visit: { facilityId } }) =>
          (wish.facility === '' || facilityId === wish.facility) && (wish.area === '' || inArea.has(facilityId)),
      )
      const counts = Object.fromEntries(
        actionsShown.map((show) => [show, near.filter((each) => isShown(each, show, day)).length]),
      ) as Record<ActionsShown, number>
      const fitting = near.filter((each) => isShown(each, wish.show, day)).sort(byDue)
      // Who answers for it is sealed: of one facility all are opened, of a province those that are shown.
      const opened = await openFollowed(store, isOwn ? fitting : fitting.slice(0, most), who)
      const units = isOwn ? [...new Set(opened.map(({ action }) => action.plan.who).filter(Boolean))] : []
      const ofUnit = opened.filter(({ action }) => wish.unit === '' || action.plan.who === wish.unit)
      const total = wish.unit === '' ? fitting.length : ofUnit.length
      return { counts, rows: ofUnit.slice(0, most), total, units, facilities }
    },
    [who, isOwn, day, most, wish.show, wish.facility, wish.area, wish.unit],
  )
  const change = (next: Partial<ActionsWish>) => {
    setMost(PAGE)
    setQuery(queryOf({ ...wish, ...next }), { replace: true })
  }
  return (
    <>
      <PageTitle>Biện pháp khắc phục</PageTitle>
      {read === undefined ? (
        <Skeleton rows={6} />
      ) : (
        <>
          <p className={css.sentence} role="status">
            {inOneSentence(read.counts)}
          </p>
          <Filters wish={wish} onWish={change} isOwn={isOwn} {...read} />
          {read.rows.length > 0 ? (
            <ActionList actions={read.rows} withFacility={!isOwn} />
          ) : (
            <Empty
              title={read.counts.all === 0 ? 'Chưa có biện pháp khắc phục nào.' : 'Không có biện pháp nào như vậy.'}
              action={
                read.counts.all === 0 ? null : (
                  <Button onClick={() => change({ show: 'all', unit: '', facility: '', area: '' })}>Bỏ lọc</Button>
                )
              }
            >
              {read.counts.all === 0
                ? 'Biện pháp hiện ở đây khi một lượt kiểm tra hoặc tự đánh giá đã nộp có ghi biện pháp.'
                : null}
            </Empty>
          )}
          {read.total > read.rows.length ? (
            <Button onClick={() => setMost(most + PAGE)}>
              Xem thêm ({read.rows.length}/{read.total})
            </Button>
          ) : null}
        </>
      )}
    </>
  )
}

function inOneSentence({ left, overdue, done, closed }: Record<ActionsShown, number>): string {
  return `${left} biện pháp còn phải làm, ${overdue} quá hạn, ${done} chờ xác nhận, ${closed} đã xong.`
}

type FiltersProps = {
  wish: ActionsWish
  onWish: (next: Partial<ActionsWish>) => void
  isOwn: boolean
  counts: Record<ActionsShown, number>
  units: readonly string[]
  facilities: readonly { id: string; name: string; areaId: string; areaName: string }[]
}

function Filters({ wish, onWish, isOwn, counts, units, facilities }: FiltersProps) {
  const areas = [...new Map(facilities.map(({ areaId, areaName }) => [areaId, areaName]))]
  const near = facilities.filter(({ areaId }) => wish.area === '' || areaId === wish.area)
  const choices = (all: readonly (readonly [string, string])[]) => [
    { value: '', label: 'Tất cả' },
    ...all.map(([value, label]) => ({ value, label })).sort((a, b) => a.label.localeCompare(b.label, 'vi')),
  ]
  // One that the address names and no action shows any more can still be seen, and taken back.
  const named = wish.unit === '' || units.includes(wish.unit) ? units : [...units, wish.unit]
  return (
    <FilterFields label="Lọc biện pháp">
      <SelectField
        label="Trạng thái"
        value={wish.show}
        options={actionsShown.map((value) => ({ value, label: `${actionsShownWords[value]} (${counts[value]})` }))}
        onChange={(show) => onWish({ show: show as ActionsShown })}
      />
      {isOwn ? (
        <SelectField
          label="Phụ trách"
          value={wish.unit}
          options={choices(named.map((unit) => [unit, unit]))}
          onChange={(unit) => onWish({ unit })}
        />
      ) : (
        <>
          <SelectField
            label="Địa bàn"
            value={wish.area}
            options={choices(areas)}
            onChange={(area) => onWish({ area, facility: '' })}
          />
          <SelectField
            label="Cơ sở"
            value={wish.facility}
            options={choices(near.map(({ id, name }) => [id, name]))}
            onChange={(facility) => onWish({ facility })}
          />
        </>
      )}
    </FilterFields>
  )
}
