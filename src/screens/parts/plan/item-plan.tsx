import type { ReactNode } from 'react'
import type { OpenAction } from '../../../domain/action.ts'
import type { Item } from '../../../domain/checklist.ts'
import { type PlanVisit, planWith, suggestionFor } from '../../../domain/planning.ts'
import type { AnswerBoard } from '../answer-board.ts'
import { useAnswers, useEntry } from '../use-board.ts'
import { PlanField } from './plan-field.tsx'

type ItemPlanProps = {
  item: Item
  visit: PlanVisit
  board: AnswerBoard
  action: OpenAction | null
  /** Behind the quiet buttons. */
  children?: ReactNode
}

/** The plan of one item of an open visit; saved as its answer is. */
export function ItemPlan({ item, visit, board, action, children }: ItemPlanProps) {
  const { plan } = useEntry(board, item.id).answer
  const answers = useAnswers(board)
  const suggestion = suggestionFor(item, answers, visit, action)
  return (
    <PlanField
      plan={plan}
      suggestion={suggestion}
      date={visit.date}
      // What stands now, not what was drawn: a word that was just typed may have been saved a moment ago.
      onSay={(said) => board.change(item.id, { plan: planWith(board.entry(item.id).answer.plan, said, suggestion) })}
      onReplace={(whole) => board.change(item.id, { plan: whole })}
    >
      {children}
    </PlanField>
  )
}
