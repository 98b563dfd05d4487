import { createHash } from 'node:crypto'
import { canonicalJson } from '../../domain/canonical.ts'
import { answersIn, type InspectionRecord } from '../../domain/inspection.ts'
import { livingPhotos } from '../../domain/photo.ts'
import type { Database } from './schema.ts'

/**
 * Seals an inspection as it stands. The snapshot names the seal before it, so its
 * SHA-256 covers the chain; triggers refuse any later change of the row.
 */
export async function seal(trx: Database, record: InspectionRecord, byUser: string, now: number): Promise<void> {
  const last = await trx
    .selectFrom('inspection_seal')
    .select(['no', 'sha256'])
    .where('inspection_id', '=', record.id)
    .orderBy('no', 'desc')
    .limit(1)
    .executeTakeFirst()
  const no = (last?.no ?? 0) + 1
  const previous = last?.sha256 ?? null
  const photos = livingPhotos(record.photos)
    .map(({ id, item, sha256 }) => ({ id, item, sha256 }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  const snapshot = canonicalJson({
    inspection: record.id,
    no,
    previous,
    by: byUser,
    head: record.head,
    answers: answersIn(record.cells),
    score: record.score,
    ...(photos.length > 0 && { photos }),
  })
  await trx
    .insertInto('inspection_seal')
    .values({
      inspection_id: record.id,
      no,
      snapshot,
      sha256: createHash('sha256').update(snapshot, 'utf8').digest('hex'),
      prev_sha256: previous,
      kind: 'submit',
      by_user: byUser,
      sealed_at: now,
    })
    .execute()
}
