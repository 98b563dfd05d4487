import { Link } from 'wouter'
import { listReturned, type Returned } from '../../device/store/corrections.ts'
import { useStore } from '../../device/store/use-store.ts'
import { formatDate } from '../../domain/date.ts'
import { inspectionKindNames } from '../../domain/people.ts'
import { Badge } from '../../ui/badge.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Arrow } from '../parts/arrow.tsx'
import list from '../parts/list.module.css'

/** One's own results that a reviewer has returned: first of all there is to do. */
export function ReturnedResults() {
  const returned = useStore(listReturned, [])
  if (!returned || returned.length === 0) return null
  return (
    <Panel title="Bị trả lại" aside={`${returned.length} kết quả`}>
      <ul className={list.list}>
        {returned.map((each) => (
          <li key={each.id}>
            <Link href={`/sua-lai/${each.id}`} className={list.row}>
              <span className={list.main}>
                <span className={list.name}>{each.head.facilityName}</span>
                <span className={list.small}>
                  {each.checklistTitle} · {inspectionKindNames[each.head.kind].toLocaleLowerCase('vi')} ngày{' '}
                  {formatDate(each.head.date)}
                </span>
              </span>
              <span className={list.end}>
                <State {...each} />
              </span>
              <Arrow />
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function State({ items, corrected, isSent }: Returned) {
  if (isSent) return <Badge tone="info">Đã sửa, chờ gửi</Badge>
  return <Badge tone="fail">{corrected > 0 ? `đã sửa ${corrected}/${items} tiêu chí` : `${items} tiêu chí`}</Badge>
}
