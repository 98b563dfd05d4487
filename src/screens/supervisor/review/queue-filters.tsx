import { listChecklists } from '../../../device/store/checklists.ts'
import type { QueueLine } from '../../../device/store/review-queue.ts'
import { useStore } from '../../../device/store/use-store.ts'
import { inspectionKindNames, inspectionKinds } from '../../../domain/people.ts'
import type { Facility } from '../../../domain/place.ts'
import { queueStates } from '../../../domain/review-queue.ts'
import { FilterFields } from '../../../ui/filter-fields.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import { queueStateWords } from '../../parts/review-words.ts'
import type { QueueWish } from './queue-wish.ts'

type QueueFiltersProps = {
  wish: QueueWish
  /** How many stand in each state. */
  counts: Readonly<Record<string, number>>
  lines: readonly QueueLine[]
  facilities: readonly Facility[]
  onWish: (next: Partial<QueueWish>) => void
}

export function QueueFilters({ wish, counts, lines, facilities, onWish }: QueueFiltersProps) {
  const titles = useStore(listChecklists, [])
  const areas = [...new Map(facilities.map(({ areaId, areaName }) => [areaId, areaName]))]
  const used = new Set(lines.map(({ checklistId }) => checklistId))
  const checklists = (titles ?? []).filter(({ ref }) => used.has(ref.id) || ref.id === wish.checklist)
  const every = { value: '', label: 'Tất cả' }
  return (
    <FilterFields label="Lọc danh sách">
      <SelectField
        label="Trạng thái"
        value={wish.state}
        options={queueStates.map((value) => ({
          value,
          label: `${queueStateWords[value].words} (${counts[value] ?? 0})`,
        }))}
        onChange={(state) => onWish({ state: state as QueueWish['state'] })}
      />
      <SelectField
        label="Địa bàn"
        value={wish.area}
        options={[
          every,
          ...areas.sort(([, a], [, b]) => a.localeCompare(b, 'vi')).map(([value, label]) => ({ value, label })),
        ]}
        onChange={(area) => onWish({ area })}
      />
      <SelectField
        label="Bộ tiêu chí"
        value={wish.checklist}
        options={[every, ...checklists.map(({ ref, title }) => ({ value: ref.id, label: title }))]}
        onChange={(checklist) => onWish({ checklist })}
      />
      <SelectField
        label="Hình thức"
        value={wish.kind}
        options={[every, ...inspectionKinds.map((value) => ({ value, label: inspectionKindNames[value] }))]}
        onChange={(kind) => onWish({ kind: kind as QueueWish['kind'] })}
      />
    </FilterFields>
  )
}
