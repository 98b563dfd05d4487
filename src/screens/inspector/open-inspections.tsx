import { lazy, Suspense } from 'react'
import { Link } from 'wouter'
import type { OpenSummary } from '../../device/store/open-list.ts'
import { formatDate } from '../../domain/date.ts'
import { inspectionKindNames } from '../../domain/people.ts'
import { Badge } from '../../ui/badge.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Arrow } from '../parts/arrow.tsx'
import listCss from '../parts/list.module.css'
import { useRecordState, useRecordWords } from '../parts/record/use-record.ts'
import { timeInWords } from '../parts/when.ts'
import css from './open-inspections.module.css'

// How far each is comes by scoring, for which nobody waits who wants to go on.
const OpenProgress = lazy(() => import('./open-progress.tsx').then((file) => ({ default: file.OpenProgress })))

/** Inspections still on this device; a tap goes on where it was left. */
export function OpenInspections({ title, list }: { title: string; list: readonly OpenSummary[] }) {
  if (list.length === 0) return null
  return (
    <Panel title={title} aside={`${list.length} lượt`}>
      <ul className={listCss.list}>
        {list.map((each) => (
          <li key={each.id}>
            <OpenRow {...each} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function OpenRow({ id, head, checklistTitle, state, refusal, savedAt }: OpenSummary) {
  const said = useRecordWords(useRecordState(id))
  return (
    <Link href={state === 'draft' ? `/kiem-tra/${id}` : `/kiem-tra/${id}/nop`} className={listCss.row}>
      <span className={listCss.main}>
        <span className={listCss.name}>{head.facilityName}</span>
        <span className={listCss.small}>
          {checklistTitle} · {inspectionKindNames[head.kind].toLocaleLowerCase('vi')} ngày {formatDate(head.date)}
        </span>
        {state === 'draft' ? (
          <span className={css.progress}>
            <Suspense fallback={null}>
              <OpenProgress id={id} />
            </Suspense>
          </span>
        ) : null}
        {said ? (
          <span className={css.badge}>
            <Badge tone={said.tone}>{said.badge}</Badge>
          </span>
        ) : null}
        {refusal ? <span className={css.refusal}>{refusal.message}</span> : null}
        <span className={listCss.small}>
          Đã lưu trên máy lúc {timeInWords(savedAt)}
          {said ? ` · ${said.words}` : ''}
        </span>
      </span>
      <Arrow />
    </Link>
  )
}
