import { setTimeout as pause } from 'node:timers/promises'
import { enter, type Gate, inOrder } from './dialect.ts'
import type { Database } from './schema.ts'
import { isConflict } from './storage-problem.ts'

/**
 * Who else may write while a transaction does. SQLite has one writer, whatever is
 * asked for; on PostgreSQL:
 *
 * | alone in     | meanwhile                                                                            |
 * |--------------|--------------------------------------------------------------------------------------|
 * | `everything` | nobody writes in any province: what starts, commands                                  |
 * | `province`   | nobody else writes in that province: what administrators and planners do             |
 * | `beside`     | others who write beside it in the province: pushes, pictures, letters, reports of     |
 * |              | devices. Each holds by name what it reads and then changes: the device and the        |
 * |              | inspections from the beginning, the rest when it is known (`hold`)                    |
 * | `rows`       | everybody: rows of their own, each changed by one statement, and lines of one chain   |
 * |              | of the audit log                                                                      |
 *
 * Names are held in this order, so that no two wait for each other in a circle:
 * everything → province → device → letters → inspections → facilities → the chain of the
 * audit log → the province's clock (`publish`, last).
 */
export type Alone =
  | 'everything'
  | 'rows'
  | { province: string }
  | { beside: string; device?: string; inspections?: readonly string[] }

/** A transaction that met another one is tried so often in all. */
const ATTEMPTS = 5

/**
 * Does work in one transaction: all of it or nothing. On PostgreSQL it is READ
 * COMMITTED, so that whoever waited for a name reads what the one before has
 * written; a deadlock or a serialization failure is tried again, from the
 * beginning: `work` must have no effect but on the database.
 */
export async function transact<T>(db: Database, alone: Alone, work: (trx: Database) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db
        .transaction()
        .setIsolationLevel('read committed')
        .execute(async (trx) => {
          await enter(trx, gatesTo(alone), alone === 'everything' ? '60s' : '10s')
          return work(trx)
        })
    } catch (error) {
      if (attempt === ATTEMPTS || !isConflict(error)) throw error
      await pause(Math.random() * 20 * 2 ** attempt)
    }
  }
}

/** Reads in one transaction that sees one moment, whatever is written meanwhile. Inside one already, it is that moment. */
export function snapshot<T>(db: Database, read: (trx: Database) => Promise<T>): Promise<T> {
  if (db.isTransaction) return read(db)
  return db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read)
}

/** What a transaction holds from its beginning. */
function gatesTo(alone: Alone): Gate[] {
  if (alone === 'rows') return []
  if (alone === 'everything') return [{ name: 'everything', shared: false }]
  const others: Gate = { name: 'everything', shared: true }
  if ('province' in alone) return [others, { name: `province ${alone.province}`, shared: false }]
  const { beside, device, inspections = [] } = alone
  const own = [
    ...(device === undefined ? [] : [`device ${device}`]),
    ...inOrder(inspections.map((id) => `inspection ${id}`)),
  ]
  return [others, { name: `province ${beside}`, shared: true }, ...own.map((name) => ({ name, shared: false }))]
}
