import { Link } from 'wouter'
import type { OpenInspection } from '../../device/store/drafts.ts'
import type { Item } from '../../domain/checklist.ts'
import { evidenceLeft, type MissingItem } from '../../domain/completeness.ts'
import { evidenceNames } from '../../domain/items.ts'
import type { ScoringContext } from '../../domain/scoring/context.ts'
import { Notice } from '../../ui/notice.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Arrow } from '../parts/arrow.tsx'
import list from '../parts/list.module.css'
import css from './missing-items.module.css'

type EvidenceTodoProps = {
  open: OpenInspection
  missing: readonly (MissingItem & { item: Item })[]
  context: ScoringContext
}

/** Answered items whose evidence is not all there, section by section; what the checklist makes a condition comes first. */
export function EvidenceTodo({ open, missing, context }: EvidenceTodoProps) {
  if (missing.length === 0) return null
  const required = missing.filter(({ item }) => item.evidenceRequired)
  const { sections } = context.checklist
  const rows = (of: typeof missing) => (
    <ul className={list.list}>
      {of.map(({ sectionId, itemId, item }) => {
        const photos = open.photos.filter((photo) => photo.item === itemId).length
        const left = evidenceLeft(item, open.answers[itemId], photos).map((kind) => evidenceNames[kind])
        return (
          <li key={itemId}>
            <Link href={`/kiem-tra/${open.id}/${sectionId}#${itemId}`} className={list.row}>
              <span className={list.main}>
                {item.question}
                <span className={list.small}>
                  chưa có: {left.join(', ')}
                  {item.evidenceRequired ? ' (bắt buộc)' : ''}
                </span>
              </span>
              <Arrow />
            </Link>
          </li>
        )
      })}
    </ul>
  )
  return (
    <Panel title="Minh chứng" aside={`${missing.length} tiêu chí`}>
      {required.length > 0 ? (
        <>
          <Notice tone="fail">
            <p>Bộ tiêu chí bắt buộc có minh chứng ở {required.length} tiêu chí dưới đây nên chưa nộp được.</p>
          </Notice>
          {rows(required)}
        </>
      ) : (
        <p>Còn {missing.length} tiêu chí chưa có minh chứng được yêu cầu. Vẫn nộp được.</p>
      )}
      {sections.map(({ id, title }) => {
        const own = missing.filter(({ sectionId, item }) => sectionId === id && !item.evidenceRequired)
        if (own.length === 0) return null
        return (
          <details key={id} className={css.section} open={missing.length <= 5}>
            <summary>
              <span className={list.main}>{title}</span>
              <span className={css.count}>còn {own.length}</span>
            </summary>
            {rows(own)}
          </details>
        )
      })}
    </Panel>
  )
}
