import * as z from 'zod/mini'
import type { Person } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import { digestNow } from './digest.ts'

const versionSchema = z.int().check(z.gte(0))
const cursorSchema = z.strictObject({
  epoch: z.string(),
  pos: versionSchema,
  scope: z.string(),
  /**
   * Assignments after this version, up to `pos`, have not been told: the app that read on could not read them (P76).
   * Null: none. A cursor from before there were any says nothing, and all are owed.
   */
  owed: z._default(z.nullable(versionSchema), 0),
})

/** How far a device has read: which history, up to where, and of which view. Opaque on the wire. */
export type Cursor = z.infer<typeof cursorSchema>

/** A name for all that a person may see: it changes when their reach does. */
export function scopeOf(person: Person): string {
  const { id, provinceId, areaIds, facilityId } = person
  return digestNow({ id, provinceId, areaIds: [...areaIds].sort(), facilityId }).slice(0, 16)
}

/**
 * Whether a cursor goes on in the history that a database tells, or the view is read from its beginning.
 * @param head the newest version there
 * @throws Problem STORAGE_UNAVAILABLE for a cursor that has read further in the same epoch (P78)
 */
export function goesOnFrom(
  cursor: Cursor | null,
  { epoch, scope, head }: { epoch: string; scope: string; head: number },
): cursor is Cursor {
  if (cursor === null || cursor.epoch !== epoch || cursor.scope !== scope) return false
  if (cursor.pos <= head) return true
  // Behind its own past: a copy that lags, or one that was put in place without a new epoch. Neither is "nothing new".
  const problem = new Problem('STORAGE_UNAVAILABLE')
  problem.cause = new Error(
    `a device has read up to ${cursor.pos}, and this database only knows ${head} of the same epoch: a replica that lags, or a copy that was put back without epoch:renew`,
  )
  throw problem
}

/** The cursor as text. */
export function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor), 'utf8').toString('base64url')
}

/** The cursor, or null where the text is none: the device then reads from the beginning. */
export function readCursor(text: string): Cursor | null {
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    // Damaged on its way or in store: not an error, but the wish to start again.
    return null
  }
  const parsed = cursorSchema.safeParse(value)
  return parsed.success ? parsed.data : null
}
