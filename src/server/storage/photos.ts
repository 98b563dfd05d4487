import type { Person } from '../../domain/people.ts'
import type { Photo, RecordPhoto } from '../../domain/photo.ts'
import { holdClock } from './dialect.ts'
import { publish } from './feed.ts'
import type { Database } from './schema.ts'
import { transact } from './transaction.ts'

/** Every photo ever added to an inspection, oldest first, and whether its picture is here. */
export async function photosOf(db: Database, provinceId: string, inspectionId: string): Promise<RecordPhoto[]> {
  const rows = await db
    .selectFrom('photo')
    .leftJoin('blob', (join) =>
      join.onRef('blob.tenant_id', '=', 'photo.tenant_id').onRef('blob.sha256', '=', 'photo.sha256'),
    )
    .select(['photo.announced', 'photo.late', 'photo.removed_at', 'blob.verified_at'])
    .where('photo.tenant_id', '=', provinceId)
    .where('photo.inspection_id', '=', inspectionId)
    .orderBy('photo.added_at')
    .orderBy('photo.id')
    .execute()
  return rows.map((row) => ({
    ...(JSON.parse(row.announced) as Photo),
    stored: row.verified_at !== null,
    ...(row.removed_at !== null && { removed: true as const }),
    ...(row.late === 1 && { late: true as const }),
  }))
}

/**
 * Writes one photo as it now stands. The caller publishes its inspection.
 * @param addedBy who announces it, where that is not the inspection's author
 */
export async function savePhoto(
  trx: Database,
  provinceId: string,
  inspectionId: string,
  { stored: _stored, removed, late, ...photo }: RecordPhoto,
  { now, addedBy }: { now: number; addedBy: string | null },
): Promise<void> {
  const removed_at = removed ? now : null
  await trx
    .insertInto('photo')
    .values({
      inspection_id: inspectionId,
      id: photo.id,
      tenant_id: provinceId,
      item: photo.item,
      sha256: photo.sha256,
      size: photo.size,
      announced: JSON.stringify(photo),
      late: late ? 1 : 0,
      added_at: now,
      added_by: addedBy,
      removed_at,
    })
    // What was announced never changes.
    .onConflict((conflict) => conflict.columns(['tenant_id', 'inspection_id', 'id']).doUpdateSet({ removed_at }))
    .execute()
}

/** Whether this person has announced such a photo and not taken it back. */
export async function isAnnounced(
  db: Database,
  person: Person,
  photo: { id: string; sha256: string; size: number },
): Promise<boolean> {
  const row = await db
    .selectFrom('photo')
    .innerJoin('inspection', (join) =>
      join.onRef('inspection.tenant_id', '=', 'photo.tenant_id').onRef('inspection.id', '=', 'photo.inspection_id'),
    )
    .select('photo.id')
    .where('photo.id', '=', photo.id)
    .where('photo.tenant_id', '=', person.provinceId)
    .where('photo.sha256', '=', photo.sha256)
    .where('photo.size', '=', photo.size)
    .where('photo.removed_at', 'is', null)
    .where((eb) => eb(eb.fn.coalesce('photo.added_by', 'inspection.created_by'), '=', person.id))
    .executeTakeFirst()
  return row !== undefined
}

/** Which of these pictures the province holds. */
export async function storedHashes(db: Database, provinceId: string, hashes: readonly string[]): Promise<Set<string>> {
  if (hashes.length === 0) return new Set()
  const rows = await db
    .selectFrom('blob')
    .select('sha256')
    .where('tenant_id', '=', provinceId)
    .where('sha256', 'in', hashes)
    .execute()
  return new Set(rows.map(({ sha256 }) => sha256))
}

/** Notes that the province holds a picture, and publishes every inspection that names it. Once said, nothing changes. */
export async function noteStored(
  db: Database,
  provinceId: string,
  blob: { sha256: string; size: number },
  now: number,
): Promise<void> {
  await transact(db, { beside: provinceId }, async (trx) => {
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('blob')
      .values({ tenant_id: provinceId, ...blob, verified_at: now })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'sha256']).doNothing())
      .executeTakeFirstOrThrow()
    if (numInsertedOrUpdatedRows !== 0n) await publishNaming(trx, provinceId, [blob.sha256])
  })
}

/**
 * Takes back that the province holds these pictures, and publishes every inspection
 * that names one. Call it last in its transaction, as with `publish`.
 */
export async function noteLost(trx: Database, provinceId: string, hashes: readonly string[]): Promise<void> {
  await trx.deleteFrom('blob').where('tenant_id', '=', provinceId).where('sha256', 'in', hashes).execute()
  await publishNaming(trx, provinceId, hashes)
}

async function publishNaming(trx: Database, provinceId: string, hashes: readonly string[]): Promise<void> {
  // Whoever announces one of them now either has published before this, and is seen here, or publishes after it.
  await holdClock(trx, provinceId)
  const naming = await trx
    .selectFrom('photo')
    .select('inspection_id')
    .where('tenant_id', '=', provinceId)
    .where('sha256', 'in', hashes)
    .execute()
  // Each once and in order: asked for so, SQLite would go through the photos of all inspections, which are in that order.
  const inspections = [...new Set(naming.map(({ inspection_id }) => inspection_id))].sort()
  await publish(
    trx,
    provinceId,
    inspections.map((entityId) => ({ entity: 'inspection', entityId })),
  )
}

/** The pictures that a province is said to hold, of the hashes that begin so. */
export async function storedPictures(
  db: Database,
  provinceId: string,
  prefix: string,
): Promise<{ sha256: string; size: number }[]> {
  return (
    db
      .selectFrom('blob')
      .select(['sha256', 'size'])
      .where('tenant_id', '=', provinceId)
      .where('sha256', '>=', prefix)
      // Behind every digit of a hash.
      .where('sha256', '<', `${prefix}g`)
      .execute()
  )
}

/** Which of these a province's photos announce, and which of them it holds. */
export async function claimsOf(
  db: Database,
  provinceId: string,
  hashes: readonly string[],
): Promise<{ announced: { sha256: string; size: number }[]; held: Set<string> }> {
  const announced = await db
    .selectFrom('photo')
    .select(['sha256', 'size'])
    .distinct()
    .where('tenant_id', '=', provinceId)
    .where('sha256', 'in', hashes)
    .execute()
  return { announced, held: await storedHashes(db, provinceId, hashes) }
}

/** The visits in which a stored picture lives, as `mayRead` asks for them. */
export async function visitsShowing(
  db: Database,
  provinceId: string,
  sha256: string,
): Promise<{ facility: { id: string; areaId: string }; inspection: { createdBy: string; status: string } }[]> {
  const rows = await db
    .selectFrom('photo')
    .innerJoin('blob', (join) =>
      join.onRef('blob.tenant_id', '=', 'photo.tenant_id').onRef('blob.sha256', '=', 'photo.sha256'),
    )
    .innerJoin('inspection', (join) =>
      join.onRef('inspection.tenant_id', '=', 'photo.tenant_id').onRef('inspection.id', '=', 'photo.inspection_id'),
    )
    .innerJoin('facility', (join) =>
      join.onRef('facility.tenant_id', '=', 'inspection.tenant_id').onRef('facility.id', '=', 'inspection.facility_id'),
    )
    .select(['facility.id', 'facility.area_id', 'inspection.created_by', 'inspection.status'])
    .where('photo.tenant_id', '=', provinceId)
    .where('photo.sha256', '=', sha256)
    .where('photo.removed_at', 'is', null)
    .execute()
  return rows.map((row) => ({
    facility: { id: row.id, areaId: row.area_id },
    inspection: { createdBy: row.created_by, status: row.status },
  }))
}
