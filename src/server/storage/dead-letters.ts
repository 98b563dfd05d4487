import type { Person } from '../../domain/people.ts'
import { hold } from './dialect.ts'
import type { Database, Schema } from './schema.ts'

/** To the end of the transaction nobody else counts or keeps letters of this person. */
export async function holdLetters(trx: Database, userId: string): Promise<void> {
  await hold(trx, [`letters ${userId}`])
}

type Author = Pick<Person, 'id' | 'provinceId'>

/** Whether this person's letter is here already. */
export async function hasLetter(db: Database, { id, provinceId }: Author, hash: string): Promise<boolean> {
  const row = await db
    .selectFrom('dead_letter')
    .select('hash')
    .where('tenant_id', '=', provinceId)
    .where('user_id', '=', id)
    .where('hash', '=', hash)
    .executeTakeFirst()
  return row !== undefined
}

/** How many letters of a person came after an instant, and when the first of them did. */
export async function countLettersSince(
  db: Database,
  { id, provinceId }: Author,
  since: number,
): Promise<{ count: number; oldest: number }> {
  const row = await db
    .selectFrom('dead_letter')
    .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.min('received_at').as('oldest')])
    .where('tenant_id', '=', provinceId)
    .where('user_id', '=', id)
    .where('received_at', '>', since)
    .executeTakeFirstOrThrow()
  return { count: row.count, oldest: row.oldest ?? since }
}

export async function saveLetter(trx: Database, row: Schema['dead_letter']): Promise<void> {
  await trx.insertInto('dead_letter').values(row).execute()
}

/** What a lost tablet handed over, as `acceptHandover` writes it (sync/handover.ts). */
export type HandedOver = {
  userId: string
  name: string
  tablet: string
  sha256: string
  /** JSON: `{ handedOver, left }`. */
  body: string
  receivedAt: number
}

/** More than a province can lose: what is read at once stays small. */
const HANDED_OVER_MAX = 500

/** Of a province: the letters of lost tablets, in the order in which they came; of very many the last ones. */
export async function listHandedOver(db: Database, provinceId: string): Promise<HandedOver[]> {
  const rows = await db
    .selectFrom('dead_letter')
    .innerJoin('user', 'user.id', 'dead_letter.user_id')
    .select(['dead_letter.user_id', 'user.name', 'dead_letter.device_id', 'dead_letter.hash'])
    .select(['dead_letter.body', 'dead_letter.received_at'])
    .where('dead_letter.tenant_id', '=', provinceId)
    // By its shape, not by an order: one that was taken back is gone, and what was handed over by then is not.
    .where('dead_letter.body', 'like', '{"handedOver":[%')
    .orderBy('dead_letter.received_at', 'desc')
    .limit(HANDED_OVER_MAX)
    .execute()
  return rows
    .map((row) => ({
      userId: row.user_id,
      name: row.name,
      tablet: row.device_id,
      sha256: row.hash,
      body: row.body,
      receivedAt: row.received_at,
    }))
    .reverse()
}
