import { Link } from 'wouter'
import type { ChecklistHeader } from '../../device/store/checklists.ts'
import { formatDate } from '../../domain/date.ts'
import { facilityTypeNames } from '../../domain/facts.ts'
import type { Facility } from '../../domain/place.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Panel } from '../../ui/panel.tsx'
import css from './startable-checklists.module.css'

type StartableProps = { facility: Facility; checklists: readonly ChecklistHeader[] }

/** The checklists that fit this type of facility, each with its own beginning. */
export function StartableChecklists({ facility, checklists }: StartableProps) {
  const fitting = checklists.filter(
    ({ readable, facilityTypes }) => readable && facilityTypes.includes(facility.facts.type),
  )
  const usual = fitting.filter(({ optional }) => !optional)
  const apart = fitting.filter(({ optional }) => optional)
  const unreadable = checklists.filter(({ readable }) => !readable).length
  return (
    <Panel title="Bắt đầu một lượt mới">
      {fitting.length === 0 ? (
        <Empty title={`Chưa có bộ tiêu chí nào cho ${facilityTypeNames[facility.facts.type].toLocaleLowerCase('vi')}.`}>
          Bộ tiêu chí tải về khi đồng bộ.
        </Empty>
      ) : null}
      <Cards facility={facility} checklists={usual} />
      {apart.length > 0 ? (
        <Disclosure label={`Bộ tùy chọn (${apart.length})`} openLabel="Ẩn bộ tùy chọn">
          {() => <Cards facility={facility} checklists={apart} />}
        </Disclosure>
      ) : null}
      {unreadable > 0 ? (
        <p className={css.small}>{unreadable} bộ tiêu chí cần bản ứng dụng mới hơn mới mở được.</p>
      ) : null}
    </Panel>
  )
}

function Cards({ facility, checklists }: StartableProps) {
  return (
    <ul className={css.cards}>
      {checklists.map(({ ref, title, inForceFrom }) => (
        <li key={ref.id} className={css.card}>
          <div>
            <h3 className={css.title}>{title}</h3>
            <p className={css.small}>
              Phiên bản {ref.version}, dùng từ {formatDate(inForceFrom)}
            </p>
          </div>
          <Link
            href={`/co-so/${facility.id}/bat-dau?bo=${encodeURIComponent(ref.id)}`}
            className={buttonClass('main')}
            aria-label={`Bắt đầu: ${title}`}
          >
            Bắt đầu
          </Link>
        </li>
      ))}
    </ul>
  )
}
