import { createHash } from 'node:crypto'
import type { Answer } from '../../domain/answer.ts'
import { canonicalJson } from '../../domain/canonical.ts'
import { answersIn, type InspectionRecord, sealedContent } from '../../domain/inspection.ts'
import { sealable, sealedPhotos } from '../../domain/photo.ts'
import { type Signature, sealedSignatures } from '../../domain/signature.ts'
import type { Database } from './schema.ts'

/**
 * Seals an inspection as it stands. The snapshot names the seal before it, so its
 * SHA-256 covers the chain; triggers refuse any later change of the row.
 *
 * @returns its number and hash, and the hash of the one before
 */
export async function seal(
  trx: Database,
  provinceId: string,
  record: InspectionRecord,
  as: { kind: 'submit' } | { kind: 'amend'; reason: string },
  { by, now }: { by: string; now: number },
): Promise<{ no: number; sha256: string; previous: string | null }> {
  const reason = as.kind === 'amend' ? as.reason : null
  // It is handed in once: a second first seal would be refused by its key.
  const last = as.kind === 'submit' ? null : await lastSealOf(trx, provinceId, record.id)
  const no = (last?.no ?? 0) + 1
  const previous = last?.sha256 ?? null
  // What came after the first seal stands beside every later one too, and so does what proves that something was mended.
  const photos = sealable(record.photos)
    .map(({ id, item, sha256 }) => ({ id, item, sha256 }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  const answers = answersIn(record.cells)
  const signatures =
    record.signatures && sealedSignatures(record.signatures, contentDigest({ head: record.head, answers, photos }))
  const snapshot = canonicalJson({
    inspection: record.id,
    no,
    previous,
    by,
    ...(reason !== null && { reason }),
    head: record.head,
    answers,
    score: record.score,
    ...(photos.length > 0 && { photos }),
    ...(signatures && { signatures }),
  })
  const sha256 = createHash('sha256').update(snapshot, 'utf8').digest('hex')
  await trx
    .insertInto('inspection_seal')
    .values({
      tenant_id: provinceId,
      inspection_id: record.id,
      no,
      snapshot,
      sha256,
      prev_sha256: previous,
      kind: as.kind,
      reason,
      by_user: by,
      sealed_at: now,
    })
    .execute()
  return { no, sha256, previous }
}

function lastSealOf(trx: Database, provinceId: string, inspectionId: string) {
  return trx
    .selectFrom('inspection_seal')
    .select(['no', 'sha256'])
    .where('tenant_id', '=', provinceId)
    .where('inspection_id', '=', inspectionId)
    .orderBy('no', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** What a snapshot says. Only of a text whose hash is right: `seal` has written it. */
export type Snapshot = {
  inspection: string
  no: number
  previous: string | null
  by: string
  reason?: string
  head: InspectionRecord['head']
  answers: Record<string, Answer>
  score: InspectionRecord['score']
  photos?: { id: string; item: string; sha256: string }[]
  /** Those that held. */
  signatures?: Signature[]
}

export function parseSnapshot(text: string): Snapshot {
  return JSON.parse(text) as Snapshot
}

/** The digest that the device gave for what is sealed. */
export function contentDigest({
  head,
  answers,
  photos,
  signatures,
}: Pick<Snapshot, 'head' | 'answers' | 'photos' | 'signatures'>): string {
  return createHash('sha256')
    .update(canonicalJson(sealedContent(head, answers, sealedPhotos(photos), signatures)), 'utf8')
    .digest('hex')
}
