import { parse, v7 } from 'uuid'
import { marksAsSteps, type OpenActions, unmarkedIn } from '../../domain/action.ts'
import type { Answer } from '../../domain/answer.ts'
import { missingIn, requiredEvidence } from '../../domain/completeness.ts'
import type { InspectionHead } from '../../domain/inspection.ts'
import type { Photo } from '../../domain/photo.ts'
import type { FoundPosition } from '../../domain/place.ts'
import { Problem } from '../../domain/problem.ts'
import { score } from '../../domain/scoring/score.ts'
import { summaryOf } from '../../domain/scoring/summary.ts'
import { type Signature, sealedSignatures } from '../../domain/signature.ts'
import { digestOfSealed, digestToSign } from '../../protocol/sealed-digest.ts'
import { type Begun, openBegun } from './begun.ts'
import { getChecklist } from './checklists.ts'
import type {
  AnswerRow,
  BegunRow,
  Database,
  InspectionRow,
  LocalState,
  PhotoRow,
  Place,
  Refusal,
  SignatureRow,
} from './database.ts'
import { askedBy, readEarlier } from './earlier.ts'
import { isSamePacked, type Packed } from './packing.ts'
import { photosOfVisit } from './photo-rows.ts'
import { type Entry, enqueue, entryOf, isTakingBack, photoCell, signatureCell } from './queue.ts'
import { getFacility } from './replica.ts'
import { signSeal } from './sign-seal.ts'
import { signaturesOfVisit } from './signature-rows.ts'
import { hasJudged, stepEntries } from './steps.ts'
import { announce, commit, type Store } from './store.ts'
import { countChangesOf } from './together.ts'

export type { LocalState, Refusal }

export type OpenInspection = {
  id: string
  head: InspectionHead
  state: LocalState
  refusal: Refusal | null
  answers: Record<string, Answer>
  /** What was typed and is no answer yet, by item. */
  begun: Record<string, Begun>
  /** Server revision of each answer, as far as this device has seen it. */
  revs: Record<string, number>
  /** Revision under which somebody’s answer last came down, of each item where one has. */
  pulled: Record<string, number>
  /** Items where another device answered differently. */
  contested: string[]
  /** Living photos, without those the server does not take. */
  photos: Photo[]
  /** Without those that were taken back, or that the server does not take; whether each still holds is another question. */
  signatures: Signature[]
  place: Place | null
  savedAt: number
  /** Changes the server has not confirmed yet. */
  unsent: number
}

/**
 * A UUID of version 7 (RFC 9562), which begins with the moment: on the server the visits of a month lie together,
 * and their tables can be cut by time (docs/scale.md). Nobody reads the moment out of it: the clock may be years off.
 */
function newInspectionId(now: number): string {
  return v7({ msecs: now, random: parse(crypto.randomUUID()) })
}

/** Begins an inspection on this device; works without a network. @returns its id */
export async function startInspection(store: Store, head: InspectionHead): Promise<string> {
  const savedAt = Date.now()
  const id = newInspectionId(savedAt)
  const row: InspectionRow = {
    id,
    state: 'draft',
    savedAt,
    edits: 0,
    place: null,
    head: await store.db.pack(head),
    refusal: null,
  }
  const entry = await entryOf(store.db, id, { k: 'inspection.start', head }, savedAt)
  await commit(store, ['inspection', 'outbox'], async () => {
    await store.db.inspection.add(row)
    await enqueue(store.db, entry)
  })
  announce(store)
  return id
}

/** An inspection that is still on this device, with all its answers; null where there is none. */
export async function openInspection({ db }: Store, id: string): Promise<OpenInspection | null> {
  const tables = [db.inspection, db.answer, db.photo, db.signature, db.begun, db.outbox]
  const [row, answers, photos, signatures, begun, unsent] = await db.transaction('r', tables, () =>
    Promise.all([
      db.inspection.get(id),
      db.answer.where({ insp: id }).toArray(),
      photosOfVisit(db, id),
      signaturesOfVisit(db, id),
      db.begun.where({ insp: id }).toArray(),
      countChangesOf(db, id),
    ]),
  )
  return row ? read(db, row, { answers, photos, signatures, begun, unsent }) : null
}

async function read(
  db: Database,
  row: InspectionRow,
  {
    answers: rows,
    photos,
    signatures,
    begun,
    unsent,
  }: { answers: AnswerRow[]; photos: PhotoRow[]; signatures: SignatureRow[]; begun: BegunRow[]; unsent: number },
): Promise<OpenInspection> {
  const answers = await answersOf(db, row.id, rows)
  const revs = Object.fromEntries(rows.map(({ cell, rev }) => [cell, rev]))
  return {
    id: row.id,
    head: await db.unpack(row.head),
    state: row.state,
    refusal: row.refusal && (await db.unpack(row.refusal)),
    answers,
    begun: await openBegun(db, begun),
    revs,
    pulled: Object.fromEntries(rows.flatMap(({ cell, pulled }) => (pulled ? [[cell, pulled]] : []))),
    photos: await Promise.all(photos.filter(({ state }) => state !== 'refused').map(({ body }) => db.unpack(body))),
    signatures: await Promise.all(
      signatures.filter(({ refusal }) => refusal === null).map(({ body }) => db.unpack(body)),
    ),
    contested: rows.filter(({ contested }) => contested).map(({ cell }) => cell),
    place: row.place,
    savedAt: row.savedAt,
    unsent,
  }
}

type Opened = { packed: Packed<Answer>; answer: Answer }

/** Answers as they were last read, of each inspection; gone with its database. */
const lastRead = new WeakMap<Database, Map<string, Map<string, Opened>>>()

/** After a tap one answer of a thousand is sealed anew: the others are not opened again. */
async function answersOf(db: Database, insp: string, rows: readonly AnswerRow[]): Promise<Record<string, Answer>> {
  const ofStore = lastRead.get(db) ?? new Map<string, Map<string, Opened>>()
  lastRead.set(db, ofStore)
  const before = ofStore.get(insp)
  const read = await Promise.all(
    rows.map(async ({ cell, answer: packed }): Promise<[string, Opened]> => {
      const known = before?.get(cell)
      return [cell, known && isSamePacked(known.packed, packed) ? known : { packed, answer: await db.unpack(packed) }]
    }),
  )
  ofStore.set(insp, new Map(read))
  return Object.fromEntries(read.map(([cell, { answer }]) => [cell, answer]))
}

/** How far an open inspection is, in items; null where there is none, or its checklist cannot be read here. */
export async function progressOf(store: Store, id: string): Promise<{ answered: number; applicable: number } | null> {
  const open = await openInspection(store, id)
  const checklist = open && (await getChecklist(store, open.head.checklist))
  if (!checklist) return null
  const { answered, applicable } = score(checklist, open.head.facts, open.answers, { date: open.head.date })
  return { answered, applicable }
}

/** Where the person is now, so that the inspection opens there again. Nothing to send. */
export async function rememberPlace(store: Store, id: string, place: Place): Promise<void> {
  await commit(store, ['inspection'], () => store.db.inspection.update(id, { place }))
}

/**
 * Corrects date or team of an inspection that is still open, or says where it is. One that
 * the server refused is sent again whole, because the server may not know it at all.
 * @throws Problem INSPECTION_UNKNOWN | INSPECTION_CLOSED
 */
export async function changeHead(
  store: Store,
  id: string,
  set: { date?: string; team?: string[]; position?: FoundPosition },
): Promise<void> {
  await edit(store, id, async (open) => {
    const head = { ...open.head, ...set }
    const at = Date.now()
    const entries =
      open.state === 'refused'
        ? await whole(store.db, open, head, at)
        : [await entryOf(store.db, id, { k: 'inspection.head', set }, at)]
    return { head, state: 'draft', entries, fromScratch: open.state === 'refused' }
  })
}

/** Sends a refused inspection again whole, with the facility's facts as the server now has them; it stays open. */
export async function resendInspection(store: Store, id: string): Promise<void> {
  await edit(store, id, async (open) => {
    const head = await withFreshFacts(store, open.head)
    return { head, state: 'draft', entries: await whole(store.db, open, head, Date.now()), fromScratch: true }
  })
}

/**
 * Closes an inspection on this device and queues it for the server.
 * @throws Problem INCOMPLETE {missing: itemId[]} | FOLLOW_UP_MISSING {items} | CONTESTED {items} | CHECKLIST_UNKNOWN | SIGNATURES_LAPSED
 */
export async function submitInspection(store: Store, id: string): Promise<void> {
  let lapsed = false
  await edit(store, id, async (open) => {
    const isAgain = open.state === 'refused'
    const head = isAgain ? await withFreshFacts(store, open.head) : open.head
    const checklist = await getChecklist(store, head.checklist)
    if (!checklist) throw new Problem('CHECKLIST_UNKNOWN')
    if (open.contested.length > 0) throw new Problem('CONTESTED', { items: open.contested })
    const scored = score(checklist, head.facts, open.answers, { date: head.date })
    const owed = requiredEvidence(checklist, scored, open.answers, open.photos)
    const missing = [...missingIn(scored), ...owed].map(({ itemId }) => itemId)
    if (missing.length > 0) throw new Problem('INCOMPLETE', { missing })
    // Asked for here alone: the server does not know which of the earlier visits this device has seen.
    const { actions } = await readEarlier(store, askedBy(id, head))
    const items = unmarkedIn({ checklist, facts: head.facts }, actions, open.answers).map(({ itemId }) => itemId)
    if (items.length > 0) throw new Problem('FOLLOW_UP_MISSING', { items })
    const at = Date.now()
    // Who signed had other facts before them: nothing is handed in without its signatures behind its author's back.
    lapsed = isAgain && (await haveLapsed(open, head))
    if (lapsed) return { head, state: 'draft', entries: await whole(store.db, open, head, at), fromScratch: true }
    const digest = await digestOfSealed({ ...open, head })
    // Signed before the transaction opens: a tap must not wait in it for a cipher.
    const said = { kind: 'submit' as const, inspection: id, digest, seal: 1, previous: null, reason: null, at }
    const signature = await signSeal(store, said)
    const entry = await entryOf(
      store.db,
      id,
      { k: 'inspection.submit', digest, score: summaryOf(scored), ...(signature && { signature }) },
      at,
    )
    return {
      head,
      state: 'waiting',
      entries: [
        ...(isAgain ? await whole(store.db, open, head, at) : []),
        entry,
        ...(await markSteps(store, open, actions, at)),
      ],
      fromScratch: isAgain,
    }
  })
  if (lapsed) throw new Problem('SIGNATURES_LAPSED')
}

/** What the visit's marks say to actions that the facility has called done; said once, however often the visit is handed in. */
async function markSteps(store: Store, { head, answers }: OpenInspection, actions: OpenActions, at: number) {
  const said = await Promise.all(
    marksAsSteps(actions, answers, { personId: store.personId, head }).map(async (each) => {
      const { say } = each
      return 'of' in say && (await hasJudged(store, each.insp, say.of)) ? [] : [each]
    }),
  )
  return stepEntries(store, said.flat(), at)
}

/** Whether a signature held that no longer does with this head. */
async function haveLapsed(open: OpenInspection, head: InspectionHead): Promise<boolean> {
  if (open.signatures.length === 0) return false
  const [before, after] = await Promise.all([digestToSign(open), digestToSign({ ...open, head })])
  return before !== after && sealedSignatures(open.signatures, before) !== undefined
}

type Edit = { head: InspectionHead; state: LocalState; entries: Entry[]; fromScratch: boolean }

/**
 * Reads, decides and writes: what was decided on must still be what is stored
 * when the transaction opens, else it is decided again (another tab wrote).
 */
async function edit(store: Store, id: string, decide: (open: OpenInspection) => Promise<Edit>): Promise<void> {
  const { db } = store
  for (;;) {
    const edits = (await db.inspection.get(id))?.edits
    const open = await openInspection(store, id)
    if (!open || edits === undefined) throw new Problem('INSPECTION_UNKNOWN')
    if (open.state === 'waiting') throw new Problem('INSPECTION_CLOSED')
    const { head, state, entries, fromScratch } = await decide(open)
    const packed = await db.pack(head)
    const isDone = await commit(store, ['inspection', 'answer', 'outbox'], async () => {
      const row = await db.inspection.get(id)
      if (row?.edits !== edits) return false
      // What is frozen may be at the server already and keeps its number; only what still waits is replaced.
      if (fromScratch)
        await db.outbox
          .where({ insp: id })
          // What was taken back stays so: nothing else would say it again.
          .filter(({ state, cell }) => state === 'open' && !isTakingBack(cell))
          .delete()
      const rows = fromScratch ? await db.answer.where({ insp: id }).toArray() : []
      const told = new Map(rows.map((each) => [each.cell, each.told]))
      for (const entry of entries) {
        const seen = told.get(entry.cell)
        await enqueue(db, { ...entry, ...(seen && { seen }) })
      }
      await db.inspection.update(id, { head: packed, state, savedAt: Date.now(), edits: edits + 1, refusal: null })
      return true
    })
    if (isDone) break
  }
  announce(store)
}

/** The inspection from its beginning, as new mutations: the server takes what it lacks and finds the rest unchanged. */
async function whole(db: Database, open: OpenInspection, head: InspectionHead, at: number): Promise<Entry[]> {
  const answers = Object.entries(open.answers).map(([item, answer]) =>
    entryOf(db, open.id, { k: 'answer.set', set: { [item]: [0, answer] } }, at, item, open.revs[item] ?? 0),
  )
  const photos = open.photos.map((photo) => entryOf(db, open.id, { k: 'photo.add', photo }, at, photoCell(photo.id)))
  const signatures = open.signatures.map((signature) =>
    entryOf(db, open.id, { k: 'inspection.sign', signature }, at, signatureCell(signature.id)),
  )
  return [
    await entryOf(db, open.id, { k: 'inspection.start', head }, at),
    ...(await Promise.all([...answers, ...photos, ...signatures])),
  ]
}

async function withFreshFacts(store: Store, head: InspectionHead): Promise<InspectionHead> {
  const facility = await getFacility(store, head.facilityId)
  return facility ? { ...head, facilityName: facility.name, facts: facility.facts } : head
}
