import type { OpenAction } from '../../../domain/action.ts'
import { planInWords } from '../../../domain/action-words.ts'
import type { Item } from '../../../domain/checklist.ts'
import type { Plan } from '../../../domain/plan.ts'
import { Disclosure } from '../../../ui/disclosure.tsx'
import type { AnswerBoard } from '../answer-board.ts'
import { useVisit } from '../previous/previous-visits.tsx'
import { ItemPlan } from './item-plan.tsx'
import css from './plan.module.css'

type CardPlanProps = { item: Item; plan: Plan | undefined; board: AnswerBoard; action: OpenAction | null }

/** What is planned for an item, beside its answer: a quiet button until somebody plans, then the words and a way to change them. */
export function CardPlan({ item, plan, board, action }: CardPlanProps) {
  const visit = useVisit()
  if (!visit) return null
  return (
    <>
      {plan ? (
        <p className={css.planned}>
          <span className={css.name}>Biện pháp:</span> {planInWords(plan)}
        </p>
      ) : null}
      <Disclosure label={plan ? 'Sửa biện pháp' : 'Biện pháp'} openLabel="Ẩn biện pháp">
        {() => <ItemPlan item={item} visit={visit} board={board} action={action} />}
      </Disclosure>
    </>
  )
}
