import type { ScoringContext } from '../../domain/scoring/context.ts'
import { pointsWords } from '../../domain/scoring/score-words.ts'
import { Badge } from '../../ui/badge.tsx'
import type { AnswerBoard } from '../parts/answer-board.ts'
import { useScore } from '../parts/use-board.ts'
import css from './section-total.module.css'

type SectionTotalProps = { sectionId: string; board: AnswerBoard; context: ScoringContext }

/** "7/12 tiêu chí · 8/15 điểm" */
export function SectionTotal({ sectionId, board, context }: SectionTotalProps) {
  const section = useScore(board, context).sections.find((each) => each.sectionId === sectionId)
  if (!section) return null
  const { answered, items, earned, max, criticalFailures } = section
  return (
    <p className={css.total}>
      <span>
        <strong>
          {answered}/{items.length}
        </strong>{' '}
        tiêu chí
      </span>
      {max > 0 ? <span>{pointsWords(earned, max)}</span> : null}
      {criticalFailures > 0 ? <Badge tone="critical">{criticalFailures} điểm liệt</Badge> : null}
    </p>
  )
}
