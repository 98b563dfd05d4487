import { listChecklists } from '../../device/store/checklists.ts'
import { listFacilities } from '../../device/store/replica.ts'
import { useStore } from '../../device/store/use-store.ts'
import { dateInVietnam } from '../../domain/date.ts'
import {
  daysKey,
  daysOf,
  periodKeys,
  periodNamed,
  periodWords,
  reportPeriodNamed,
} from '../../domain/overview/period.ts'
import { inspectionKindNames, inspectionKinds } from '../../domain/people.ts'
import { FilterFields } from '../../ui/filter-fields.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { DayFields } from './day-fields.tsx'
import type { ReportWish } from './report-wish.ts'

type ReportFiltersProps = {
  wish: ReportWish
  onWish: (next: Partial<ReportWish>) => void
  /** Whoever has one facility reports of that, and of nothing else. */
  isOwn: boolean
}

/** What may be chosen is on the device already: it does not wait for the server. */
export function ReportFilters({ wish, onWish, isOwn }: ReportFiltersProps) {
  const facilities = useStore(listFacilities, []) ?? []
  const checklists = useStore(listChecklists, []) ?? []
  const today = dateInVietnam(Date.now())
  const days = reportPeriodNamed(wish.period)?.days
  const periods = [...new Set([...(days ? [] : [wish.period]), ...periodKeys(today)])]
  const areas = [...new Map(facilities.map(({ areaId, areaName }) => [areaId, areaName]))].sort(([, a], [, b]) =>
    a.localeCompare(b, 'vi'),
  )
  const shown = facilities.filter(({ areaId }) => wish.area === '' || areaId === wish.area)
  return (
    <FilterFields label="Chọn">
      <SelectField
        label="Kỳ"
        value={days ? OWN_DAYS : wish.period}
        options={[
          ...periods.map((value) => ({ value, label: periodWords(value) })),
          { value: OWN_DAYS, label: 'Từ ngày … đến ngày …' },
        ]}
        onChange={(period) => onWish({ period: period === OWN_DAYS ? beginningWith(wish.period, today) : period })}
      />
      {days ? <DayFields days={days} today={today} onDays={(next) => onWish({ period: daysKey(next) })} /> : null}
      <SelectField
        label="Hình thức"
        value={wish.kind}
        options={inspectionKinds.map((value) => ({ value, label: inspectionKindNames[value] }))}
        onChange={(kind) => onWish({ kind: kind as ReportWish['kind'] })}
      />
      <SelectField
        label="Bộ tiêu chí"
        value={wish.checklist}
        options={[
          { value: '', label: 'Tất cả' },
          ...checklists.map(({ ref, title }) => ({ value: ref.id, label: title })),
        ]}
        onChange={(checklist) => onWish({ checklist })}
      />
      {isOwn ? null : (
        <>
          <SelectField
            label="Địa bàn"
            value={wish.area}
            options={[{ value: '', label: 'Tất cả' }, ...areas.map(([value, label]) => ({ value, label }))]}
            onChange={(area) => onWish({ area, facility: '' })}
          />
          <SelectField
            label="Cơ sở"
            value={wish.facility}
            options={[{ value: '', label: 'Tất cả' }, ...shown.map(({ id, name }) => ({ value: id, label: name }))]}
            onChange={(facility) => onWish({ facility })}
          />
        </>
      )}
    </FilterFields>
  )
}

/** In the list alone: no period is called so. */
const OWN_DAYS = 'own-days'

/** Days to begin with: those of the period that was shown, as far as they have come. */
function beginningWith(shown: string, today: string): string {
  const period = periodNamed(shown)
  const { from, until } = period ? daysOf(period) : { from: today, until: today }
  return daysKey({ from: from < today ? from : today, until: until < today ? until : today })
}
