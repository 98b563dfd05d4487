import { answersIn, type InspectionHead, type InspectionRecord } from '../../domain/inspection.ts'
import { Problem } from '../../domain/problem.ts'
import {
  isNamed,
  type RecordSignature,
  SIGNATURES_MAX,
  type Signature,
  type SignatureState,
  stateOfSignature,
} from '../../domain/signature.ts'
import { type SignedChange, signedChanges } from '../../domain/signed-changes.ts'
import { type Content, digestToSign } from '../../protocol/sealed-digest.ts'
import type { Database, SignatureRow } from './database.ts'
import { type OpenInspection, openInspection } from './drafts.ts'
import type { Packed } from './packing.ts'
import { type Entry, enqueue, entryOf, signatureCell, withdrawalCell } from './queue.ts'
import { signaturesOfVisit } from './signature-rows.ts'
import { announce, commit, type Store } from './store.ts'

/** What somebody gives under a visit; `digest` is that of the content they were shown. */
export type Signing = Omit<Signature, 'id' | 'at'>

export type CheckedSignature = {
  signature: Signature
  state: SignatureState
  /** What was changed after it; null where this device does not know: it was given on another. */
  changed: SignedChange[] | null
}

/**
 * Keeps one signature and what must be sent of it, in one transaction, only while the content is what
 * its giver was shown. What still held for the same place is taken back in the same step.
 * @throws Problem SIGNED_CONTENT_MOVED: something was changed meanwhile; INSPECTION_CLOSED,
 *   SIGNATURE_TOO_MANY, DEVICE_STORAGE_FULL, DEVICE_STORAGE_FAILED, APP_OUTDATED: nothing was kept
 */
export async function signInspection(store: Store, insp: string, signing: Signing): Promise<string> {
  if (!isNamed(signing)) throw new RangeError('a signature of nobody')
  const { db } = store
  const edits = (await db.inspection.get(insp))?.edits
  const open = await openInspection(store, insp)
  if (!open || edits === undefined) throw new Problem('INSPECTION_UNKNOWN')
  if ((await digestToSign(open)) !== signing.digest) throw new Problem('SIGNED_CONTENT_MOVED')
  const at = Date.now()
  const signature: Signature = { ...signing, id: crypto.randomUUID(), at }
  const { id, role, digest } = signature
  const row: SignatureRow = {
    id,
    insp,
    addedAt: at,
    removedAt: null,
    refusal: null,
    body: await db.pack(signature),
    content: await db.pack(contentOf(open)),
  }
  const entry = await entryOf(db, insp, { k: 'inspection.sign', signature }, at, signatureCell(id))
  const former = open.signatures.filter((each) => each.role === role && each.digest === digest)
  const withdrawals = await Promise.all(former.map((each) => withdrawalOf(db, insp, each.id, at)))
  await commit(store, ['inspection', 'signature', 'outbox'], async () => {
    const inspection = await db.inspection.get(insp)
    if (!inspection || inspection.state === 'waiting') throw new Problem('INSPECTION_CLOSED')
    // Another tab wrote between what was compared and this.
    if (inspection.edits !== edits) throw new Problem('SIGNED_CONTENT_MOVED')
    if ((await db.signature.where({ insp }).count()) >= SIGNATURES_MAX) throw new Problem('SIGNATURE_TOO_MANY')
    for (const each of former) await db.signature.update(each.id, { removedAt: at })
    for (const each of withdrawals) await enqueue(db, each)
    await db.signature.add(row)
    await enqueue(db, entry)
    await db.inspection.update(insp, { savedAt: at, edits: edits + 1 })
  })
  announce(store)
  return id
}

/** Takes a signature back. @throws Problem INSPECTION_CLOSED */
export async function withdrawSignature(store: Store, insp: string, id: string): Promise<void> {
  const { db } = store
  const at = Date.now()
  const entry = await withdrawalOf(db, insp, id, at)
  await commit(store, ['inspection', 'signature', 'outbox'], async () => {
    const inspection = await db.inspection.get(insp)
    if (!inspection || inspection.state === 'waiting') throw new Problem('INSPECTION_CLOSED')
    const row = await db.signature.get(id)
    if (!row || row.removedAt !== null) return
    await db.signature.update(id, { removedAt: at })
    await enqueue(db, entry)
    await db.inspection.update(insp, { savedAt: at, edits: inspection.edits + 1 })
  })
  announce(store)
}

function withdrawalOf(db: Database, insp: string, id: string, at: number): Promise<Entry> {
  return entryOf(db, insp, { k: 'inspection.unsign', signature: id }, at, withdrawalCell(id))
}

function contentOf({ head, answers, photos }: OpenInspection): Content {
  return { head, answers, photos: photos.map(({ sha256 }) => ({ sha256 })) }
}

/** The signatures of an open visit as they stand to its present content, oldest first; that content, and its digest. */
export async function checkSignatures(
  store: Store,
  insp: string,
): Promise<{ open: OpenInspection; digest: string; signatures: CheckedSignature[] } | null> {
  // Every row is read before the first wait for WebCrypto: a live query must hear of all of them.
  const [open, rows] = await Promise.all([openInspection(store, insp), signaturesOfVisit(store.db, insp)])
  if (!open) return null
  const contents = await Promise.all(rows.map(({ content }) => unpackAny(store.db, content)))
  const given = new Map(rows.map(({ id }, index) => [id, contents[index] ?? null]))
  const digest = await digestToSign(open)
  const now = contentOf(open)
  const signatures = open.signatures.map((signature) => {
    const content = given.get(signature.id) ?? null
    return { signature, state: stateOfSignature(signature, digest), changed: content && signedChanges(content, now) }
  })
  return { open, digest, signatures }
}

async function unpackAny(db: Database, content: Packed<Content> | undefined): Promise<Content | null> {
  return content ? db.unpack(content) : null
}

/** The same of a record as the server handed it out: without those that were taken back. */
export async function checkRecordSignatures(record: InspectionRecord): Promise<CheckedSignature[]> {
  const { head, cells, photos, signatures = [] } = record
  if (signatures.length === 0) return []
  const digest = await digestToSign({ head, answers: answersIn(cells), photos })
  return signatures
    .filter(({ removed }) => !removed)
    .map((signature: RecordSignature) => ({
      signature,
      state: stateOfSignature(signature, digest),
      changed: null,
    }))
}

/** Who signed for a facility last, and what office each person said they hold, as far as this device knows. */
export type KnownSigners = { facility: { name: string; position: string } | null; positions: Record<string, string> }

/** So many visits are looked through. */
const LOOKED_AT = 30

/**
 * From received visits: of this facility who signed for it last, and of one's own visits which office
 * goes with a name.
 */
export async function knownSigners(
  { db, personId }: Store,
  { facilityId }: Pick<InspectionHead, 'facilityId'>,
): Promise<KnownSigners> {
  const [ofFacility, latest] = await Promise.all([
    db.result.where({ facilityId }).reverse().sortBy('submittedAt'),
    db.result.orderBy('submittedAt').reverse().limit(LOOKED_AT).toArray(),
  ])
  const read = (rows: typeof latest) => Promise.all(rows.slice(0, LOOKED_AT).map(({ body }) => db.unpack(body)))
  const [there, recent] = await Promise.all([read(ofFacility), read(latest)])
  const last = there.flatMap(living).find(({ role, name }) => role === 'facility' && name !== '')
  const positions: Record<string, string> = {}
  for (const { role, name, position } of recent.filter(({ createdBy }) => createdBy.id === personId).flatMap(living))
    if (role !== 'facility' && position !== '') positions[name] ??= position
  return { facility: last ? { name: last.name, position: last.position } : null, positions }
}

/** Newest first. */
function living({ signatures = [] }: InspectionRecord): RecordSignature[] {
  return signatures.filter(({ removed }) => !removed).sort((a, b) => b.at - a.at)
}
