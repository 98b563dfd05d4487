import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabase } from '../../src/server/storage/database.ts'
import type { Database } from '../../src/server/storage/schema.ts'

/** Statements of SQLite are prepared once and carried out often: whatever happens between two times. */

let db: Database
beforeEach(() => {
  db = openDatabase(':memory:')
})
afterEach(() => db.destroy())

const rows = async (text: string, database = db) => (await sql.raw<object>(text).execute(database)).rows

test('the same question after a change of the table answers with what is there now', async () => {
  await rows('CREATE TABLE box (a integer)')
  await rows('INSERT INTO box VALUES (1)')
  expect(await rows('SELECT * FROM box')).toEqual([{ a: 1 }])
  await rows("ALTER TABLE box ADD COLUMN b text NOT NULL DEFAULT 'new'")
  expect(await rows('SELECT * FROM box')).toEqual([{ a: 1, b: 'new' }])
  await rows('DROP TABLE box')
  await expect(rows('SELECT * FROM box')).rejects.toThrow('no such table')
  await rows('CREATE TABLE box (c integer)')
  expect(await rows('SELECT * FROM box')).toEqual([])
})

test('a pragma acts each time it is said', async () => {
  for (const said of ['ON', 'OFF', 'ON', 'OFF']) {
    await rows(`PRAGMA foreign_keys = ${said}`)
    expect(await rows('PRAGMA foreign_keys')).toEqual([{ foreign_keys: said === 'ON' ? 1 : 0 }])
  }
})

test('nothing of one time is left for the next: no value, no row, no failure', async () => {
  await rows('CREATE TABLE box (a integer PRIMARY KEY, b text)')
  const put = (a: number, b: string | null) => sql`INSERT INTO box VALUES (${a}, ${b})`.execute(db)
  await put(1, 'one')
  await expect(put(1, 'again')).rejects.toThrow('UNIQUE')
  await put(2, null)
  const get = (a: number) => sql<{ b: string | null }>`SELECT b FROM box WHERE a = ${a}`.execute(db)
  const found = await Promise.all([2, 1, 3, 1].map(get))
  expect(found.map((each) => each.rows)).toEqual([[{ b: null }], [{ b: 'one' }], [], [{ b: 'one' }]])
})

test('more different questions than are kept are answered, and the first again', async () => {
  const ask = (n: number) => rows(`SELECT ${n} AS n`)
  for (let n = 0; n < 1000; n++) expect(await ask(n)).toEqual([{ n }])
  expect(await ask(0)).toEqual([{ n: 0 }])
})

test('a question that was asked in a transaction holds nothing after it', async () => {
  await rows('CREATE TABLE box (a integer)')
  for (const n of [1, 2, 3]) {
    await db.transaction().execute(async (trx) => {
      await rows('SELECT * FROM box', trx)
      await rows('INSERT INTO box VALUES (0)', trx)
    })
    expect(await rows('SELECT count(*) AS n FROM box')).toEqual([{ n }])
  }
  // While any statement reads, the table is locked.
  await rows('DROP TABLE box')
})
