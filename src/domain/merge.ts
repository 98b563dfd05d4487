import { type Answer, fits, printOf } from './answer.ts'
import { canonicalJson } from './canonical.ts'
import type { Checklist } from './checklist.ts'
import { missingIn, requiredEvidence } from './completeness.ts'
import type { Facts } from './facts.ts'
import {
  answersIn,
  type Cell,
  contentOf,
  dateIsPossible,
  type InspectionRecord,
  type ScoreSummary,
  sealNoOf,
} from './inspection.ts'
import { itemsOf } from './items.ts'
import type { Mutation } from './mutation.ts'
import { kindsFor, maySay, mayVisit, mayWrite, type Person, reaches } from './people.ts'
import { hasRoomFor, type Photo, type RecordPhoto, sealable } from './photo.ts'
import type { Facility } from './place.ts'
import type { ProblemCode } from './problem.ts'
import { lockedItems, reviewOf } from './review.ts'
import type { Score } from './scoring/result.ts'
import { score } from './scoring/score.ts'
import { summaryOf } from './scoring/summary.ts'
import { announcedSignature, isNamed, type RecordSignature, SIGNATURES_MAX } from './signature.ts'
import type { RecordStep, Step } from './step.ts'
import { takeStep } from './take-step.ts'

/** What the server knows when a mutation arrives. */
export type ReduceContext = {
  person: Person
  /** Whether the person answers for the whole province: they decide what was sent up. */
  isOfWholeProvince: boolean
  /** The facility that the mutation (or its inspection) names; null where there is none. */
  facility: Facility | null
  /** What was before, as a tablet that is away may still know it; asked for a start alone. */
  former: {
    /** Facts that the facility has had. */
    facts: readonly Facts[]
    /** The last day on which the person reached it, where they may not any more; null where they never did. */
    reachedUntil: string | null
  }
  /** The published checklist with exactly the named id, version and hash; null where there is none. */
  checklist: Checklist | null
  /** Date in Việt Nam and instant, by the server's clock. */
  today: string
  now: number
  /** SHA-256 of the canonical JSON. */
  digestOf: (value: unknown) => string
}

export type Reduction = {
  /** The state after the mutation; the same object where nothing changed. */
  state: InspectionRecord | null
  outcome: {
    o: 'applied' | 'noop' | 'contested' | 'late' | 'rejected'
    code?: ProblemCode
    detail?: Record<string, unknown>
    revs?: Record<string, number>
    contested?: string[]
  }
  /** Answers that no longer stand at the head of their cell: kept in the history, never dropped. */
  replaced: { item: string; rev: number; answer: Answer; by: 'head' | 'late' }[]
  /** The photo that this mutation added or took back. */
  photo?: RecordPhoto
  /** Where this mutation sealed the inspection: by handing it in, or by an amendment with its reason. */
  sealed: { kind: 'submit' } | { kind: 'amend'; reason: string } | null
}

type State = InspectionRecord | null
type Kind<K extends Mutation['k']> = Extract<Mutation, { k: K }>

/**
 * What one mutation makes of an inspection. Pure: the server runs it inside its
 * transaction, and a simulation can run it without a server. Every mutation has
 * an outcome; none is ever thrown away.
 */
export function reduce(state: State, mutation: Mutation, context: ReduceContext): Reduction {
  if (mutation.k === 'inspection.start') return start(state, mutation, context)
  if (state === null) return refuse(state, 'INSPECTION_UNKNOWN')
  const forbidden = isOfStep(mutation) ? whyNoStep(state, context) : whyNotAuthor(state, mutation.k, context)
  if (forbidden) return refuse(state, forbidden)
  switch (mutation.k) {
    case 'inspection.head':
      return changeHead(state, mutation, context)
    case 'answer.set':
      return setAnswers(state, mutation, context)
    case 'photo.add':
      return addPhoto(state, mutation, context)
    case 'photo.remove':
      return removePhoto(state, mutation)
    case 'inspection.sign':
      return sign(state, mutation)
    case 'inspection.unsign':
      return unsign(state, mutation)
    case 'inspection.submit':
      return submit(state, mutation, context)
    case 'inspection.amend':
      return amend(state, mutation, context)
    case 'inspection.step':
      return step(state, mutation, context)
    default:
      return mutation satisfies never
  }
}

/** What anybody in reach may have a word in once it is sealed, and not its author alone. */
function isOfStep(mutation: Mutation): boolean {
  return mutation.k === 'inspection.step' || (mutation.k === 'photo.add' && mutation.photo.step !== undefined)
}

function whyNotAuthor(state: InspectionRecord, k: Mutation['k'], { person, facility }: ReduceContext) {
  if (mayWrite(person, k, { createdBy: state.createdBy.id })) return null
  // Out of reach, or a draft, it looks like none: whether a visit exists elsewhere is nobody's business.
  const isInReach = facility !== null && reaches(person, facility)
  return isInReach ? 'INSPECTION_OF_ANOTHER' : 'INSPECTION_UNKNOWN'
}

function whyNoStep({ status, createdBy }: InspectionRecord, { person, facility }: ReduceContext): ProblemCode | null {
  if (status === 'draft') return createdBy.id === person.id ? 'INSPECTION_OPEN' : 'INSPECTION_UNKNOWN'
  return facility !== null && mayWrite(person, 'inspection.step', { facility }) ? null : 'INSPECTION_UNKNOWN'
}

function refuse(state: State, code: ProblemCode, detail?: Record<string, unknown>): Reduction {
  return {
    state,
    outcome: detail ? { o: 'rejected', code, detail } : { o: 'rejected', code },
    replaced: [],
    sealed: null,
  }
}

function apply(state: InspectionRecord): Reduction {
  return { state, outcome: { o: 'applied' }, replaced: [], sealed: null }
}

function unchanged(state: State): Reduction {
  return { state, outcome: { o: 'noop' }, replaced: [], sealed: null }
}

function same(a: unknown, b: unknown): boolean {
  return canonicalJson(a) === canonicalJson(b)
}

function start(state: State, { insp, head }: Kind<'inspection.start'>, context: ReduceContext): Reduction {
  const { person, facility, former, checklist, today } = context
  if (state !== null) {
    if (state.createdBy.id !== person.id) return refuse(state, 'INSPECTION_OF_ANOTHER')
    if (same(state.head, head)) return unchanged(state)
    if (state.status !== 'draft') return refuse(state, 'INSPECTION_CLOSED')
  }
  // Outside the area reads like unknown: whether a facility exists elsewhere is nobody's business.
  const { reachedUntil } = former
  if (facility === null || !mayVisit(person, facility, { date: head.date, reachedUntil }))
    return refuse(state, 'FACILITY_UNKNOWN')
  if (!kindsFor(person.role).includes(head.kind)) return refuse(state, 'FORBIDDEN')
  if (checklist === null) return refuse(state, 'CHECKLIST_UNKNOWN', { checklist: head.checklist })
  // By the facts of the visit: the facility may have become something else since.
  if (!checklist.facilityTypes.includes(head.facts.type)) return refuse(state, 'CHECKLIST_NOT_FOR_FACILITY')
  if (!dateIsPossible(head.date, checklist, today))
    return refuse(state, 'DATE_OUT_OF_RANGE', { date: head.date, from: checklist.inForceFrom, to: today })
  if (![facility.facts, ...former.facts].some((facts) => same(head.facts, facts))) return refuse(state, 'FACTS_DIFFER')
  // Sent again with a corrected head (a refused start): the answers already here stay.
  if (state !== null) return apply({ ...state, head })
  const createdBy = { id: person.id, name: person.name }
  return apply({ id: insp, head, status: 'draft', createdBy, submittedAt: null, score: null, cells: {} })
}

function changeHead(
  state: InspectionRecord,
  { set }: Kind<'inspection.head'>,
  { checklist, today }: ReduceContext,
): Reduction {
  if (state.status !== 'draft') return refuse(state, 'INSPECTION_CLOSED')
  if (checklist === null) return refuse(state, 'CHECKLIST_UNKNOWN')
  const head = { ...state.head, ...set }
  if (!dateIsPossible(head.date, checklist, today))
    return refuse(state, 'DATE_OUT_OF_RANGE', { date: head.date, from: checklist.inForceFrom, to: today })
  return same(head, state.head) ? unchanged(state) : apply({ ...state, head })
}

/** Why one of these answers cannot belong to the checklist, or to this visit; null where all do. */
function unfit(
  answers: Readonly<Record<string, Answer>>,
  checklist: Checklist,
  { id }: InspectionRecord,
): [ProblemCode, string] | null {
  const items = new Map(itemsOf(checklist).map((item) => [item.id, item]))
  for (const [itemId, { value, followUp }] of Object.entries(answers)) {
    const item = items.get(itemId)
    if (!item) return ['ITEM_UNKNOWN', itemId]
    if (value !== null && !fits(item, value)) return ['ANSWER_INVALID', itemId]
    // Which visits there were before is not asked: a device may know of more than reached the server, or of fewer.
    if (followUp?.of === id) return ['ANSWER_INVALID', itemId]
  }
  return null
}

/** The seal does not change; what arrives after it is kept beside it, and shown. */
function keepLate(state: InspectionRecord, answers: Readonly<Record<string, Answer>>, code: ProblemCode): Reduction {
  const late = Object.entries(answers).map(([item, answer]) => ({ item, answer }))
  return {
    state: { ...state, late: [...(state.late ?? []), ...late] },
    outcome: { o: 'late', code },
    replaced: late.map((each) => ({ ...each, rev: state.cells[each.item]?.rev ?? 0, by: 'late' as const })),
    sealed: null,
  }
}

function setAnswers(
  state: InspectionRecord,
  { set }: Kind<'answer.set'>,
  { checklist, digestOf }: ReduceContext,
): Reduction {
  if (checklist === null) return refuse(state, 'CHECKLIST_UNKNOWN')
  const said = Object.fromEntries(Object.entries(set).map(([item, [, answer]]) => [item, answer]))
  const problem = unfit(said, checklist, state)
  if (problem) return refuse(state, problem[0], { item: problem[1] })
  if (state.status !== 'draft') return keepLate(state, said, 'INSPECTION_CLOSED')

  const cells = { ...state.cells }
  const revs: Record<string, number> = {}
  const replaced: Reduction['replaced'] = []
  const contested: string[] = []
  let isChanged = false
  for (const [itemId, [base, answer, print]] of Object.entries(set)) {
    const cell = cells[itemId]
    // The same number in another history may be an answer that its author never saw.
    const isSeen = print === undefined || (cell !== undefined && printOf(digestOf(cell.answer)) === print)
    const written = writeCell(cell, isSeen ? base : UNSEEN, answer)
    revs[itemId] = written.rev
    // Whoever repeats one side of a dispute has to learn that there is one.
    if (written.contested) contested.push(itemId)
    if (written === cell) continue
    isChanged = true
    cells[itemId] = written
    if (cell) replaced.push({ item: itemId, rev: cell.rev, answer: cell.answer, by: 'head' })
  }
  const o = isChanged ? ('applied' as const) : ('noop' as const)
  return {
    state: isChanged ? { ...state, cells } : state,
    outcome: contested.length > 0 ? { o: 'contested', revs, contested } : { o, revs },
    replaced,
    sealed: null,
  }
}

/** Rests on nothing that a cell can hold. */
const UNSEEN = -1

/**
 * One register:
 *
 * | the author saw            | what happens                                   |
 * |---------------------------|------------------------------------------------|
 * | the head (base = rev, and | moves on; a contested cell is thereby settled   |
 * | what they saw is there)   |                                                 |
 * | an older value, same text | nothing; `contested` is said where the cell is |
 * | an older value, other     | the last received stands, marked contested      |
 */
function writeCell(cell: Cell | undefined, base: number, answer: Answer): Cell {
  const rev = cell?.rev ?? 0
  if (cell && same(cell.answer, answer) && !(cell.contested && base === rev)) return cell
  if (!cell || base === rev) return { rev: rev + 1, answer }
  return { rev: rev + 1, answer, contested: true, former: cell.answer }
}

/** Photos are a set: each is added once under its own id, and one that was taken back does not return. */
function addPhoto(state: InspectionRecord, { photo }: Kind<'photo.add'>, context: ReduceContext): Reduction {
  const { checklist, facility, person } = context
  const known = state.photos?.find(({ id }) => id === photo.id)
  if (known) return same(announced(known), photo) ? unchanged(state) : refuse(state, 'MUTATION_INVALID')
  if (checklist === null) return refuse(state, 'CHECKLIST_UNKNOWN')
  const { item } = photo
  if (!itemsOf(checklist).some(({ id }) => id === item)) return refuse(state, 'ITEM_UNKNOWN', { item })
  if (!hasRoomFor(photo, state.photos)) return refuse(state, 'PHOTO_TOO_MANY', { item })
  if (photo.step !== undefined) {
    if (facility === null || !maySay(person, 'done', facility)) return refuse(state, 'FORBIDDEN')
    return withPhoto(state, { ...photo, stored: false }, { o: 'applied' })
  }
  if (state.status === 'draft') return withPhoto(state, { ...photo, stored: false }, { o: 'applied' })
  // Beside the seal, not in it: the picture is kept and shown as what it is. Where its item was returned it was asked for.
  const isAskedFor = reviewOf(state)?.returned.has(item) === true
  const outcome = isAskedFor ? { o: 'applied' as const } : { o: 'late' as const, code: 'INSPECTION_CLOSED' as const }
  return withPhoto(state, { ...photo, stored: false, late: true }, outcome)
}

function removePhoto(state: InspectionRecord, { photo: id }: Kind<'photo.remove'>): Reduction {
  const known = state.photos?.find((photo) => photo.id === id)
  if (!known || known.removed) return unchanged(state)
  if (state.status !== 'draft' && !known.late)
    return { ...unchanged(state), outcome: { o: 'late', code: 'INSPECTION_CLOSED' } }
  return withPhoto(state, { ...known, removed: true }, { o: 'applied' })
}

function withPhoto(state: InspectionRecord, photo: RecordPhoto, outcome: Reduction['outcome']): Reduction {
  const others = (state.photos ?? []).filter(({ id }) => id !== photo.id)
  return { state: { ...state, photos: [...others, photo] }, outcome, replaced: [], photo, sealed: null }
}

/** What the author said of it, without what became of it. */
function announced({ stored: _stored, removed: _removed, late: _late, ...photo }: RecordPhoto): Photo {
  return photo
}

/**
 * Signatures are a set, as photos are. Each names the content that it was given for; what is changed
 * later needs to touch none of them to void them.
 */
function sign(state: InspectionRecord, { signature }: Kind<'inspection.sign'>): Reduction {
  const known = state.signatures?.find(({ id }) => id === signature.id)
  if (known) return same(announcedSignature(known), signature) ? unchanged(state) : refuse(state, 'MUTATION_INVALID')
  if (!isNamed(signature)) return refuse(state, 'MUTATION_INVALID')
  if ((state.signatures ?? []).length >= SIGNATURES_MAX) return refuse(state, 'SIGNATURE_TOO_MANY')
  if (state.status === 'draft') return withSignature(state, signature, { o: 'applied' })
  // Beside the seal, not in it.
  return withSignature(state, { ...signature, late: true }, { o: 'late', code: 'INSPECTION_CLOSED' })
}

function unsign(state: InspectionRecord, { signature: id }: Kind<'inspection.unsign'>): Reduction {
  const known = state.signatures?.find((signature) => signature.id === id)
  if (!known || known.removed) return unchanged(state)
  if (state.status !== 'draft' && !known.late)
    return { ...unchanged(state), outcome: { o: 'late', code: 'INSPECTION_CLOSED' } }
  return withSignature(state, { ...known, removed: true }, { o: 'applied' })
}

function withSignature(state: InspectionRecord, signature: RecordSignature, outcome: Reduction['outcome']): Reduction {
  const others = (state.signatures ?? []).filter(({ id }) => id !== signature.id)
  return { state: { ...state, signatures: [...others, signature] }, outcome, replaced: [], sealed: null }
}

function submit(state: InspectionRecord, mutation: Kind<'inspection.submit'>, context: ReduceContext): Reduction {
  const { checklist, today, now, digestOf } = context
  const digest = digestOf(contentOf(state, digestOf))
  if (state.status !== 'draft')
    return digest === mutation.digest ? unchanged(state) : refuse(state, 'INSPECTION_CLOSED')
  if (checklist === null) return refuse(state, 'CHECKLIST_UNKNOWN')
  if (!dateIsPossible(state.head.date, checklist, today))
    return refuse(state, 'DATE_OUT_OF_RANGE', { date: state.head.date })
  const contested = Object.keys(state.cells).filter((item) => state.cells[item]?.contested)
  if (contested.length > 0) return refuse(state, 'CONTESTED', { items: contested })
  const checked = checkSeal(state, digest, mutation, checklist)
  if (!checked.ok) return checked.refusal
  const owed = requiredEvidence(checklist, checked.scored, answersIn(state.cells), sealable(state.photos))
  if (owed.length > 0) return refuse(state, 'INCOMPLETE', { missing: owed.map(({ itemId }) => itemId) })
  return {
    state: { ...state, status: 'submitted', submittedAt: now, score: checked.score },
    outcome: { o: 'applied' },
    replaced: [],
    sealed: { kind: 'submit' },
  }
}

/** Corrects sealed answers: what stood moves into the history, and a new seal names the one before it. */
function amend(state: InspectionRecord, mutation: Kind<'inspection.amend'>, context: ReduceContext): Reduction {
  const { baseSeal, set, reason } = mutation
  const { digestOf } = context
  if (state.status === 'draft') return refuse(state, 'INSPECTION_OPEN')
  if (context.checklist === null) return refuse(state, 'CHECKLIST_UNKNOWN')
  const problem = unfit(set, context.checklist, state)
  if (problem) return refuse(state, problem[0], { item: problem[1] })
  // Somebody amended it since its author looked: a person decides between the two.
  if (baseSeal !== sealNoOf(state)) return keepLate(state, set, 'SEAL_MOVED')
  const changed = Object.keys(set).filter((item) => !same(state.cells[item]?.answer, set[item]))
  const [locked] = lockedItems(state, changed)
  if (state.status === 'approved') return refuse(state, 'INSPECTION_APPROVED')
  if (locked !== undefined) return refuse(state, 'ITEM_NOT_RETURNED', { item: locked })

  const cells = { ...state.cells }
  const replaced: Reduction['replaced'] = []
  for (const [item, answer] of Object.entries(set)) {
    const cell = cells[item]
    cells[item] = { rev: (cell?.rev ?? 0) + 1, answer }
    if (cell) replaced.push({ item, rev: cell.rev, answer: cell.answer, by: 'head' })
  }
  const amended = { ...state, cells }
  const digest = digestOf(contentOf(amended, digestOf))
  const checked = checkSeal(amended, digest, mutation, context.checklist)
  if (!checked.ok) return { ...checked.refusal, state }
  const late = (state.late ?? []).filter(({ item, answer }) => !(set[item] && same(set[item], answer)))
  return {
    state: { ...state, status: 'submitted', cells, score: checked.score, sealNo: baseSeal + 1, late },
    outcome: { o: 'applied' },
    replaced,
    sealed: { kind: 'amend', reason },
  }
}

/** Steps are a set, as photos are; what they do to a record is `takeStep`'s to say. */
function step(state: InspectionRecord, mutation: Kind<'inspection.step'>, context: ReduceContext): Reduction {
  const { checklist, facility, person, isOfWholeProvince, now } = context
  const known = (state.steps ?? []).find(({ id }) => id === mutation.step.id)
  if (known)
    return known.by.id === person.id && same(announcedStep(known), mutation.step)
      ? unchanged(state)
      : refuse(state, 'MUTATION_INVALID')
  if (facility === null || !maySay(person, mutation.step.say.is, facility)) return refuse(state, 'FORBIDDEN')
  if (checklist === null) return refuse(state, 'CHECKLIST_UNKNOWN')
  const taken = takeStep(state, mutation.step, { person, isOfWholeProvince, checklist, at: mutation.at, now })
  if (taken.o === 'rejected') return refuse(state, taken.code, taken.detail)
  return {
    state: taken.state,
    outcome: taken.o === 'late' ? { o: 'late', code: taken.code } : { o: 'applied' },
    replaced: [],
    sealed: null,
  }
}

/** What its author said, without what became of it. */
function announcedStep({ id, seal, say }: RecordStep): Step {
  return { id, seal, say }
}

/**
 * What every seal needs: the content its author saw, complete, with the score its author was shown.
 * @param digest of what the state covers
 */
function checkSeal(
  state: InspectionRecord,
  digest: string,
  claimed: { digest: string; score: ScoreSummary },
  checklist: Checklist,
): { ok: true; score: ScoreSummary; scored: Score } | { ok: false; refusal: Reduction } {
  const answers = answersIn(state.cells)
  const not = (code: ProblemCode, detail?: Record<string, unknown>) =>
    ({ ok: false, refusal: refuse(state, code, detail) }) as const
  if (digest !== claimed.digest) return not('DIGEST_MISMATCH')
  const scored = score(checklist, state.head.facts, answers, { date: state.head.date })
  const missing = missingIn(scored).map(({ itemId }) => itemId)
  if (missing.length > 0) return not('INCOMPLETE', { missing })
  const summary = summaryOf(scored)
  if (!same(summary, claimed.score)) return not('SCORE_MISMATCH', { server: summary, device: claimed.score })
  return { ok: true, score: summary, scored }
}
