import { lazy, Suspense } from 'react'
import { Link } from 'wouter'
import { getFacility, listResultsOf, type ResultSummary } from '../../device/store/replica.ts'
import { useStore } from '../../device/store/use-store.ts'
import { formatDate } from '../../domain/date.ts'
import { inspectionKindNames } from '../../domain/people.ts'
import { totalWords } from '../../domain/scoring/score-words.ts'
import { Empty } from '../../ui/empty.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TableBox } from '../../ui/table-box.tsx'
import { NotFound } from '../not-found.tsx'
import { BackLink } from '../parts/back-link.tsx'
import { GradeBadge } from '../parts/grade-badge.tsx'
import css from './over-time.module.css'

// The chart library comes after the table, which says the same.
const OverTimeChart = lazy(() => import('./over-time-chart.tsx').then((file) => ({ default: file.OverTimeChart })))

/** One facility's results by each checklist, oldest first: its own assessments beside the inspections. */
export function OverTimePage({ facilityId }: { facilityId: string }) {
  const read = useStore(
    async (store) => {
      const [facility, results] = await Promise.all([getFacility(store, facilityId), listResultsOf(store, facilityId)])
      return { facility, families: familiesOf(results) }
    },
    [facilityId],
  )
  if (read === undefined) return <Skeleton rows={6} />
  const { facility, families } = read
  if (!facility) return <NotFound what="cơ sở này" />
  return (
    <>
      <div>
        <BackLink href={`/co-so/${facilityId}`}>Trang cơ sở</BackLink>
        <PageTitle lead={facility.name}>Kết quả theo thời gian</PageTitle>
      </div>
      {families.length === 0 ? (
        <Empty title="Chưa có kết quả nào được nhận.">Kết quả hiện ở đây khi máy chủ đã nhận.</Empty>
      ) : (
        families.map(({ id, title, results }) => (
          <Panel key={id} title={title} aside={`${results.length} lượt`}>
            {results.length > 1 ? (
              <Suspense fallback={null}>
                <OverTimeChart results={results} title={title} />
              </Suspense>
            ) : null}
            <Table title={title} results={results} />
          </Panel>
        ))
      )}
    </>
  )
}

function familiesOf(results: readonly ResultSummary[]) {
  const byChecklist = new Map<string, ResultSummary[]>()
  for (const result of results) {
    const { id } = result.head.checklist
    byChecklist.set(id, [...(byChecklist.get(id) ?? []), result])
  }
  return [...byChecklist].map(([id, all]) => ({
    id,
    // Newest first, as they are listed: the newest title.
    title: all[0]?.checklistTitle ?? id,
    results: all.toSorted((a, b) => compare(a.head.date, b.head.date) || (a.submittedAt ?? 0) - (b.submittedAt ?? 0)),
  }))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function Table({ title, results }: { title: string; results: readonly ResultSummary[] }) {
  return (
    <TableBox label={`Bảng kết quả: ${title}`}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">Ngày</th>
            <th scope="col">Hình thức</th>
            <th scope="col" data-number="true">
              Điểm
            </th>
            <th scope="col">Xếp loại</th>
            <th scope="col">So với tự đánh giá</th>
          </tr>
        </thead>
        <tbody>
          {results.map(({ id, head, score, gradedBy }) => (
            <tr key={id}>
              <th scope="row">{formatDate(head.date)}</th>
              <td>{inspectionKindNames[head.kind]}</td>
              <td data-number="true">
                <Link href={`/ket-qua/${id}`} aria-label={`Kết quả ngày ${formatDate(head.date)}`}>
                  {score ? totalWords(gradedBy, score) : '–'}
                </Link>
              </td>
              <td>
                <GradeBadge score={score} />
              </td>
              <td>
                {head.kind === 'inspection' ? (
                  <Link href={`/so-sanh/${id}`} aria-label={`So lượt ngày ${formatDate(head.date)} với tự đánh giá`}>
                    So sánh
                  </Link>
                ) : (
                  '–'
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  )
}
