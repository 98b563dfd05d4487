import * as z from 'zod/mini'
import type { Person } from '../../domain/people.ts'
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
