import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import { nextBlank } from '../../domain/find-items.ts'
import type { OpenSection, ScoringContext } from '../../domain/scoring/context.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import type { AnswerBoard } from '../parts/answer-board.ts'
import { useScore } from '../parts/use-board.ts'
import { goToItem, itemInSight } from './go-to-item.ts'
import { ItemFinder } from './item-finder.tsx'
import css from './section-steps.module.css'
import { useShortcuts } from './use-shortcuts.ts'

type SectionStepsProps = {
  id: string
  sections: readonly OpenSection[]
  index: number
  board: AnswerBoard
  context: ScoringContext
}

/** Backwards, any item, the next gap, forwards: within the thumb's reach. */
export function SectionSteps({ id, sections, index, board, context }: SectionStepsProps) {
  const [finding, setFinding] = useState<'by key' | 'by tap' | null>(null)
  const [, navigate] = useLocation()
  const score = useScore(board, context)
  const missing = score.applicable - score.answered
  const before = sections[index - 1]
  const after = sections[index + 1]

  const go = (sectionId: string, itemId: string) => {
    if (sectionId !== sections[index]?.section.id) navigate(`/kiem-tra/${id}/${sectionId}#${itemId}`)
    else goToItem(itemId)
  }
  const goToGap = () => {
    const gap = nextBlank(sections, score, itemInSight())
    if (gap) go(gap.sectionId, gap.itemId)
  }
  const undo = () => {
    const [first] = board.undo() ?? []
    const place = sections.find(({ items }) => items.some((item) => item.id === first))
    if (first && place) go(place.section.id, first)
  }
  useShortcuts({ find: () => setFinding('by key'), nextBlank: goToGap, undo })

  return (
    <div className={css.bar}>
      <div className={css.inner}>
        {before ? (
          <Link
            href={`/kiem-tra/${id}/${before.section.id}`}
            className={buttonClass('plain', css.step)}
            aria-label={`Mục trước: ${before.section.title}`}
          >
            <span aria-hidden="true">‹</span> <span className={css.word}>Trước</span>
          </Link>
        ) : (
          <Link href="/" className={buttonClass('plain', css.step)} aria-label="Để sau">
            <span aria-hidden="true">‹</span> <span className={css.word}>Để sau</span>
          </Link>
        )}
        <Button
          className={css.all}
          onClick={() => setFinding('by tap')}
          aria-haspopup="dialog"
          aria-keyshortcuts="Control+K"
          aria-label={`Mục ${index + 1}/${sections.length}, tìm mục và tiêu chí`}
        >
          <svg className={css.glass} viewBox="0 0 16 16" aria-hidden="true">
            <circle cx="7" cy="7" r="4.5" />
            <path d="m10.5 10.5 3.5 3.5" />
          </svg>
          Mục {index + 1}/{sections.length}
        </Button>
        {missing > 0 ? (
          <Button
            className={css.gap}
            onClick={goToGap}
            aria-keyshortcuts="Alt+ArrowDown"
            aria-label={`Tiêu chí chưa trả lời tiếp theo, còn ${missing}`}
          >
            <span aria-hidden="true">↓</span> còn {missing}
          </Button>
        ) : null}
        {after ? (
          <Link
            href={`/kiem-tra/${id}/${after.section.id}`}
            className={buttonClass('main', css.next)}
            aria-label={`Mục sau: ${after.section.title}`}
          >
            <span className={css.word}>Mục sau</span> <span className={css.short}>Sau</span>
            <span aria-hidden="true">›</span>
          </Link>
        ) : (
          <Link href={`/kiem-tra/${id}/nop`} className={buttonClass('main', css.next)} aria-label="Xem lại và nộp">
            <span>
              Xem lại<span className={css.word}> và nộp</span>
            </span>
          </Link>
        )}
      </div>
      {finding ? (
        <ItemFinder
          id={id}
          sections={sections}
          current={index}
          board={board}
          context={context}
          toRead={finding === 'by tap'}
          onGo={(sectionId, itemId) => {
            setFinding(null)
            // The dialog gives the focus back to its button before the item takes it.
            if (sectionId === sections[index]?.section.id) requestAnimationFrame(() => goToItem(itemId))
          }}
          onClose={() => setFinding(null)}
        />
      ) : null}
    </div>
  )
}
