import type { ResultSummary } from '../../device/store/replica.ts'
import { SelectField } from '../../ui/select-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import css from './received.module.css'
import { gradeOf, type Wish } from './received-rows.ts'

type ReceivedFiltersProps = { results: readonly ResultSummary[]; wish: Wish; onWish: (wish: Wish) => void }

export function ReceivedFilters({ results, wish, onWish }: ReceivedFiltersProps) {
  const checklists = [...new Map(results.map(({ head, checklistTitle }) => [head.checklist.id, checklistTitle]))]
  const grades = [...new Set(results.map(gradeOf))].sort((a, b) => a.localeCompare(b, 'vi'))
  return (
    <section aria-label="Lọc danh sách" className={css.filters}>
      <TextField
        label="Tìm"
        type="search"
        placeholder="Cơ sở, người kiểm tra…"
        autoComplete="off"
        value={wish.text}
        onChange={(event) => onWish({ ...wish, text: event.target.value })}
      />
      <SelectField
        label="Bộ tiêu chí"
        value={wish.checklist}
        options={[{ value: '', label: 'Tất cả' }, ...checklists.map(([value, label]) => ({ value, label }))]}
        onChange={(checklist) => onWish({ ...wish, checklist })}
      />
      <SelectField
        label="Xếp loại"
        value={wish.grade}
        options={[{ value: '', label: 'Tất cả' }, ...grades.map((grade) => ({ value: grade, label: grade }))]}
        onChange={(grade) => onWish({ ...wish, grade })}
      />
    </section>
  )
}
