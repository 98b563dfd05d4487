import { Link } from 'wouter'
import type { OpenInspection } from '../../device/store/drafts.ts'
import type { MissingItem } from '../../domain/completeness.ts'
import { applicableSections, type ScoringContext } from '../../domain/scoring/context.ts'
import { Panel } from '../../ui/panel.tsx'
import { Arrow } from '../parts/arrow.tsx'
import list from '../parts/list.module.css'

type BegunTodoProps = { open: OpenInspection; missing: readonly MissingItem[]; context: ScoringContext }

/** Answered items of which something more is typed that is no answer; those that are missing are listed as that. */
export function BegunTodo({ open, missing, context }: BegunTodoProps) {
  const isMissing = new Set(missing.map(({ itemId }) => itemId))
  const begun = applicableSections(context.checklist, context.facts).flatMap(({ section, items }) =>
    items
      .filter(({ id }) => open.begun[id] && !isMissing.has(id))
      .map((item) => ({ item, href: `/kiem-tra/${open.id}/${section.id}#${item.id}` })),
  )
  if (begun.length === 0) return null
  return (
    <Panel title="Đang nhập dở" aside={`${begun.length} tiêu chí`}>
      <p>Phần nhập dở, như phòng chưa có câu trả lời, không vào kết quả. Vẫn nộp được.</p>
      <ul className={list.list}>
        {begun.map(({ item, href }) => (
          <li key={item.id}>
            <Link href={href} className={list.row}>
              <span className={list.main}>{item.question}</span>
              <Arrow />
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
