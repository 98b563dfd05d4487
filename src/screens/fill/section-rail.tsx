import type { Item } from '../../domain/checklist.ts'
import type { ScoringContext } from '../../domain/scoring/context.ts'
import { Mark } from '../../ui/mark.tsx'
import type { AnswerBoard } from '../parts/answer-board.ts'
import { itemLook } from '../parts/tones.ts'
import { useScore } from '../parts/use-board.ts'
import { goToItem } from './go-to-item.ts'
import css from './section-rail.module.css'

type SectionRailProps = { items: readonly Item[]; board: AnswerBoard; context: ScoringContext }

/** A dot for each item: the empty ones are the gaps, and a tap goes there. */
export function SectionRail({ items, board, context }: SectionRailProps) {
  const score = useScore(board, context)
  return (
    <nav aria-label="Các tiêu chí của mục này">
      <ol className={css.rail}>
        {items.map((item, place) => {
          const scored = score.byItem[item.id]
          const { tone, words } = itemLook(scored)
          return (
            <li key={item.id}>
              <a
                href={`#${item.id}`}
                className={css.dot}
                data-tone={tone}
                aria-label={`Tiêu chí ${place + 1}: ${words}`}
                onClick={(event) => {
                  event.preventDefault()
                  goToItem(item.id)
                }}
              >
                <span>
                  <Mark tone={tone} />
                </span>
              </a>
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
