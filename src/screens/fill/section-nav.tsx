import { memo } from 'react'
import { Link } from 'wouter'
import type { OpenSection, ScoringContext } from '../../domain/scoring/context.ts'
import { Mark } from '../../ui/mark.tsx'
import type { AnswerBoard } from '../parts/answer-board.ts'
import { useScore } from '../parts/use-board.ts'
import css from './section-nav.module.css'

type SectionNavProps = {
  id: string
  sections: readonly OpenSection[]
  current: number
  board: AnswerBoard
  context: ScoringContext
  onGo?: () => void
}

/** Every section with its n/N and its critical failures. */
export const SectionNav = memo(function SectionNav({ id, sections, current, board, context, onGo }: SectionNavProps) {
  const score = useScore(board, context)
  const missing = score.applicable - score.answered
  return (
    <nav aria-label="Các mục">
      <ol className={css.list}>
        {sections.map(({ section, items }, index) => {
          const scored = score.sections.find(({ sectionId }) => sectionId === section.id)
          const answered = scored?.answered ?? 0
          const isDone = answered === items.length
          return (
            <li key={section.id}>
              <Link
                href={`/kiem-tra/${id}/${section.id}`}
                className={css.section}
                aria-current={index === current ? 'page' : undefined}
                onClick={onGo}
              >
                <span className={css.title}>{section.title}</span>
                {scored && scored.criticalFailures > 0 ? (
                  <span className={css.critical}>
                    <Mark tone="critical" /> {scored.criticalFailures} điểm liệt
                  </span>
                ) : null}
                <span className={isDone ? css.done : css.count}>
                  {isDone ? <Mark tone="pass" /> : null} {answered}/{items.length}
                </span>
              </Link>
            </li>
          )
        })}
        <li>
          <Link href={`/kiem-tra/${id}/nop`} className={css.section} onClick={onGo}>
            <span className={css.review}>Xem lại và nộp</span>
            <span className={css.count}>{missing > 0 ? `còn ${missing}` : 'đã đủ'}</span>
          </Link>
        </li>
      </ol>
    </nav>
  )
})
