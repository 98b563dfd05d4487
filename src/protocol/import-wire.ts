import * as z from 'zod/mini'
import { openedSchema } from './people-wire.ts'

/**
 * What goes over the wire about importing people and facilities: the file itself as
 * the body, its name nowhere; plain JSON back.
 */

/** So many faults, warnings and names are said; the numbers beside them are whole. */
export const SAID_MAX = 200

/** A cell, column or sheet of which something is wrong, where a person finds it. */
export const importFaultSchema = z.object({
  code: z.string(),
  message: z.string(),
  /** Null in a CSV file. */
  sheet: z.nullable(z.string()),
  /** As numbered at the left edge; null for the whole sheet. */
  row: z.nullable(z.int()),
  /** Its letters, "C"; null for the whole row. */
  column: z.nullable(z.string()),
  /** What stands at the top of the column, and in the cell. */
  header: z.string(),
  value: z.string(),
})
export type ImportFault = z.infer<typeof importFaultSchema>

const countedSchema = z.object({ count: z.int(), names: z.array(z.string()) })
const outcomeSchema = z.object({ created: countedSchema, changed: countedSchema, same: z.int() })
export type ImportOutcome = z.infer<typeof outcomeSchema>

const outcomes = { people: outcomeSchema, facilities: outcomeSchema }

/** POST /api/imports/check: what the file would do. Nothing is done. */
export const importCheckReplySchema = z.object({
  ...outcomes,
  /** Goes into the import: what is done is what was seen. */
  digest: z.string(),
  faults: z.array(importFaultSchema),
  faultsTotal: z.int(),
  warnings: z.array(importFaultSchema),
  warningsTotal: z.int(),
})
export type ImportCheck = z.infer<typeof importCheckReplySchema>

/** POST /api/imports?digest= */
export const importQuerySchema = z.strictObject({ digest: z.string().check(z.regex(/^[0-9a-f]{64}$/)) })

/** Its reply: the only time that the passwords are said. */
export const importReplySchema = z.object({
  ...outcomes,
  opened: z.array(openedSchema),
})
export type Imported = z.infer<typeof importReplySchema>
