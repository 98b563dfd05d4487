import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { changeReceiptKey } from '../../src/server/audit/signatures.ts'
import { verify } from '../../src/server/commands/verify.ts'
import { PROVINCE } from '../../src/server/demonstration-data.ts'
import { openDatabase } from '../../src/server/storage/database.ts'
import { migrate } from '../../src/server/storage/migrations.ts'
import { findAccount } from '../../src/server/storage/people.ts'
import type { Database } from '../../src/server/storage/schema.ts'
import { KEY } from '../support/distribution.ts'
import { fileOfVersion17, SEALS_OF_17 } from '../support/old-file.ts'
import { engine } from '../support/test-database.ts'
import { FAR_PROVINCE } from '../support/two-provinces.ts'

/** What migration 018 makes of a file that a server of version 017 has written in two provinces. */

let folder: string
let file: string
let db: Database
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'so-kiem-key-'))
  file = join(folder, 'so-kiem.sqlite')
  await fileOfVersion17(file)
  db = openDatabase(file)
})
afterEach(async () => {
  await db.destroy()
  rmSync(folder, { recursive: true })
})

type Rows = Record<string, unknown>[]

/** Every row of every table, without the columns that the migration adds or renames, in an order of their own. */
async function everything(): Promise<Map<string, string[]>> {
  const { rows: tables } = await sql<{ name: string }>`SELECT name FROM sqlite_master WHERE type = 'table'
    AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'kysely%' AND name NOT LIKE 'audit%' ORDER BY name`.execute(db)
  const all = new Map<string, string[]>()
  for (const { name } of tables) {
    const { rows } = await sql<Rows[number]>`SELECT * FROM ${sql.table(name)}`.execute(db)
    const texts = rows.map(({ [KEY]: _, province_id: _former, tenantId: _new, ...row }) =>
      JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1))),
    )
    all.set(name, texts.sort())
  }
  return all
}
const lines = async () => (await sql<Rows[number]>`SELECT * FROM audit ORDER BY no`.execute(db)).rows

test.runIf(engine === 'sqlite')(
  'every row of every table is there as it was, and the log goes on behind its lines',
  async () => {
    const [before, log] = [await everything(), await lines()]
    await migrate(db)
    expect(await everything()).toEqual(before)
    expect(before.get('inspection_seal')).toHaveLength(SEALS_OF_17)
    const system = (await lines()).filter((line) => line[KEY] === '')
    expect(system.slice(0, log.length).map(({ [KEY]: _, ...line }) => line)).toEqual(log)
    expect(system.slice(log.length).map(({ what, subject_id }) => [what, subject_id])).toEqual([
      ['chain.opened', PROVINCE.id],
      ['chain.opened', FAR_PROVINCE],
    ])
    for (const check of ['foreign_key_check', 'integrity_check'])
      expect((await sql<Rows[number]>`${sql.raw(`PRAGMA ${check}`)}`.execute(db)).rows).toEqual(
        check === 'integrity_check' ? [{ [check]: 'ok' }] : [],
      )
  },
)

test.runIf(engine === 'sqlite')(
  'each row says of which province it is, seals and receipts hold, accounts are found',
  async () => {
    await migrate(db)
    // Old receipts are anchored in the system's chain, where the change of the key stands behind them.
    await changeReceiptKey(db, 0)
    const said: string[] = []
    const isWhole = await verify({ database: file, dataDir: folder, pictures: false }, (line) => said.push(line))
    expect(isWhole, said.join('\n')).toBe(true)
    const visits = await db.selectFrom('inspection').select(['tenant_id', 'facility_id']).execute()
    expect(visits.length).toBeGreaterThan(4)
    for (const { tenant_id, facility_id } of visits)
      expect(tenant_id).toBe(facility_id === 'far-station' ? FAR_PROVINCE : PROVINCE.id)
    const seals = await db.selectFrom('inspection_seal').select('tenant_id').distinct().execute()
    expect(seals.map(({ tenant_id }) => tenant_id).sort()).toEqual([PROVINCE.id, FAR_PROVINCE].sort())
    for (const { user_id, tenant_id } of await db.selectFrom('person').select(['user_id', 'tenant_id']).execute())
      expect((await findAccount(db, user_id))?.person.provinceId).toBe(tenant_id)
  },
)
