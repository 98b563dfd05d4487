import { Link } from 'wouter'
import type { ResultSummary } from '../../device/store/replica.ts'
import { formatDate } from '../../domain/date.ts'
import { inspectionKindNames } from '../../domain/people.ts'
import { totalWords } from '../../domain/scoring/score-words.ts'
import { Badge } from '../../ui/badge.tsx'
import { GradeBadge } from '../parts/grade-badge.tsx'
import { dateAndTime } from '../parts/when.ts'
import type { Column, Order } from './received-rows.ts'
import css from './received-table.module.css'

const columns: readonly { by: Column; title: string; isNumber?: boolean }[] = [
  { by: 'facility', title: 'Cơ sở' },
  { by: 'checklist', title: 'Bộ tiêu chí' },
  { by: 'kind', title: 'Hình thức' },
  { by: 'score', title: 'Điểm', isNumber: true },
  { by: 'grade', title: 'Xếp loại' },
  { by: 'who', title: 'Người thực hiện' },
  { by: 'date', title: 'Ngày', isNumber: true },
  { by: 'received', title: 'Nhận lúc', isNumber: true },
]

type ReceivedTableProps = { results: readonly ResultSummary[]; order: Order; onOrder: (order: Order) => void }

export function ReceivedTable({ results, order, onOrder }: ReceivedTableProps) {
  return (
    <table className={css.table}>
      <caption className={css.caption}>Các lượt đã nhận; chạm vào tên cột để sắp xếp</caption>
      <thead>
        <tr>
          {columns.map(({ by, title, isNumber }) => {
            const isChosen = order.by === by
            const direction = order.descending ? 'descending' : 'ascending'
            return (
              <th key={by} scope="col" aria-sort={isChosen ? direction : 'none'} data-number={isNumber}>
                <button
                  type="button"
                  onClick={() => onOrder({ by, descending: isChosen ? !order.descending : isNumber === true })}
                >
                  {title}
                  <span aria-hidden="true">{isChosen ? (order.descending ? ' ↓' : ' ↑') : ''}</span>
                </button>
              </th>
            )
          })}
        </tr>
      </thead>
      <tbody>
        {results.map(({ id, head, checklistTitle, gradedBy, score, createdBy, submittedAt }) => (
          <tr key={id}>
            <th scope="row">
              <Link href={`/ket-qua/${id}`}>{head.facilityName}</Link>
            </th>
            <td>{checklistTitle}</td>
            <td>{inspectionKindNames[head.kind]}</td>
            <td data-number="true">{score ? totalWords(gradedBy, score) : '–'}</td>
            <td>
              <span className={css.grade}>
                <GradeBadge score={score} />
                {score && score.criticalFailures > 0 ? (
                  <Badge tone="critical">{score.criticalFailures} điểm liệt</Badge>
                ) : null}
              </span>
            </td>
            <td>{createdBy.name}</td>
            <td data-number="true">{formatDate(head.date)}</td>
            <td data-number="true">{submittedAt === null ? '–' : dateAndTime(submittedAt)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
