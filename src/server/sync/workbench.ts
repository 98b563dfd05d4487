import { canonicalJson } from '../../domain/canonical.ts'
import type { ChecklistRef } from '../../domain/checklist-ref.ts'
import type { InspectionRecord } from '../../domain/inspection.ts'
import type { ReduceContext, Reduction, reduce } from '../../domain/merge.ts'
import { type Mutation, mutationSchema } from '../../domain/mutation.ts'
import { mayVisit, type Person } from '../../domain/people.ts'
import type { Facility } from '../../domain/place.ts'
import type { Step } from '../../domain/step.ts'
import type { Outcome } from '../../protocol/wire.ts'
import { appendAudit } from '../audit/append.ts'
import type { Signer } from '../audit/signatures.ts'
import { findChecklist } from '../storage/checklists.ts'
import { findFacility, formerFacts } from '../storage/facilities.ts'
import { keepAnswer, saveInspection } from '../storage/inspections.ts'
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
export type Done = { outcome: Omit<Outcome, 'seq'>; payload: string | null }

/** The inspections that a batch touches, while it is worked on. */
export type Workbench = {
  /** Reduces one mutation onto the state that the ones before it left. Never throws because of the mutation. */
  work(raw: unknown, seq: number): Promise<Done>
  /** Writes each changed inspection once; gives their ids in order. */
  save(): Promise<string[]>
}

/**
 * Opens a workbench inside the push's transaction.
 * @param states the inspections that the batch names and that there are; those that change are put in their place
 */
export function openWorkbench(trx: Database, states: Map<string, InspectionRecord>, rules: Rules): Workbench {
  const { person, now, today, deviceId } = rules
  const { provinceId: province } = person
  const facilityOf = once(
    (id: string) => id,
    (id) => findFacility(trx, province, id),
  )
  const checklistOf = once(canonicalJson, (ref: ChecklistRef) => findChecklist(trx, ref))
  /** In the statistics already. */
  const counted = new Set([...states.values()].filter(({ status }) => status !== 'draft').map(({ id }) => id))
  const changed = new Set<string>()
  /** What counts otherwise in the statistics than before. */
  const recounted = new Set<string>()
  let isOfWholeProvince: boolean | null = null
  /** What can only be written once the inspection's own row stands. */
  const after: (() => Promise<void>)[] = []

  async function answersForProvince(): Promise<boolean> {
    isOfWholeProvince ??= await reachesWholeProvince(trx, person)
    return isOfWholeProvince
  }

  async function contextFor(mutation: Mutation, state: InspectionRecord | null): Promise<ReduceContext> {
    const head = mutation.k === 'inspection.start' ? mutation.head : state?.head
    const facility = head ? await facilityOf(head.facilityId) : null
    return {
      person,
      // Asked for what it decides alone.
      isOfWholeProvince: mutation.k === 'inspection.step' && (await answersForProvince()),
      now,
      today,
      digestOf: digestNow,
      facility,
      former:
        facility && mutation.k === 'inspection.start'
          ? await formerOf(facility, mutation.head)
          : { facts: [], reachedUntil: null },
      checklist: head ? await checklistOf(head.checklist) : null,
    }
  }

  /** Asked for where what is now does not do. */
  async function formerOf(facility: Facility, { facts, date }: InspectionRecord['head']) {
    const isOfNow = canonicalJson(facts) === canonicalJson(facility.facts)
    const isReached = mayVisit(person, facility, { date, reachedUntil: null })
    return {
      facts: isOfNow ? [] : await formerFacts(trx, province, facility.id),
      reachedUntil: isReached ? null : await formerReach(trx, person, facility.id),
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
    const checklist = state && (await checklistOf(state.head.checklist))
    if (!checklist) return
    await keepStanding(trx, province, state, checklist)
    await keepReportRows(trx, province, state, checklist, { isNew: !counted.has(id) })
  }

  return {
    async work(raw, seq) {
      const parsed = mutationSchema.safeParse(raw)
      if (!parsed.success) {
        const at = parsed.error.issues.map(({ path }) => path.join('.')).slice(0, 5)
        return { outcome: { o: 'rejected', code: 'MUTATION_INVALID', detail: { at } }, payload: JSON.stringify(raw) }
      }
      const mutation = { ...parsed.data, seq }
      const state = states.get(mutation.insp) ?? null
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

/** Asks for each thing once: nobody changes it before the transaction ends. */
function once<Of, Found>(keyOf: (of: Of) => string, ask: (of: Of) => Promise<Found>): (of: Of) => Promise<Found> {
  const asked = new Map<string, Promise<Found>>()
  return (of) => {
    const key = keyOf(of)
    const found = asked.get(key) ?? ask(of)
    asked.set(key, found)
    return found
  }
}
