import { createHash, randomUUID } from 'node:crypto'
import type { Database } from './schema.ts'

/** One person's store on one tablet. */
export type Seat = { userId: string; tablet: string }

/** Orders that the store be wiped; the session with this secret is known by it from then on. */
export async function declareLost(
  trx: Database,
  order: { tenantId: string; userId: string; tablet: string | null; token: string | null; now: number },
): Promise<void> {
  await trx
    .insertInto('lost')
    .values({
      id: randomUUID(),
      tenant_id: order.tenantId,
      user_id: order.userId,
      tablet: order.tablet,
      session_sha256: order.token === null ? null : sha256(order.token),
      declared_at: order.now,
      wiped_at: null,
    })
    .execute()
}

/** Whose session it was that ended with this secret because its tablet was lost; null for any other. */
export async function lostSessionOf(db: Database, token: string): Promise<string | null> {
  const lost = db.selectFrom('lost').select('user_id').where('session_sha256', '=', sha256(token))
  return (await lost.executeTakeFirst())?.user_id ?? null
}

/** Whose stores this tablet has still to wipe; it is known by its number, or by the session it still has. */
export async function openOrders(db: Database, tablet: string, token: string | null): Promise<string[]> {
  const rows = await db
    .selectFrom('lost')
    .select('user_id')
    .distinct()
    .where('wiped_at', 'is', null)
    .where((eb) => eb.or([eb('tablet', '=', tablet), eb('session_sha256', '=', token === null ? '' : sha256(token))]))
    .orderBy('user_id')
    .execute()
  return rows.map(({ user_id }) => user_id)
}

/** Notes that the order is carried out. @returns false where there was none that was open */
export async function noteWiped(trx: Database, { userId, tablet }: Seat, token: string | null, now: number) {
  const { numUpdatedRows } = await trx
    .updateTable('lost')
    .set({ wiped_at: now, tablet })
    .where('user_id', '=', userId)
    .where('wiped_at', 'is', null)
    .where((eb) => eb.or([eb('tablet', '=', tablet), eb('session_sha256', '=', token === null ? '' : sha256(token))]))
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Takes back what is ordered of a seat and not carried out. @returns whether there was anything to take back */
export async function withdrawOrders(trx: Database, { userId, tablet }: Seat): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('lost')
    .where('user_id', '=', userId)
    .where('tablet', '=', tablet)
    .where('wiped_at', 'is', null)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

/** Of a province: the latest order for each seat, by person and tablet. */
export async function latestOrders(db: Database, provinceId: string): Promise<Map<string, Order>> {
  const rows = await db
    .selectFrom('lost')
    .select(['user_id', 'tablet', 'declared_at', 'wiped_at'])
    .where('tenant_id', '=', provinceId)
    .where('tablet', 'is not', null)
    .orderBy('declared_at')
    .execute()
  return new Map(
    rows.map((row) => [`${row.user_id} ${row.tablet}`, { declaredAt: row.declared_at, wipedAt: row.wiped_at }]),
  )
}

export type Order = { declaredAt: number; wipedAt: number | null }

function sha256(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex')
}
