import { useDeferredValue, useState } from 'react'
import { Link } from 'wouter'
import { findItems, ITEM_FILTERS, type ItemFilter } from '../../domain/find-items.ts'
import { itemNumber } from '../../domain/items.ts'
import type { OpenSection, ScoringContext } from '../../domain/scoring/context.ts'
import type { Score } from '../../domain/scoring/result.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Mark } from '../../ui/mark.tsx'
import { Segments } from '../../ui/segments.tsx'
import { TextField } from '../../ui/text-field.tsx'
import type { AnswerBoard } from '../parts/answer-board.ts'
import list from '../parts/list.module.css'
import { usePhotoItems } from '../parts/photos/photo-shelf.tsx'
import { itemLook } from '../parts/tones.ts'
import { useScore } from '../parts/use-board.ts'
import css from './item-finder.module.css'
import { SectionNav } from './section-nav.tsx'

type ItemFinderProps = {
  id: string
  sections: readonly OpenSection[]
  current: number
  board: AnswerBoard
  context: ScoringContext
  /** Opened by a finger: the keyboard comes when the field is tapped. */
  toRead: boolean
  onGo: (sectionId: string, itemId: string) => void
  onClose: () => void
}

const filterWords: Record<Exclude<ItemFilter, 'all'>, string> = {
  blank: 'Chưa trả lời',
  failed: 'Không đạt',
  photo: 'Có ảnh',
}
const filters = ITEM_FILTERS.filter((filter) => filter !== 'all')

/** Every section at a glance; and any item by a word of it, by its number or by how it stands. */
export function ItemFinder({ id, sections, current, board, context, toRead, onGo, onClose }: ItemFinderProps) {
  const score = useScore(board, context)
  const looked = { score, withPhoto: usePhotoItems() }
  const [query, setQuery] = useState('')
  const [filter, setFilter] = useState<ItemFilter>('all')
  const asked = useDeferredValue(query.trim())
  const found = findItems(sections, asked, filter, looked)
  const isNarrow = asked !== '' || filter !== 'all'
  return (
    <Dialog title="Tìm mục và tiêu chí" place="bottom" toRead={toRead} onClose={onClose}>
      <TextField
        label="Tìm tiêu chí"
        hint="Gõ không dấu cũng được (“rua tay”), hoặc gõ số tiêu chí."
        type="search"
        autoComplete="off"
        enterKeyHint="search"
        value={query}
        onChange={({ target }) => setQuery(target.value)}
      />
      <Segments
        legend="Chỉ xem tiêu chí"
        size="small"
        options={filters.map((value) => ({
          value,
          label: filterWords[value],
          tone: 'plain',
          figure: String(count(findItems(sections, '', value, looked))),
        }))}
        value={filter === 'all' ? null : filter}
        onChoose={(chosen) => setFilter(chosen ?? 'all')}
      />
      {isNarrow ? (
        <>
          <p role="status" className={css.said}>
            {count(found)} tiêu chí
          </p>
          <FoundItems id={id} found={found} score={score} onGo={onGo} />
        </>
      ) : (
        <SectionNav id={id} sections={sections} current={current} board={board} context={context} onGo={onClose} />
      )}
      <Button onClick={onClose}>Đóng</Button>
    </Dialog>
  )
}

type FoundItemsProps = { id: string; found: readonly OpenSection[]; score: Score; onGo: ItemFinderProps['onGo'] }

function FoundItems({ id, found, score, onGo }: FoundItemsProps) {
  if (found.length === 0) return <Empty title="Không có tiêu chí nào như vậy." />
  return found.map(({ section, items }) => (
    <section key={section.id} aria-label={section.title}>
      <h3 className={css.section}>{section.title}</h3>
      <ul className={list.list}>
        {items.map((item) => {
          const { tone, words } = itemLook(score.byItem[item.id])
          return (
            <li key={item.id}>
              <Link
                href={`/kiem-tra/${id}/${section.id}#${item.id}`}
                className={list.row}
                onClick={() => onGo(section.id, item.id)}
              >
                <span className={list.main}>
                  <span className={css.number}>{itemNumber(item)}</span> {item.question}
                  <span className={list.small}>
                    <Mark tone={tone} /> {words}
                  </span>
                </span>
              </Link>
            </li>
          )
        })}
      </ul>
    </section>
  ))
}

function count(sections: readonly OpenSection[]): number {
  return sections.reduce((sum, { items }) => sum + items.length, 0)
}
