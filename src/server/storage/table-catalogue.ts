import { sql } from 'kysely'
import type { Database } from './schema.ts'

/** A table as the file's own catalogue describes it: nobody keeps a list of them by hand. */
export type Table = {
  name: string
  columns: string[]
  /**
   * Columns of the primary key, in its order: text is compared byte by byte on both engines, so that they sort alike.
   * None where rows may be twice there.
   */
  key: string[]
}

/** Kept by migrations and by SQLite themselves; on PostgreSQL each has its own. */
const OF_THE_ENGINE = /^(kysely_|sqlite_)/

/** Every table of a SQLite database, each behind those that it refers to. */
export async function tablesOf(file: Database): Promise<Table[]> {
  const { rows } = await sql<{ name: string }>`
    SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`.execute(file)
  const waiting = new Map<string, { table: Table; after: string[] }>()
  for (const { name } of rows.filter((row) => !OF_THE_ENGINE.test(row.name))) {
    const { rows: columns } = await sql<{ name: string; pk: number }>`
      SELECT name, pk FROM pragma_table_info(${name}) ORDER BY cid`.execute(file)
    const { rows: references } = await sql<{ table: string }>`
      SELECT DISTINCT "table" FROM pragma_foreign_key_list(${name})`.execute(file)
    const key = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk)
    const table = { name, columns: columns.map((each) => each.name), key: key.map((each) => each.name) }
    waiting.set(name, { table, after: references.map((each) => each.table).filter((each) => each !== name) })
  }
  const ordered: Table[] = []
  while (waiting.size > 0) {
    const free = [...waiting].find(([, { after }]) => after.every((each) => !waiting.has(each)))
    if (!free) throw new Error(`tables refer to each other in a circle: ${[...waiting.keys()].join(', ')}`)
    ordered.push(free[1].table)
    waiting.delete(free[0])
  }
  return ordered
}
