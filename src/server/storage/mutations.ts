import type { Person } from '../../domain/people.ts'
import type { Database, Schema } from './schema.ts'

type MutationRow = Schema['mutation']

/** What was answered under a device's numbers, by number. */
export async function findByNumbers(
  db: Database,
  provinceId: string,
  deviceId: string,
  seqs: readonly number[],
): Promise<Map<number, Pick<MutationRow, 'hash' | 'outcome'>>> {
  if (seqs.length === 0) return new Map()
  const rows = await db
    .selectFrom('mutation')
    .select(['seq', 'hash', 'outcome'])
    .where('tenant_id', '=', provinceId)
    .where('device_id', '=', deviceId)
    .where('seq', 'in', seqs)
    .execute()
  return new Map(rows.map(({ seq, ...row }) => [seq, row]))
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
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('mutation')
    .select(['id', 'content_hash', 'outcome', 'payload'])
    .where('tenant_id', '=', person.provinceId)
    .where('id', 'in', ids)
    .where('user_id', '=', person.id)
    .orderBy('received_at', 'desc')
    .execute()
  // Of several under one key the last that is put in stays.
  return new Map(rows.map((row) => [contentKey(row), row]))
}

/** Writes answered mutations into the ledger. */
export async function recordMutations(trx: Database, rows: readonly MutationRow[]): Promise<void> {
  if (rows.length > 0) await trx.insertInto('mutation').values(rows).execute()
}
