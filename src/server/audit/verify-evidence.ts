import { canonicalJson } from '../../domain/canonical.ts'
import { receiptSchema, receiptText, sealSignatureSchema, sealStatement } from '../../domain/evidence.ts'
import { sealedPhotos } from '../../domain/photo.ts'
import { type AuditPlace, receiptKeyChanges, SYSTEM_CHAIN, sealAnchors } from '../storage/audit.ts'
import type { SealKey } from '../storage/audit-checks.ts'
import { keyPage } from '../storage/device-keys.ts'
import { listProvinces } from '../storage/provinces.ts'
import type { Database } from '../storage/schema.ts'
import { receiptHash, type WitnessedSeal, witnessPage } from '../storage/seal-witness.ts'
import { contentDigest, parseSnapshot, type Snapshot } from '../storage/seals.ts'
import { isSigned, keyId, serverKeysOf, sha256OfText } from './signatures.ts'

/** What does not agree in the evidence beside the seals. */
export type EvidenceFinding =
  | { what: EvidenceFault; inspection: string; seal: number }
  /** A registered key is not the one that was registered. */
  | { what: 'key'; key: string }

export type EvidenceFault =
  /** The log speaks of a receipt that is not there. */
  | 'receiptGone'
  /** The server's key has not signed what the receipt says, or the log names another. */
  | 'receiptChanged'
  /** It speaks of another seal, other content or another signature than lie here. */
  | 'receiptDiffers'
  /** The device's signature does not bear out what is said of it. */
  | 'signature'

/** Seals or keys looked at at a time: memory stays flat however many there are. */
const PAGE = 200

/**
 * Checks every signature and every receipt again, and each receipt against the log.
 * Nothing is signed or made: a server key that is gone makes every receipt wrong.
 *
 * @param each told of what does not agree
 * @returns how many receipts and device signatures were read
 */
export async function verifyEvidence(
  db: Database,
  each: (finding: EvidenceFinding) => void,
): Promise<{ receipts: number; signatures: number }> {
  const read = { receipts: 0, signatures: 0 }
  const provinces = await listProvinces(db)
  const keyAt = await keysByLine(db, [SYSTEM_CHAIN, ...provinces])
  for (const province of provinces) {
    const { receipts, signatures } = await verifyProvince(db, province, keyAt, each)
    read.receipts += receipts
    read.signatures += signatures
  }
  return read
}

async function verifyProvince(db: Database, province: string, keyAt: KeyAt, each: (finding: EvidenceFinding) => void) {
  const read = { receipts: 0, signatures: 0 }
  const owners = await ownersOf(db, province, each)
  for (let after: SealKey = { inspection_id: '', no: 0 }; ; ) {
    const page = await witnessPage(db, province, after, PAGE)
    const anchors = await sealAnchors(
      db,
      province,
      page.map(({ inspection_id }) => inspection_id),
    )
    for (const seal of page) {
      const anchor = anchors.get(seal.inspection_id)?.find((each) => each.seal === seal.no)
      const anchored = anchor?.receipt ?? null
      for (const what of faultsOf(seal, { anchored, serverKey: keyAt(anchor?.line), owners }))
        each({ what, inspection: seal.inspection_id, seal: seal.no })
      if (seal.receipt !== null) read.receipts += 1
      if (seal.signature !== null) read.signatures += 1
    }
    const last = page.at(-1)
    if (!last || page.length < PAGE) return read
    after = last
  }
}

type KeyAt = (line?: AuditPlace) => string | null

/**
 * Which of the server's keys stood at a line of the log: each receipt was signed in
 * the transaction that wrote its line. Of no line the key that stands now.
 */
async function keysByLine(db: Database, chains: readonly string[]): Promise<KeyAt> {
  const [{ standing, keys }, changes] = [await serverKeysOf(db), await receiptKeyChanges(db, chains)]
  return (line) => {
    const change = line && changes.find(({ chain, no }) => chain === line.chain && no > line.no)
    const id = change?.before ?? standing
    return id === null ? null : (keys.get(id) ?? null)
  }
}

/** Whose each key of a province is, by its text. */
async function ownersOf(
  db: Database,
  province: string,
  each: (finding: EvidenceFinding) => void,
): Promise<Map<string, string>> {
  const owners = new Map<string, string>()
  for (let after = ''; ; ) {
    const page = await keyPage(db, province, after, PAGE)
    for (const { id, public_key, user_id } of page) {
      if (keyId(public_key) === id) owners.set(public_key, user_id)
      else each({ what: 'key', key: id })
    }
    const last = page.at(-1)
    if (!last || page.length < PAGE) return owners
    after = last.id
  }
}

type Known = { anchored: string | null; serverKey: string | null; owners: ReadonlyMap<string, string> }

function faultsOf(seal: WitnessedSeal, known: Known): EvidenceFault[] {
  const { receipt, receipt_signature } = seal
  if (receipt === null || receipt_signature === null) return known.anchored === null ? [] : ['receiptGone']
  const snapshot = read(() => parseSnapshot(seal.snapshot))
  const said = read(() => receiptSchema.parse(JSON.parse(receipt)))
  const isGenuine =
    said !== null &&
    // Another spelling of the same is a change too.
    canonicalJson(said) === receipt &&
    known.serverKey !== null &&
    said.key === keyId(known.serverKey) &&
    isSigned(known.serverKey, receiptText(said), receipt_signature) &&
    // A seal without a line is the log's own fault, and told as that.
    (known.anchored === null || known.anchored === receiptHash({ receipt, receipt_signature }))
  if (!isGenuine) return ['receiptChanged', ...(isBorneOut(seal, snapshot, known) ? [] : (['signature'] as const))]
  const signature = signatureIn(seal)
  const agrees =
    snapshot !== null &&
    said.inspection === seal.inspection_id &&
    said.seal === seal.no &&
    said.sealed === seal.sha256 &&
    said.previous === seal.prev_sha256 &&
    said.at === seal.sealed_at &&
    said.content === contentDigest(snapshot) &&
    canonicalJson(said.photos) === canonicalJson(sealedPhotos(snapshot.photos) ?? []) &&
    said.signature === (signature ? sha256OfText(signature.value) : null)
  return [
    ...(agrees ? [] : (['receiptDiffers'] as const)),
    ...(isBorneOut(seal, snapshot, known) ? [] : (['signature'] as const)),
  ]
}

/** Whether what is said of the device's signature is still so. */
function isBorneOut(seal: WitnessedSeal, snapshot: Snapshot | null, { owners }: Known): boolean {
  const { signed, at_device, kind, reason, by_user, prev_sha256 } = seal
  if (seal.signature === null) return signed === 'unsigned'
  const signature = signatureIn(seal)
  if (signature === null || snapshot === null || at_device === null) return false
  const { key, previous, clock, value } = signature
  const text = sealStatement({
    kind,
    inspection: seal.inspection_id,
    digest: contentDigest(snapshot),
    seal: seal.no,
    previous,
    by: by_user,
    reason,
    key,
    at: at_device,
    clock,
  })
  const isLinked = previous === null || previous === prev_sha256
  const fits = isLinked && owners.get(key) === by_user && isSigned(key, text, value)
  return signed === (fits ? 'signed' : 'wrong')
}

function signatureIn({ signature }: WitnessedSeal) {
  if (signature === null) return null
  const parsed = read(() => sealSignatureSchema.parse(JSON.parse(signature)))
  return parsed && canonicalJson(parsed) === signature ? parsed : null
}

/** Null where a text has been spoilt so far that it cannot be read. */
function read<T>(parse: () => T): T | null {
  try {
    return parse()
  } catch {
    return null
  }
}
