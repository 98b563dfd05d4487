import {
  type NamedKey,
  type Receipt,
  type ReceiptCheck,
  receiptText,
  type SealNote,
  type SignedReceipt,
  shortHash,
} from '../../domain/evidence.ts'
import { answersIn, type InspectionRecord, sealNoOf } from '../../domain/inspection.ts'
import { digestOf } from '../../protocol/digest.ts'
import { digestOfSealed } from '../../protocol/sealed-digest.ts'
import type { Evidence } from './database.ts'
import { isSignedBy } from './signing-key.ts'
import { readMeta, type Store } from './store.ts'

/** What the server told of an inspection's seals; empty where it told nothing. */
export async function sealsTold(store: Store, id: string): Promise<SealNote[]> {
  return (await readEvidence(store, id))?.seals ?? []
}

async function readEvidence({ db }: Store, id: string): Promise<Evidence | null> {
  const row = await db.result.get(id)
  return row?.evidence ? db.unpack(row.evidence) : null
}

/**
 * What is known so far of the evidence of these records. Outside of a page's
 * transaction: it writes nothing where another page was written meanwhile.
 */
export async function evidenceAmong({ db }: Store, ids: readonly string[]): Promise<ReadonlyMap<string, Evidence>> {
  const rows = await db.result.where('id').anyOf(ids).toArray()
  const known = rows.map(async ({ id, evidence }) => (evidence ? [[id, await db.unpack(evidence)] as const] : []))
  return new Map((await Promise.all(known)).flat())
}

/** What is kept of a record's evidence once a page has told it anew. */
export function mergedEvidence(before: Evidence | null, seals: readonly SealNote[]): Evidence {
  const told = new Map(seals.map(({ no, receipt }) => [no, receipt?.said]))
  const known = [...(before?.former ?? []), ...(before?.seals ?? []).flatMap(({ receipt }) => receipt ?? [])]
  // The same content confirmed again, by a server that was restored, is no news.
  const former = known.filter(({ said }) => told.get(said.seal)?.content !== said.content)
  return { seals: [...seals], former: [...new Map(former.map((each) => [each.signature, each])).values()] }
}

/** Every key ever heard: receipts of a server whose database was begun anew can still be checked. Inside a transaction. */
export async function withKeys(store: Store, told: readonly NamedKey[]): Promise<NamedKey[]> {
  const known = (await readMeta<NamedKey[]>(store, 'serverKeys')) ?? []
  return [...known.filter(({ id }) => told.every((key) => key.id !== id)), ...told]
}

export type CheckedSeal = SealNote & {
  /** Null where no receipt came. */
  check: ReceiptCheck | null
  /** The receipt as people compare it; null where none came. */
  code: string | null
}

export type CheckedEvidence = {
  /** Digest of the content that this device shows. */
  content: string
  /** In order. */
  seals: CheckedSeal[]
  /** Codes of receipts that spoke of other content for the same seal. */
  former: { seal: number; at: number; code: string }[]
}

/**
 * The evidence of a received inspection, checked against what this device shows:
 * each time anew, so that what was changed on the tablet is noticed too.
 */
export async function checkEvidence(store: Store, record: InspectionRecord): Promise<CheckedEvidence> {
  // Every row is read before the first wait for WebCrypto: a live query must hear of all of them.
  const [evidence, keys] = await Promise.all([
    readEvidence(store, record.id),
    readMeta<NamedKey[]>(store, 'serverKeys'),
  ])
  const shown = {
    inspection: record.id,
    content: await digestOfSealed({ ...record, answers: answersIn(record.cells) }),
    standing: sealNoOf(record),
  }
  const seals: CheckedSeal[] = []
  let previous: string | null = null
  for (const note of evidence?.seals ?? []) {
    const { receipt } = note
    const check = receipt ? await checkReceipt(receipt, keys ?? [], { ...shown, note, previous }) : null
    seals.push({ ...note, check, code: receipt ? await codeOf(receipt.said) : null })
    previous = note.receipt?.said.sealed ?? null
  }
  const former = (evidence?.former ?? []).map(async ({ said }) => ({
    seal: said.seal,
    at: said.at,
    code: await codeOf(said),
  }))
  return { content: shown.content, seals, former: await Promise.all(former) }
}

type Shown = { inspection: string; content: string; standing: number; note: SealNote; previous: string | null }

async function checkReceipt(
  { said, signature }: SignedReceipt,
  keys: readonly NamedKey[],
  { inspection, content, standing, note, previous }: Shown,
): Promise<ReceiptCheck> {
  const key = keys.find(({ id }) => id === said.key)
  if (!key) return 'unknownKey'
  if (!(await isSignedBy(key.key, receiptText(said), signature))) return 'wrong'
  const isOfThis = said.inspection === inspection && said.seal === note.no && said.at === note.at
  // Of the seals before only the hashes are here; the one that stands is held against what is shown.
  const isLinked = previous === null || said.previous === previous
  const isShown = note.no !== standing || said.content === content
  return isOfThis && isLinked && isShown ? 'whole' : 'differs'
}

async function codeOf(said: Receipt): Promise<string> {
  return shortHash(await digestOf(said))
}
