import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type CompiledQuery, sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { contentOf } from '../../src/server/storage/copy-tables.ts'
import { openDatabase } from '../../src/server/storage/database.ts'
import { migrate } from '../../src/server/storage/migrations.ts'
import { firstVisitAt } from '../../src/server/storage/partitions.ts'
import type { Database } from '../../src/server/storage/schema.ts'
import { tablesOf } from '../support/catalogue.ts'
import {
  citusStatements,
  distributedTables,
  isDistributed,
  KEY,
  OF_THE_MACHINERY,
  referenceTables,
} from '../support/distribution.ts'
import { exceptions, usedExceptions } from '../support/every-query.ts'
import { unkeyedIn } from '../support/key-check.ts'
import { engine, newDatabase } from '../support/test-database.ts'

let db: Database
let remove: () => Promise<void>
beforeEach(async () => {
  const place = await newDatabase()
  db = openDatabase(place.address)
  remove = place.remove
  if (!place.isMigrated) await migrate(db)
})
afterEach(async () => {
  await db.destroy()
  await remove()
})

/** A primary key, a unique index or a reference; `to` is the table that it refers to. */
type Constraint = { table: string; is: 'primary' | 'unique' | 'foreign'; columns: string[]; to: string | null }

async function constraints(): Promise<Constraint[]> {
  const { rows } =
    engine === 'postgres'
      ? await sql<Row>`
        SELECT c.conrelid::regclass::text AS name, CASE c.contype WHEN 'p' THEN 'primary' WHEN 'u' THEN 'unique' ELSE 'foreign' END AS kind,
          (SELECT string_agg(attname, ',') FROM pg_attribute WHERE attrelid = c.conrelid AND attnum = ANY (c.conkey)) AS columns,
          nullif(c.confrelid, 0)::regclass::text AS target
        FROM pg_constraint c WHERE c.connamespace = 'public'::regnamespace AND c.contype IN ('p', 'u', 'f')
        UNION ALL
        SELECT i.indrelid::regclass::text, 'unique',
          (SELECT string_agg(attname, ',') FROM pg_attribute WHERE attrelid = i.indrelid AND attnum = ANY (i.indkey)), NULL
        FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
        WHERE i.indisunique AND t.relnamespace = 'public'::regnamespace`.execute(db)
      : await sql<Row>`
        SELECT m.name, 'primary' AS kind, group_concat(c.name) AS columns, NULL AS target
          FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.pk > 0 GROUP BY m.name
        UNION ALL
        SELECT m.name, 'unique', group_concat(c.name), NULL
          FROM sqlite_master m JOIN pragma_index_list(m.name) i JOIN pragma_index_info(i.name) c
          WHERE m.type = 'table' AND i."unique" = 1 GROUP BY m.name, i.name
        UNION ALL
        SELECT m.name, 'foreign', group_concat(f."from"), f."table"
          FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f
          WHERE m.type = 'table' GROUP BY m.name, f.id`.execute(db)
  const plain = (name: string) => name.replaceAll('"', '')
  return rows.map(({ name, kind, columns, target }) => ({
    table: plain(name),
    is: kind,
    columns: columns.split(','),
    to: target && plain(target),
  }))
}
type Row = { name: string; kind: Constraint['is']; columns: string; target: string | null }

// A partition is a table too: what is listed are the tables as migrations make them.
describe.skipIf(Boolean(process.env.TEST_PARTITIONED))('the schema', () => {
  test('every table is a province’s or on every machine, and none is both', async () => {
    const tables = (await tablesOf(db)).filter((table) => !OF_THE_MACHINERY.test(table))
    expect(tables).toEqual([...distributedTables, ...Object.keys(referenceTables)].sort())
  })

  test('every table of a province has a primary key, and every key and unique index of it holds the province', async () => {
    const own = (await constraints()).filter(({ table, is }) => isDistributed(table) && is !== 'foreign')
    expect(own.filter(({ columns }) => !columns.includes(KEY))).toEqual([])
    const keyed = own.filter(({ is }) => is === 'primary').map(({ table }) => table)
    expect(distributedTables.filter((table) => !keyed.includes(table))).toEqual([])
  })

  test('a reference to a table of a province holds the province; none leads there from a table that is everywhere', async () => {
    const references = (await constraints()).filter(({ is, to }) => is === 'foreign' && isDistributed(to ?? ''))
    expect(references.length).toBeGreaterThan(20)
    expect(references.filter(({ table, columns }) => !isDistributed(table) || !columns.includes(KEY))).toEqual([])
  })

  test('tables are listed behind those that they refer to', async () => {
    const order = [...Object.keys(referenceTables), ...distributedTables]
    const behind = (await constraints()).filter(({ table, to }) => to && order.indexOf(to) > order.indexOf(table))
    expect(behind).toEqual([])
  })

  test('the statements for Citus in docs/scale.md are those of this schema', () => {
    const text = readFileSync(fileURLToPath(new URL('../../docs/scale.md', import.meta.url)), 'utf8')
    const [, block = ''] = /## Citus\n[\s\S]*?\n```sql\n([\s\S]*?)```/.exec(text) ?? []
    expect(block.trimEnd().split('\n')).toEqual(citusStatements())
  })
})

describe('the look at every query', () => {
  const tables = (query: { toOperationNode(): CompiledQuery['query'] }) => unkeyedIn(query.toOperationNode())
  const raw = (text: ReturnType<typeof sql>) => unkeyedIn(text.toOperationNode())

  test('lets through what names the province', () => {
    expect(tables(db.selectFrom('device').select('id').where('tenant_id', '=', 'p'))).toEqual([])
    expect(tables(db.selectFrom('device').select('id').where('tenant_id', 'in', ['p', 'q']))).toEqual([])
    expect(tables(db.selectFrom('user').select('id'))).toEqual([])
    expect(tables(db.updateTable('device').set({ app: 'x' }).where('tenant_id', '=', 'p'))).toEqual([])
    expect(tables(db.deleteFrom('device').where('tenant_id', '=', 'p'))).toEqual([])
    expect(tables(db.insertInto('blob').values({ tenant_id: 'p', sha256: '', size: 0, verified_at: 0 }))).toEqual([])
    expect(raw(sql`SELECT ver FROM tenant_clock WHERE tenant_id = ${'p'} FOR UPDATE`)).toEqual([])
  })

  test('finds what does not', () => {
    expect(tables(db.selectFrom('device').select('id').where('id', '=', 'd'))).toEqual(['device'])
    expect(tables(db.selectFrom('device as d').select('id').where('d.tenant_id', '!=', 'p'))).toEqual(['device'])
    expect(tables(db.updateTable('device').set({ app: 'x' }))).toEqual(['device'])
    expect(tables(db.deleteFrom('device').where('id', '=', 'd'))).toEqual(['device'])
    expect(raw(sql`DELETE FROM ${sql.table('device')}`)).toEqual(['device'])
    expect(raw(sql`SELECT ver FROM tenant_clock`)).toEqual(['tenant_clock'])
  })

  test('finds it where it only holds of some rows, or of a value that is none', () => {
    const one = db.selectFrom('device').select('id')
    expect(tables(one.where((eb) => eb.or([eb('tenant_id', '=', 'p'), eb('id', '=', 'd')])))).toEqual(['device'])
    expect(tables(one.where(({ eb, not }) => not(eb('tenant_id', '=', 'p'))))).toEqual(['device'])
    expect(tables(one.where('tenant_id', '=', undefined as unknown as string))).toEqual(['device'])
  })

  test('finds an insert without the province', () => {
    const values = { sha256: '', size: 0, verified_at: 0 }
    expect(tables(db.insertInto('blob').values(values as never))).toEqual(['blob'])
    expect(tables(db.insertInto('blob').values([{ ...values, tenant_id: 'p' }, values as never]))).toEqual(['blob'])
  })

  test('a join has to be by the province too', () => {
    const device = db.selectFrom('device').where('device.tenant_id', '=', 'p').select('device.id')
    expect(tables(device.innerJoin('mutation', 'mutation.device_id', 'device.id'))).toEqual(['mutation'])
    const keyed = device.innerJoin('mutation', (join) =>
      join.onRef('mutation.tenant_id', '=', 'device.tenant_id').onRef('mutation.device_id', '=', 'device.id'),
    )
    expect(tables(keyed)).toEqual([])
  })

  test('an outer join holds what it joins, and not what it joins it to', () => {
    const joined = db
      .selectFrom('device')
      .select('device.id')
      .leftJoin('mutation', (join) =>
        join.onRef('mutation.tenant_id', '=', 'device.tenant_id').on('mutation.tenant_id', '=', 'p'),
      )
    expect(tables(joined)).toEqual(['device'])
    expect(tables(joined.where('device.tenant_id', '=', 'p'))).toEqual([])
  })

  test('a query inside of another is looked at, wherever it stands', () => {
    const inner = db.selectFrom('mutation').select('mutation.device_id')
    const outer = db.selectFrom('device').where('device.tenant_id', '=', 'p').select('device.id')
    expect(tables(outer.where('device.id', 'in', inner))).toEqual(['mutation'])
    expect(tables(db.selectFrom(inner.as('m')).selectAll())).toEqual(['mutation'])
    const correlated = outer.where((eb) =>
      eb.exists(
        eb
          .selectFrom('mutation')
          .select('mutation.id')
          .whereRef('mutation.tenant_id', '=', 'device.tenant_id')
          .whereRef('mutation.device_id', '=', 'device.id'),
      ),
    )
    expect(tables(correlated)).toEqual([])
    expect(raw(sql`SELECT 1 FROM ${inner} AS packed`)).toEqual(['mutation'])
  })

  test('only what is excepted for a reason asks for whole tables, and each exception is still one', async () => {
    await contentOf(db, { name: 'device', columns: ['id'], key: ['id'] })
    await firstVisitAt(db)
    expect([...usedExceptions]).toEqual(Object.keys(exceptions))
  })
})
