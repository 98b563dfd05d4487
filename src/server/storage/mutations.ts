import type { Person } from '../../domain/people.ts'
import { pilesOf } from './piles.ts'
import type { Database, Schema } from './schema.ts'

type MutationRow = Schema['mutation']

/** What was answered under a device's numbers, by number. */
export async function findByNumbers(
  db: Database,
  provinceId: string,
  deviceId: string,
  seqs: readonly number[],
): Promise<Map<number, Pick<MutationRow, 'hash' | 'outcome'>>> {
  const found = new Map<number, Pick<MutationRow, 'hash' | 'outcome'>>()
  for (const some of pilesOf(seqs)) {
    const rows = await db
      .selectFrom('mutation')
      .select(['seq', 'hash', 'outcome'])
      .where('tenant_id', '=', provinceId)
      .where('device_id', '=', deviceId)
      .where('seq', 'in', some)
      .execute()
    for (const row of rows) found.set(row.seq, row)
  }
  return found
}

/** A mutation as it is known again, whichever device and number it came by: by its id and its content. */
export type Content = Pick<MutationRow, 'id' | 'content_hash'>

export function contentKey({ id, content_hash }: Content): string {
  return `${content_hash} ${id}`
}

/** What was answered to somebody under these ids, by content (`contentKey`): of each the first. */
export async function findByIds(
  db: Database,
  person: Pick<Person, 'id' | 'provinceId'>,
  ids: readonly string[],
): Promise<Map<string, Pick<MutationRow, 'outcome' | 'payload'>>> {
  const found = new Map<string, Pick<MutationRow, 'outcome' | 'payload'>>()
  for (const some of pilesOf(ids)) {
    const rows = await db
      .selectFrom('mutation')
      .select(['id', 'content_hash', 'outcome', 'payload'])
      .where('tenant_id', '=', person.provinceId)
      .where('id', 'in', some)
      .where('user_id', '=', person.id)
      .orderBy('received_at', 'desc')
      .execute()
    // Of several under one key the last that is put in stays.
    for (const row of rows) found.set(contentKey(row), row)
  }
  return found
}

/** Writes answered mutations into the ledger. */
export async function recordMutations(trx: Database, rows: readonly MutationRow[]): Promise<void> {
  for (const some of pilesOf(rows)) await trx.insertInto('mutation').values(some).execute()
}
