import { Link } from 'wouter'
import type { OpenInspection } from '../../device/store/drafts.ts'
import type { MissingItem } from '../../domain/completeness.ts'
import { applicableSections, type ScoringContext } from '../../domain/scoring/context.ts'
import { Notice } from '../../ui/notice.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Arrow } from '../parts/arrow.tsx'
import list from '../parts/list.module.css'
import css from './missing-items.module.css'

type MissingItemsProps = {
  id: string
  missing: readonly MissingItem[]
  /** With an open action of an earlier visit that has not been called fixed or not fixed. */
  unmarked: readonly MissingItem[]
  contested: readonly string[]
  /** What was typed and is no answer yet, by item. */
  begun: OpenInspection['begun']
  context: ScoringContext
}

/** Every gap is a link to its item. */
export function MissingItems({ id, missing, unmarked, contested, begun, context }: MissingItemsProps) {
  const { checklist, facts } = context
  const asked = new Set([...[...missing, ...unmarked].map(({ itemId }) => itemId), ...contested])
  const isUnmarked = new Set(unmarked.map(({ itemId }) => itemId))
  if (asked.size === 0)
    return (
      <Notice tone="pass">
        <p>Đã trả lời đủ mọi tiêu chí áp dụng.</p>
      </Notice>
    )
  return (
    <Panel title="Còn thiếu" aside={`${asked.size} tiêu chí`}>
      {applicableSections(checklist, facts).map(({ section, items }) => {
        const open = items.filter((item) => asked.has(item.id))
        if (open.length === 0) return null
        const begunHere = open.filter((item) => begun[item.id]).length
        return (
          <details key={section.id} className={css.section} open={asked.size <= 12}>
            <summary>
              <span className={list.main}>
                {section.title}
                {begunHere > 0 ? <span className={list.small}>{begunHere} tiêu chí đang nhập dở</span> : null}
              </span>
              <span className={css.count}>còn {open.length}</span>
            </summary>
            <ul className={list.list}>
              {open.map((item) => (
                <li key={item.id}>
                  <Link href={`/kiem-tra/${id}/${section.id}#${item.id}`} className={list.row}>
                    <span className={list.main}>
                      {item.question}
                      {begun[item.id] ? <span className={list.small}>đang nhập dở</span> : null}
                      {contested.includes(item.id) ? <span className={list.small}>chưa thống nhất</span> : null}
                      {isUnmarked.has(item.id) ? (
                        <span className={list.small}>biện pháp của lần trước: đã khắc phục hay chưa?</span>
                      ) : null}
                    </span>
                    <Arrow />
                  </Link>
                </li>
              ))}
            </ul>
          </details>
        )
      })}
    </Panel>
  )
}
