import { forgetBegun } from './begun.ts'
import type { Database } from './database.ts'

/**
 * Removes the local copy of an inspection once it has served: the server's sealed
 * record is here and nothing of the copy waits to be sent. A refused one stays:
 * its author has not yet dealt with the reason. Call it inside a transaction.
 */
export async function forgetLocalCopy(db: Database, id: string): Promise<void> {
  if (!(await db.result.get(id)) || (await db.outbox.where({ insp: id }).count()) > 0) return
  const local = await db.inspection.get(id)
  if (!local || local.state === 'refused') return
  await db.inspection.delete(id)
  await db.answer.where({ insp: id }).delete()
  await db.signature.where({ insp: id }).delete()
  await forgetBegun(db, id)
}

/** Of these inspections the local copies that have served. Most have none: those that there are are looked for first. Inside a transaction. */
export async function forgetLocalCopies(db: Database, ids: readonly string[]): Promise<void> {
  for (const id of await db.inspection.where('id').anyOf(ids).primaryKeys()) await forgetLocalCopy(db, id)
}
