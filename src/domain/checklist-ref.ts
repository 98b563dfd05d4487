import * as z from 'zod/mini'

const textSchema = z.string().check(z.minLength(1))

/** What names one published version for ever. `hash` is the SHA-256 of the canonical JSON, in hex. */
export const checklistRefSchema = z.strictObject({
  id: textSchema,
  version: textSchema,
  hash: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
})
export type ChecklistRef = z.infer<typeof checklistRefSchema>

/** Names the schema of checklist.ts: what it has taken once need not go through it again until it has changed. A test holds the two together. */
export const CHECKLIST_SCHEMA = 'ba14f60bb0a4'
