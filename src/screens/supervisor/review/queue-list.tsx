import { useRef, useState } from 'react'
import { Link } from 'wouter'
import type { ResultSummary } from '../../../device/store/replica.ts'
import { type QueueLine, readSummaries } from '../../../device/store/review-queue.ts'
import { useStore } from '../../../device/store/use-store.ts'
import { formatDate } from '../../../domain/date.ts'
import { inspectionKindNames } from '../../../domain/people.ts'
import { isUndecided } from '../../../domain/review-queue.ts'
import { totalWords } from '../../../domain/scoring/score-words.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { Arrow } from '../../parts/arrow.tsx'
import { GradeBadge } from '../../parts/grade-badge.tsx'
import list from '../../parts/list.module.css'
import { ageWords } from './age-words.ts'
import { useQueueKeys } from './queue-keys.ts'
import css from './review.module.css'

type QueueListProps = {
  lines: readonly QueueLine[]
  chosen: ReadonlySet<string>
  /** Null where none can be chosen. */
  onChoose: ((ids: ReadonlySet<string>) => void) | null
  mayChoose: (line: QueueLine) => boolean
}

/** Lines with what is read of those that are shown alone; a desk goes through them by keys (queue-keys.ts). */
export function QueueList({ lines, chosen, onChoose, mayChoose }: QueueListProps) {
  const [said, setSaid] = useState('')
  const rows = useRef<HTMLUListElement>(null)
  const ids = lines.map(({ id }) => id)
  const read = useStore((store) => readSummaries(store, ids), [ids.join(' ')])
  const summaries = new Map((read ?? []).map((summary) => [summary.id, summary]))
  const toggle = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    onChoose?.(next)
    setSaid(
      `${next.has(id) ? 'Đã chọn' : 'Bỏ chọn'} ${summaries.get(id)?.head.facilityName}. ${next.size} kết quả được chọn.`,
    )
  }
  const choosable = new Set(onChoose ? lines.filter(mayChoose).map(({ id }) => id) : [])
  useQueueKeys(rows, (id) => {
    if (choosable.has(id)) toggle(id)
  })
  if (read === undefined) return <Skeleton rows={6} />
  return (
    <>
      <p className={css.keys}>
        Phím ↑ ↓ (hoặc K, J) chuyển giữa các kết quả, Enter để mở{choosable.size > 0 ? ', Dấu cách để chọn' : ''}.
      </p>
      <p role="status" className={css.spoken}>
        {said}
      </p>
      <ul ref={rows} className={list.list}>
        {lines.map((line) => {
          const summary = summaries.get(line.id)
          return summary ? (
            <li key={line.id} className={css.row}>
              {choosable.has(line.id) ? (
                <label className={css.choice}>
                  <input type="checkbox" checked={chosen.has(line.id)} onChange={() => toggle(line.id)} />
                  <span className={css.spoken}>Chọn {summary.head.facilityName}</span>
                </label>
              ) : null}
              <Row line={line} summary={summary} isChoosable={choosable.has(line.id)} />
            </li>
          ) : null
        })}
      </ul>
    </>
  )
}

type RowProps = { line: QueueLine; summary: ResultSummary; isChoosable: boolean }

function Row({ line, summary, isChoosable }: RowProps) {
  const { head, checklistTitle, createdBy, score, gradedBy } = summary
  return (
    <Link
      href={`/duyet/${line.id}`}
      className={list.row}
      data-line={line.id}
      aria-keyshortcuts={isChoosable ? 'ArrowUp ArrowDown Space' : 'ArrowUp ArrowDown'}
    >
      <span className={list.main}>
        <span className={list.name}>{head.facilityName}</span>
        <span className={list.small}>
          {checklistTitle} · {inspectionKindNames[head.kind].toLocaleLowerCase('vi')} ngày {formatDate(head.date)} ·{' '}
          {createdBy.name}
        </span>
        <span className={list.small}>
          {isUndecided(line) ? `chờ ${ageWords(line.since)}` : `từ ${ageWords(line.since)} trước`}
          {line.isSaid ? ' · quyết định chờ gửi' : ''}
        </span>
      </span>
      <span className={list.end}>
        <GradeBadge score={score} />
        <span className={list.small}>{score ? totalWords(gradedBy, score) : '–'}</span>
        {line.critical > 0 ? <Badge tone="critical">{line.critical} điểm liệt</Badge> : null}
      </span>
      <Arrow />
    </Link>
  )
}
