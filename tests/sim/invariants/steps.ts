import { getOwnView } from '../../../src/device/store/steps.ts'
import { visitActionsOf } from '../../../src/domain/action.ts'
import { canonicalJson } from '../../../src/domain/canonical.ts'
import type { Mutation } from '../../../src/domain/mutation.ts'
import { reviewOf } from '../../../src/domain/review.ts'
import type { Sim } from '../sim.ts'
import type { ServerState } from './server-state.ts'

/**
 * What was said of sealed inspections: [I1] every step that a device called kept has reached the server; [I2] one
 * that was told to be applied or late stands in its record, once, and as it was told; one that the server does not
 * take lies on both sides.
 */
export function checkSteps({ ledger }: Sim, state: ServerState): string[] {
  const problems: string[] = []
  const kept = new Map<string, { insp: string; late: boolean }>()
  for (const [insp, { steps = [] }] of state.inspections)
    for (const { id, late } of steps) {
      if (kept.has(id)) problems.push(`[I2] step ${id.slice(0, 4)} stands twice`)
      kept.set(id, { insp, late: late === true })
    }
  const refused = new Set([
    // What could not be sent went as a letter, and lies before its author.
    ...state.letters.flatMap(({ said }) => stepIn(said)?.id ?? []),
    ...state.mutations.flatMap(({ outcome, payload }) => {
      const step = stepIn(payload)
      return step && outcome.o !== 'applied' && outcome.o !== 'late' ? [step.id] : []
    }),
  ])
  for (const { device, id } of ledger.steps)
    if (!kept.has(id) && !refused.has(id))
      problems.push(`[I1] ${device} kept step ${id.slice(0, 4)} and the server never heard of it`)
  for (const { mutation, outcome } of ledger.acked) {
    const step = stepIn(mutation)
    if (!step || (outcome.o !== 'applied' && outcome.o !== 'late')) continue
    const there = kept.get(step.id)
    if (there?.insp !== mutation.insp) problems.push(`[I2] step ${step.id.slice(0, 4)} was taken and is not there`)
    else if (there.late !== (outcome.o === 'late'))
      problems.push(`[I2] step ${step.id.slice(0, 4)} was told ${outcome.o}, and the record says otherwise`)
  }
  // What a restored server had forgotten comes back, or is refused for how the record stands now.
  for (const { mutation, outcome } of ledger.forgotten) {
    const step = stepIn(mutation)
    const wasTaken = step && (outcome.o === 'applied' || outcome.o === 'late')
    if (wasTaken && !kept.has(step.id) && !refused.has(step.id))
      problems.push(`[I2] step ${step.id.slice(0, 4)} was taken once, and is forgotten`)
  }
  for (const record of state.inspections.values()) {
    const review = reviewOf(record)
    if (review && (review.state === 'approved' || review.state === 'returned') && review.state !== record.status)
      problems.push(`[I5] ${record.id.slice(0, 4)} is ${record.status}, and its steps say ${review.state}`)
  }
  return problems
}

/** [I5] Every device reads the same off a record, in short as in full, and says of nothing that it waits. */
export async function checkDerived({ devices }: Sim, state: ServerState): Promise<string[]> {
  const problems: string[] = []
  for (const { name, store, person } of devices) {
    for (const id of await store.db.result.toCollection().primaryKeys()) {
      const record = state.inspections.get(id)
      const view = await getOwnView(store, id, { person, isOfWholeProvince: false })
      if (!record || !view) continue
      if (view.waiting.size > 0) problems.push(`[I5] ${name} still says that steps of ${id.slice(0, 4)} wait`)
      if (canonicalJson(view.record) !== canonicalJson(record))
        problems.push(`[I5] ${name} shows another ${id.slice(0, 4)} than the server has`)
      const { kind, actions, marks } = visitActionsOf(record)
      const row = await store.db.visit.get(id)
      const acted = row?.acted ? await store.db.unpack(row.acted) : null
      if (canonicalJson(acted) !== canonicalJson({ kind, actions, marks }))
        problems.push(`[I5] ${name} lists other actions of ${id.slice(0, 4)} than its record has`)
    }
  }
  return problems
}

function stepIn(mutation: Mutation | null) {
  return mutation?.k === 'inspection.step' ? mutation.step : null
}
