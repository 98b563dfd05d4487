import type { ChecklistRef } from '../../domain/checklist.ts'
import type { InspectionRecord } from '../../domain/inspection.ts'
import type { ReduceContext, Reduction, reduce } from '../../domain/merge.ts'
import { type Mutation, mutationSchema } from '../../domain/mutation.ts'
import type { Person } from '../../domain/people.ts'
import type { Step } from '../../domain/step.ts'
import type { Outcome } from '../../protocol/wire.ts'
import { appendAudit } from '../audit/append.ts'
import type { Signer } from '../audit/signatures.ts'
import { findChecklist } from '../storage/checklists.ts'
import { findFacility, formerFacts } from '../storage/facilities.ts'
import { findInspection, keepAnswer, saveInspection } from '../storage/inspections.ts'
import { savePhoto } from '../storage/photos.ts'
import { formerReach, reachesWholeProvince } from '../storage/reach.ts'
import { keepReportRows } from '../storage/report-rows.ts'
import type { Database } from '../storage/schema.ts'
import { seal } from '../storage/seals.ts'
import { keepStanding } from '../storage/standings.ts'
import { digestNow } from './digest.ts'
import { type Sealing, witnessSeal } from './witness.ts'

type Rules = {
  person: Person
  now: number
  today: string
  deviceId: string
  signer: Signer
  /** How the sender's clock goes. */
  clock: Sealing['clock']
  reduce: typeof reduce
  onQuarantine: (error: unknown) => void
}

/** An outcome, and the mutation's own text where the outcome has not kept its content. */
type Done = { outcome: Omit<Outcome, 'seq'>; payload: string | null }

/** The inspections that a batch touches, while it is worked on. */
export type Workbench = {
  /** Reduces one mutation onto the state that the ones before it left. Never throws because of the mutation. */
  work(raw: unknown, seq: number): Promise<Done>
  /** Writes each changed inspection once; gives their ids in order. */
  save(): Promise<string[]>
}

/** Opens a workbench inside the push's transaction. */
export function openWorkbench(trx: Database, rules: Rules): Workbench {
  const { person, now, today, deviceId } = rules
  const { provinceId: province } = person
  const states = new Map<string, InspectionRecord | null>()
  const changed = new Set<string>()
  /** What counts otherwise in the statistics than before. */
  const recounted = new Set<string>()
  let isOfWholeProvince: boolean | null = null
  /** What can only be written once the inspection's own row stands. */
  const after: (() => Promise<void>)[] = []

  async function stateOf(id: string): Promise<InspectionRecord | null> {
    const known = states.get(id)
    if (known !== undefined) return known
    const state = await findInspection(trx, province, id)
    states.set(id, state)
    return state
  }

  async function answersForProvince(): Promise<boolean> {
    isOfWholeProvince ??= await reachesWholeProvince(trx, person)
    return isOfWholeProvince
  }

  async function contextFor(mutation: Mutation, state: InspectionRecord | null): Promise<ReduceContext> {
    const head = mutation.k === 'inspection.start' ? mutation.head : state?.head
    const ref: ChecklistRef | undefined = head?.checklist
    return {
      person,
      // Asked for what it decides alone.
      isOfWholeProvince: mutation.k === 'inspection.step' && (await answersForProvince()),
      now,
      today,
      digestOf: digestNow,
      facility: head ? await findFacility(trx, province, head.facilityId) : null,
      former:
        head && mutation.k === 'inspection.start'
          ? {
              facts: await formerFacts(trx, province, head.facilityId),
              reachedUntil: await formerReach(trx, person, head.facilityId),
            }
          : { facts: [], reachedUntil: null },
      checklist: ref ? await findChecklist(trx, ref) : null,
    }
  }

  function keep({ state, outcome, replaced, photo, sealed }: Reduction, mutation: Mutation): void {
    const { insp, seq } = mutation
    if (state !== null && state !== states.get(insp)) {
      states.set(insp, state)
      changed.add(insp)
    }
    for (const answer of replaced) {
      after.push(() => keepAnswer(trx, province, insp, answer, { deviceId, seq, now }))
    }
    if (photo) {
      const addedBy = state?.createdBy.id === person.id ? null : person.id
      after.push(() => savePhoto(trx, province, insp, photo, { now, addedBy }))
    }
    if (mutation.k === 'inspection.step' && outcome.o === 'applied') {
      recounted.add(insp)
      after.push(() => noteStep(insp, mutation.step))
    }
    // The seal is of this moment; a later mutation of the batch replaces the state, it does not change it.
    if (state === null || sealed === null) return
    recounted.add(insp)
    after.push(() => sealAndAnchor(state, sealed, mutation))
  }

  /** The log holds the hash of every seal and receipt: removing one leaves a trace outside of its inspection. */
  async function sealAndAnchor(
    record: InspectionRecord,
    sealed: NonNullable<Reduction['sealed']>,
    mutation: Mutation,
  ): Promise<void> {
    const { kind } = sealed
    if (mutation.k !== 'inspection.submit' && mutation.k !== 'inspection.amend')
      throw new Error(`${mutation.k} seals nothing`)
    const made = await seal(trx, province, record, sealed, { by: person.id, now })
    const sealing = { mutation, record, kind, seal: made, clock: rules.clock }
    const witnessed = await witnessSeal(trx, rules.signer, { person, deviceId, now }, sealing)
    const detail = { kind, seal: made.no, sha256: made.sha256, ...witnessed }
    await appendAudit(trx, { what: 'sealed', province, who: person.id, at: now, subject: record.id, detail })
  }

  /** Titles and sanctions rest on what reviewers decide: the log holds it. */
  async function noteStep(insp: string, { id, seal: no, say }: Step): Promise<void> {
    if (say.is !== 'approve' && say.is !== 'return' && say.is !== 'sendUp') return
    const detail = { is: say.is, seal: no, step: id }
    await appendAudit(trx, { what: 'reviewed', province, who: person.id, at: now, subject: insp, detail })
  }

  /** What was sealed or decided counts in the statistics from the same transaction on. */
  async function count(id: string): Promise<void> {
    const state = states.get(id)
    const checklist = state && (await findChecklist(trx, state.head.checklist))
    if (!checklist) return
    await keepStanding(trx, province, state, checklist)
    await keepReportRows(trx, province, state, checklist)
  }

  return {
    async work(raw, seq) {
      const parsed = mutationSchema.safeParse(raw)
      if (!parsed.success) {
        const at = parsed.error.issues.map(({ path }) => path.join('.')).slice(0, 5)
        return { outcome: { o: 'rejected', code: 'MUTATION_INVALID', detail: { at } }, payload: JSON.stringify(raw) }
      }
      const mutation = { ...parsed.data, seq }
      const state = await stateOf(mutation.insp)
      const context = await contextFor(mutation, state)
      let reduction: Reduction
      try {
        reduction = rules.reduce(state, mutation, context)
      } catch (error) {
        // A fault of ours must not stop the queue behind it: reduce is pure, so nothing was half done.
        rules.onQuarantine(error)
        const detail = { seq, mutation: mutation.id }
        await appendAudit(trx, { what: 'mutation.held', province, who: person.id, at: now, subject: deviceId, detail })
        return { outcome: { o: 'quarantined', code: 'SERVER_QUARANTINED' }, payload: JSON.stringify(raw) }
      }
      keep(reduction, mutation)
      const { outcome } = reduction
      // A late answer, photo or signature is kept in its own place; a late removal has only its own text.
      const isRemoval = mutation.k === 'photo.remove' || mutation.k === 'inspection.unsign'
      const isKeptElsewhere = outcome.o !== 'rejected' && !(outcome.o === 'late' && isRemoval)
      return { outcome, payload: isKeptElsewhere ? null : JSON.stringify(raw) }
    },

    async save() {
      const ids = [...changed].sort()
      for (const id of ids) {
        const state = states.get(id)
        if (state) await saveInspection(trx, province, state, now)
      }
      for (const write of after) await write()
      for (const id of recounted) await count(id)
      return ids
    },
  }
}
