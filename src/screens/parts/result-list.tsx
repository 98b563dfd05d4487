import { Link } from 'wouter'
import type { ResultSummary } from '../../device/store/replica.ts'
import { formatDate } from '../../domain/date.ts'
import { inspectionKindNames } from '../../domain/people.ts'
import { totalWords } from '../../domain/scoring/score-words.ts'
import { Badge } from '../../ui/badge.tsx'
import { Arrow } from './arrow.tsx'
import { GradeBadge } from './grade-badge.tsx'
import list from './list.module.css'
import { RecordBadge } from './record/record-badge.tsx'

/** Received inspections as rows, for small screens and for one facility. */
export function ResultList({
  results,
  withFacility = false,
  withState = false,
}: {
  results: readonly ResultSummary[]
  withFacility?: boolean
  /** How much of each the server has; read and checked for each row, so for few. */
  withState?: boolean
}) {
  return (
    <ul className={list.list}>
      {results.map(({ id, head, checklistTitle, gradedBy, score, createdBy }) => (
        <li key={id}>
          <Link href={`/ket-qua/${id}`} className={list.row}>
            <span className={list.main}>
              <span className={list.name}>{withFacility ? head.facilityName : checklistTitle}</span>
              <span className={list.small}>
                {withFacility ? `${checklistTitle} · ` : ''}
                {inspectionKindNames[head.kind]} ngày {formatDate(head.date)} · {createdBy.name}
              </span>
            </span>
            <span className={list.end}>
              <GradeBadge score={score} />
              <span className={list.small}>{score ? totalWords(gradedBy, score) : '–'}</span>
              {score && score.criticalFailures > 0 ? (
                <Badge tone="critical">{score.criticalFailures} điểm liệt</Badge>
              ) : null}
              {withState ? <RecordBadge id={id} /> : null}
            </span>
            <Arrow />
          </Link>
        </li>
      ))}
    </ul>
  )
}
