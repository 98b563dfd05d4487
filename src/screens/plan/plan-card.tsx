import { Link } from 'wouter'
import { lossWords } from '../../documents/conclusion.ts'
import { markOf, type OpenAction } from '../../domain/action.ts'
import { planInWords } from '../../domain/action-words.ts'
import { formatDate } from '../../domain/date.ts'
import type { PlannedItem, PlanVisit } from '../../domain/planning.ts'
import { buttonClass } from '../../ui/button.tsx'
import type { AnswerBoard } from '../parts/answer-board.ts'
import { ItemPlan } from '../parts/plan/item-plan.tsx'
import { SavedMark, SaveLine } from '../parts/save-line.tsx'
import { useEntry } from '../parts/use-board.ts'
import css from './plan-page.module.css'

type PlanCardProps = {
  planned: PlannedItem
  inspectionId: string
  visit: PlanVisit
  board: AnswerBoard
  action: OpenAction | null
}

/** What fell short, and what will be done about it. */
export function PlanCard({ planned, inspectionId, visit, board, action }: PlanCardProps) {
  const { item, number, section, finding } = planned
  const { answer, save } = useEntry(board, item.id)
  const headingId = `ke-hoach-${item.id}`
  return (
    <article className={css.card} aria-labelledby={headingId} data-critical={finding?.scored.criticalFailure === true}>
      <h3 id={headingId} className={css.question}>
        {number}. {item.question}
      </h3>
      {finding ? (
        <p className={css.aside}>
          {finding.scored.reason} {finding.lost > 0 ? `(${lossWords(finding.lost)})` : ''}
        </p>
      ) : null}
      {answer.note ? <p className={css.what}>Ghi chú: {answer.note}</p> : null}
      {action && markOf(action, answer) === 'notFixed' ? (
        <p className={css.what}>
          Chưa khắc phục biện pháp ngày {formatDate(action.plannedOn)}: {planInWords(action.plan)}
        </p>
      ) : null}
      <ItemPlan item={item} visit={visit} board={board} action={action}>
        <Link
          href={`/kiem-tra/${inspectionId}/${section.id}#${item.id}`}
          className={buttonClass('quiet')}
          aria-label={`Mở tiêu chí ${number}`}
        >
          Mở tiêu chí
        </Link>
        <SaveLine board={board} itemId={item.id} value={answer.value} save={save} />
        <SavedMark save={save} />
      </ItemPlan>
    </article>
  )
}
