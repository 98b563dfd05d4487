import { createHash } from 'node:crypto'
import { canonicalJson } from '../../domain/canonical.ts'
import { answersIn, type InspectionRecord, sealNoOf } from '../../domain/inspection.ts'
import { sealedSignatures } from '../../domain/signature.ts'
import { findInspection } from '../storage/inspections.ts'
import { listProvinces } from '../storage/provinces.ts'
import type { Database } from '../storage/schema.ts'
import { contentDigest, parseSnapshot } from '../storage/seals.ts'
import { snapshot } from '../storage/transaction.ts'

/** What does not agree, and where. */
export type Finding = { inspection: string; seal: number | null; what: SealFault }

export type SealFault =
  /** The snapshot is not the one that was hashed. */
  | 'changed'
  /** A number is missing, or a seal names another one before it. */
  | 'unlinked'
  /** Handed in, and the seal that stands is not there. */
  | 'missing'
  /** Head, answers, score, photos or signatures differ from what the standing seal says. */
  | 'differs'

/** Inspections looked at at a time: memory stays flat however many there are. */
const PAGE = 200

/**
 * Walks every inspection that was handed in and the chain of its seals (rules P14,
 * P18). Triggers refuse a change of a seal; this finds the work of whoever removed
 * them first, as long as one of two hashes, or the row beside them, was left as it was.
 *
 * @param each told of what does not agree, in the order of provinces and of their inspections' ids
 * @returns how many inspections and seals were read
 */
export async function verifySeals(
  db: Database,
  each: (finding: Finding) => void,
): Promise<{ inspections: number; seals: number }> {
  const read = { inspections: 0, seals: 0 }
  for (const province of await listProvinces(db)) {
    for (let after: string | null = ''; after !== null; ) {
      const from: string = after
      // One snapshot a page: a seal that is set meanwhile must not stand beside a record read before it.
      const page = await snapshot(db, (trx) => verifyPage(trx, province, from, each))
      read.inspections += page.inspections
      read.seals += page.seals
      after = page.inspections < PAGE ? null : page.last
    }
  }
  return read
}

async function verifyPage(trx: Database, province: string, after: string, each: (finding: Finding) => void) {
  const page = await trx
    .selectFrom('inspection')
    .select(['id', 'status', 'seal_no'])
    .where('tenant_id', '=', province)
    .where('id', '>', after)
    .where((eb) =>
      eb.or([
        eb('status', '!=', 'draft'),
        eb('seal_no', 'is not', null),
        // Called a draft again, and its seals forgotten.
        eb.exists(
          eb
            .selectFrom('inspection_seal')
            .select('inspection_seal.no')
            .whereRef('inspection_seal.tenant_id', '=', 'inspection.tenant_id')
            .whereRef('inspection_seal.inspection_id', '=', 'inspection.id'),
        ),
      ]),
    )
    .orderBy('id')
    .limit(PAGE)
    .execute()
  let count = 0
  for (const { id, status, seal_no } of page) {
    const seals = await sealsOf(trx, province, id)
    const told = chainFaults(id, seals)
    // A record names its seal only from the first amendment on.
    if (sealNoOf({ status, sealNo: seal_no ?? undefined }) !== seals.length)
      told.push({ inspection: id, seal: seal_no, what: 'missing' })
    const standing = seals.at(-1)
    const record = await findInspection(trx, province, id)
    if (standing && record && told.length === 0 && !agrees(standing.snapshot, record))
      told.push({ inspection: id, seal: standing.no, what: 'differs' })
    for (const finding of told) each(finding)
    count += seals.length
  }
  return { inspections: page.length, seals: count, last: page.at(-1)?.id ?? null }
}

type Seal = { no: number; snapshot: string; sha256: string; prev_sha256: string | null }

function sealsOf(db: Database, province: string, inspection: string): Promise<Seal[]> {
  return db
    .selectFrom('inspection_seal')
    .select(['no', 'snapshot', 'sha256', 'prev_sha256'])
    .where('tenant_id', '=', province)
    .where('inspection_id', '=', inspection)
    .orderBy('no')
    .execute()
}

function chainFaults(inspection: string, seals: readonly Seal[]): Finding[] {
  const found: Finding[] = []
  let previous: string | null = null
  for (const [index, { no, snapshot, sha256, prev_sha256 }] of seals.entries()) {
    if (createHash('sha256').update(snapshot, 'utf8').digest('hex') !== sha256)
      found.push({ inspection, seal: no, what: 'changed' })
    else if (no !== index + 1 || prev_sha256 !== previous || parseSnapshot(snapshot).previous !== previous)
      found.push({ inspection, seal: no, what: 'unlinked' })
    previous = sha256
  }
  return found
}

function agrees(snapshot: string, { head, cells, score, photos = [], signatures }: InspectionRecord): boolean {
  const sealed = parseSnapshot(snapshot)
  const signed = contentDigest({ head: sealed.head, answers: sealed.answers, photos: sealed.photos ?? [] })
  const pictures = new Map(photos.map(({ id, sha256 }) => [id, sha256]))
  return (
    canonicalJson({ head: sealed.head, answers: sealed.answers, score: sealed.score }) ===
      canonicalJson({ head, answers: answersIn(cells), score }) &&
    (sealed.photos ?? []).every(({ id, sha256 }) => pictures.get(id) === sha256) &&
    canonicalJson(sealed.signatures ?? []) === canonicalJson(sealedSignatures(signatures, signed) ?? [])
  )
}
