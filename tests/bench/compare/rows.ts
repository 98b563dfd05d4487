import type { Database, Schema } from '../../../src/server/storage/schema.ts'

/** Rows of one visit, by table: what the product wrote for it. */
export type VisitRows = Partial<{ [Table in keyof Schema]: Record<string, unknown>[] }>

/** Everything that the database holds of these visits but what is changed in place (`device`, `tenant_clock`). */
export async function rowsOf(db: Database, ids: readonly string[]): Promise<VisitRows[]> {
  const found = new Map<string, VisitRows>(ids.map((id) => [id, {}]))
  const tables = [
    ['inspection', 'id'],
    ['mutation', 'inspection_id'],
    ['inspection_seal', 'inspection_id'],
    ['seal_witness', 'inspection_id'],
    ['standing', 'inspection_id'],
    ['action_said', 'inspection_id'],
    ['water_sample', 'inspection_id'],
    ['audit', 'subject_id'],
    ['feed', 'entity_id'],
  ] as const
  for (let at = 0; at < ids.length; at += 500)
    for (const [table, key] of tables) {
      const rows = await db
        .selectFrom(table)
        .selectAll()
        .where(key as never, 'in', ids.slice(at, at + 500) as never)
        .execute()
      for (const row of rows as Record<string, unknown>[]) {
        const of = found.get(String(row[key]))
        if (of) of[table] = [...(of[table] ?? []), row]
      }
    }
  return [...found.values()]
}
