import { useState } from 'react'
import { Link } from 'wouter'
import type { ScoringContext } from '../../domain/scoring/context.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import type { AnswerBoard } from '../parts/answer-board.ts'
import { type OpenSection, SectionNav } from './section-nav.tsx'
import css from './section-steps.module.css'

type SectionStepsProps = {
  id: string
  sections: readonly OpenSection[]
  index: number
  board: AnswerBoard
  context: ScoringContext
}

/** Backwards, all sections, forwards: within the thumb's reach. */
export function SectionSteps({ id, sections, index, board, context }: SectionStepsProps) {
  const [choosing, setChoosing] = useState(false)
  const before = sections[index - 1]
  const after = sections[index + 1]
  return (
    <div className={css.bar}>
      <div className={css.inner}>
        {before ? (
          <Link
            href={`/kiem-tra/${id}/${before.section.id}`}
            className={buttonClass('plain', css.step)}
            aria-label={`Mục trước: ${before.section.title}`}
          >
            <span aria-hidden="true">‹</span> Trước
          </Link>
        ) : (
          <Link href="/" className={buttonClass('plain', css.step)}>
            Để sau
          </Link>
        )}
        <Button className={css.all} onClick={() => setChoosing(true)} aria-haspopup="dialog">
          Mục {index + 1}/{sections.length}
        </Button>
        {after ? (
          <Link
            href={`/kiem-tra/${id}/${after.section.id}`}
            className={buttonClass('main', css.next)}
            aria-label={`Mục sau: ${after.section.title}`}
          >
            Mục sau <span aria-hidden="true">›</span>
          </Link>
        ) : (
          <Link href={`/kiem-tra/${id}/nop`} className={buttonClass('main', css.next)}>
            Xem lại và nộp
          </Link>
        )}
      </div>
      {choosing ? (
        <Dialog title="Các mục" place="bottom" onClose={() => setChoosing(false)}>
          <SectionNav
            id={id}
            sections={sections}
            current={index}
            board={board}
            context={context}
            onGo={() => setChoosing(false)}
          />
          <Button onClick={() => setChoosing(false)}>Đóng</Button>
        </Dialog>
      ) : null}
    </div>
  )
}
