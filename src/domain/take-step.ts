import { actionsOf, isOwnWork } from './action-state.ts'
import type { Checklist } from './checklist.ts'
import { type InspectionRecord, sealNoOf } from './inspection.ts'
import { itemsOf } from './items.ts'
import type { Person } from './people.ts'
import type { ProblemCode } from './problem.ts'
import { reviewOf } from './review.ts'
import { type RecordStep, type Saying, STEPS_MAX, type Step, says } from './step.ts'

/** What becomes of a step: taken, kept without effect, or not kept at all. */
export type Taken =
  | { o: 'applied'; state: InspectionRecord }
  | { o: 'late'; state: InspectionRecord; code: ProblemCode }
  | { o: 'rejected'; code: ProblemCode; detail?: Record<string, unknown> }

export type StepContext = {
  person: Person
  /** Whether the person answers for the whole province. */
  isOfWholeProvince: boolean
  checklist: Checklist
  /** By the device's clock, and by the server's. */
  at: number
  now: number
}

/**
 * Adds a step to a sealed inspection. What somebody said of a state that has passed
 * meanwhile (it was amended, or decided by somebody else) is kept beside it as late:
 * people see it, and it changes nothing. Who may say what is asked before (`maySay`).
 */
export function takeStep(record: InspectionRecord, step: Step, context: StepContext): Taken {
  if ((record.steps ?? []).length >= STEPS_MAX) return { o: 'rejected', code: 'STEP_TOO_MANY' }
  const known = new Set(itemsOf(context.checklist).map(({ id }) => id))
  const stranger = itemsIn(step.say).find((item) => !known.has(item))
  if (stranger !== undefined) return { o: 'rejected', code: 'ITEM_UNKNOWN', detail: { item: stranger } }
  const refused = refusalOf(record, step, context)
  if (refused) return { o: 'rejected', code: refused }
  const { id, name, role } = context.person
  const kept: RecordStep = { ...step, by: { id, name, role }, at: context.at, receivedAt: context.now }
  const passed = passedBy(record, step)
  if (passed) return { o: 'late', code: passed, state: withStep(record, { ...kept, late: true }) }
  const status = statusAfter(step.say, record.status)
  return { o: 'applied', state: { ...withStep(record, kept), status } }
}

function itemsIn(say: Saying): string[] {
  if (say.is === 'return') return Object.keys(say.items)
  return 'item' in say ? [say.item] : []
}

function refusalOf(record: InspectionRecord, step: Step, { person, isOfWholeProvince }: StepContext) {
  const isReview = says(step, 'approve', 'hold', 'return', 'sendUp')
  if (isReview && reviewOf(record)?.level === 'province' && !isOfWholeProvince) return 'REVIEW_AT_PROVINCE' as const
  if (says(step, 'done', 'verify', 'sendBack')) {
    const action = actionsOf(record).get(step.say.item)
    if (!action) return 'ACTION_UNKNOWN' as const
    // That it is not done after all is no praise of one's own work: anybody may say it who may judge.
    if (says(step, 'verify') && isOwnWork(action, person.id)) return 'ACTION_OWN_WORK' as const
  }
  return null
}

/** Why a step speaks of something that is no longer so; null where it does not. */
function passedBy(record: InspectionRecord, { say, seal }: Step): ProblemCode | null {
  const actionOf = (item: string) => actionsOf(record).get(item)
  switch (say.is) {
    case 'approve':
    case 'hold':
    case 'sendUp':
      if (seal !== sealNoOf(record)) return 'SEAL_MOVED'
      return record.status === 'submitted' ? null : 'REVIEW_DECIDED'
    case 'return':
      // More may be found in what was returned, and a fault in what was approved.
      return seal === sealNoOf(record) ? null : 'SEAL_MOVED'
    case 'assign':
      return actionOf(say.item)?.state === 'verified' ? 'ACTION_MOVED' : null
    case 'done':
      return actionOf(say.item)?.state === 'open' ? null : 'ACTION_MOVED'
    case 'verify':
    case 'sendBack': {
      const action = actionOf(say.item)
      return action?.state === 'done' && action.done?.id === say.of ? null : 'ACTION_MOVED'
    }
    case 'disagree':
    case 'agree':
      return null
    default:
      return say satisfies never
  }
}

function statusAfter(say: Saying, status: InspectionRecord['status']): InspectionRecord['status'] {
  if (say.is === 'approve') return 'approved'
  return say.is === 'return' ? 'returned' : status
}

function withStep(record: InspectionRecord, step: RecordStep): InspectionRecord {
  return { ...record, steps: [...(record.steps ?? []), step] }
}
