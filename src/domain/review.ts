import { type InspectionRecord, sealNoOf } from './inspection.ts'
import { type RecordStep, says, standingSteps } from './step.ts'

/**
 * The review of a sealed inspection (duyệt kết quả), read off its steps:
 *
 *     handed in ──▶ waiting ──▶ approved
 *                   │  ▲  ▲         │
 *                   │  │  └ amended ┤ a fault was found after all
 *                   │  └──────┐     ▼
 *                   ├──▶ held │  returned   only the items named open, until an amendment
 *                   └──▶ sent up: the same, decided by those who answer for the province
 */

export const reviewStates = ['waiting', 'held', 'returned', 'approved'] as const
export type ReviewState = (typeof reviewStates)[number]

export type Review = {
  state: ReviewState
  /** Who decides. Once sent up it stays there. */
  level: 'area' | 'province'
  /** Of what was returned: item → what is to be corrected, oldest first. */
  returned: ReadonlyMap<string, readonly string[]>
  /** The step that made it so; null while nobody has said anything of this seal. */
  by: RecordStep | null
}

type Reviewed = Pick<InspectionRecord, 'status' | 'sealNo' | 'steps'>

/** How the review of an inspection stands; null of a draft. */
export function reviewOf(record: Reviewed): Review | null {
  if (record.status === 'draft') return null
  const seal = sealNoOf(record)
  const steps = standingSteps(record.steps)
  const ofSeal = steps.filter((step) => step.seal === seal && says(step, 'approve', 'hold', 'return', 'sendUp'))
  const by = ofSeal.at(-1) ?? null
  const level = steps.some((step) => says(step, 'sendUp')) ? 'province' : 'area'
  const returned = new Map<string, string[]>()
  if (record.status === 'returned')
    for (const step of ofSeal)
      if (says(step, 'return'))
        for (const [item, comment] of Object.entries(step.say.items))
          returned.set(item, [...(returned.get(item) ?? []), comment])
  return { state: stateOf(record.status, by), level, returned, by }
}

function stateOf(status: Exclude<InspectionRecord['status'], 'draft'>, by: RecordStep | null): ReviewState {
  if (status === 'submitted') return by && says(by, 'hold') ? 'held' : 'waiting'
  return status
}

/**
 * Which of these answers an amendment may not change, by the review as it stands:
 * of what was returned, every answer that was given and was not named; of what was
 * approved, every one. Where a correction makes another item apply, that one has no
 * answer yet, and may be given one.
 */
export function lockedItems(
  record: Reviewed & Pick<InspectionRecord, 'cells'>,
  items: readonly string[],
): readonly string[] {
  const review = reviewOf(record)
  if (review?.state === 'approved') return items
  if (review?.state !== 'returned') return []
  return items.filter((item) => !review.returned.has(item) && (record.cells[item]?.answer.value ?? null) !== null)
}
