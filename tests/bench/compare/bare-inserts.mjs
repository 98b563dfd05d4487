import { readFileSync } from 'node:fs'
import { DatabaseSync } from '@photostructure/sqlite'
import pg from 'pg'
import { answerCommands } from '../peers/commands.mjs'

/**
 * The floor under a server: rows that are there already go into the same tables, with the same keys and indexes,
 * by prepared statements, one for each table, in one transaction for each visit that waits for the disk. Nothing
 * is parsed, checked or asked; nobody signs in; there is no network.
 */
const LINES = {
  device: 'UPDATE device SET last_seq = $1, seen_at = $2 WHERE id = $3',
  clock: 'UPDATE tenant_clock SET ver = ver + 1',
}

let visits = []
let engine

function inserting(table, rows) {
  const columns = Object.keys(rows[0])
  let n = 0
  const tuples = rows.map(() => `(${columns.map(() => `$${++n}`).join(', ')})`)
  return [
    `INSERT INTO ${table} (${columns.map((each) => `"${each}"`).join(', ')}) VALUES ${tuples.join(', ')}`,
    rows.flatMap((row) => columns.map((each) => row[each])),
  ]
}

function statementsOf({ rows, deviceId }) {
  return [
    ...Object.entries(rows).map(([table, each]) => inserting(table, each)),
    [LINES.device, [1, Date.now(), deviceId]],
    // Last, as the product has it: its lock is held from here to the commit.
    [LINES.clock, []],
  ]
}

const engines = {
  sqlite(address) {
    const db = new DatabaseSync(address)
    for (const each of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON']) db.exec(`PRAGMA ${each}`)
    db.exec('DROP TRIGGER audit_in_order')
    const prepared = new Map()
    return {
      lanes: () => [
        async (statements) => {
          db.exec('BEGIN IMMEDIATE')
          for (const [text, values] of statements) {
            if (!prepared.has(text)) prepared.set(text, db.prepare(text.replaceAll(/\$\d+/g, '?')))
            prepared.get(text).run(...values)
          }
          db.exec('COMMIT')
        },
      ],
    }
  },
  async postgres(address) {
    const clients = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const client = new pg.Client(address)
        await client.connect()
        return client
      }),
    )
    // The chain's own order would be work of the product's.
    await clients[0].query('DROP TRIGGER audit_in_order ON audit')
    const names = new Map()
    const nameOf = (text) => names.get(text) ?? names.set(text, `s${names.size}`).get(text)
    return {
      lanes: (devices) =>
        clients.slice(0, devices).map((client) => async (statements) => {
          await client.query('BEGIN')
          for (const [text, values] of statements) await client.query({ name: nameOf(text), text, values })
          await client.query('COMMIT')
        }),
    }
  },
}

answerCommands({
  async open({ kind, address, file }) {
    engine = await engines[kind](address)
    visits = JSON.parse(readFileSync(file, 'utf8'))
  },
  /** As many at once as there are devices, and connections. @returns milliseconds of all, and of each transaction */
  async run({ from, until, devices }) {
    const wanted = visits.slice(from, until).map(statementsOf)
    const times = []
    const begun = performance.now()
    await Promise.all(
      engine.lanes(devices).map(async (write) => {
        for (let next = wanted.shift(); next; next = wanted.shift()) {
          const since = performance.now()
          await write(next)
          times.push(performance.now() - since)
        }
      }),
    )
    return { took: performance.now() - begun, times }
  },
})
