import type { Answer } from './answer.ts'
import type { InspectionRecord } from './inspection.ts'
import type { Plan } from './plan.ts'
import { type RecordStep, says, standingSteps } from './step.ts'

/**
 * A corrective action inside the facility, read off what the visit planned and the steps since:
 *
 *     planned by the visit, or assigned ──▶ open ──▶ done ──▶ verified
 *                                            ▲        │
 *                                            └────────┘ sent back, with a word
 */

export type ActionState = 'open' | 'done' | 'verified'

export type Action = {
  item: string
  state: ActionState
  /** As the facility has last assigned it; before that as the visit planned it. */
  plan: Plan
  /** Account of whoever answers for it; null where it names none. */
  owner: string | null
  /** The step that last called it done; null where none has. */
  done: RecordStep | null
  /** Why it is open again, or by whom it was verified. */
  judged: RecordStep | null
  /** Everything said of it, oldest first. */
  steps: readonly RecordStep[]
}

type Acted = Pick<InspectionRecord, 'steps'> & {
  cells: Readonly<Record<string, { answer: Pick<Answer, 'plan'> }>>
}

/** The corrective actions of a sealed inspection, by item. */
export function actionsOf({ cells, steps }: Acted): ReadonlyMap<string, Action> {
  const actions = new Map<string, Action>()
  for (const [item, { answer }] of Object.entries(cells)) if (answer.plan) actions.set(item, planned(item, answer.plan))
  for (const step of standingSteps(steps)) {
    if (!says(step, 'assign', 'done', 'verify', 'sendBack')) continue
    const { item } = step.say
    const known = actions.get(item)
    const next = known || says(step, 'assign') ? after(known, step) : null
    if (next) actions.set(item, { ...next, steps: [...(known?.steps ?? []), step] })
  }
  return actions
}

function planned(item: string, plan: Plan): Action {
  return { item, state: 'open', plan, owner: null, done: null, judged: null, steps: [] }
}

function after(known: Action | undefined, step: RecordStep): Action | null {
  if (says(step, 'assign')) {
    const { item, plan, owner = null } = step.say
    return { ...(known ?? planned(item, plan)), plan, owner }
  }
  if (!known) return null
  if (says(step, 'done')) return { ...known, state: 'done', done: step, judged: null }
  return { ...known, state: says(step, 'verify') ? 'verified' : 'open', judged: step }
}

/** Whether this is the person whose work it was: whoever answers for an action, or has called it done, does not verify it. They may say that it is not done. */
export function isOwnWork({ owner, done }: Pick<Action, 'owner' | 'done'>, personId: string): boolean {
  return owner === personId || done?.by.id === personId
}

/** Where the facility disagrees: item → the step that says why. */
export function disagreementsOf({ steps }: Pick<InspectionRecord, 'steps'>): ReadonlyMap<string, RecordStep> {
  const open = new Map<string, RecordStep>()
  for (const step of standingSteps(steps)) {
    if (says(step, 'disagree')) open.set(step.say.item, step)
    if (says(step, 'agree')) open.delete(step.say.item)
  }
  return open
}
