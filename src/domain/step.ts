import * as z from 'zod/mini'
import { roleSchema } from './people.ts'
import { planSchema } from './plan.ts'

/**
 * What people do with an inspection once it is sealed: its review, the corrective
 * actions that came of it, and where the facility disagrees. Each step is said once,
 * under an id of its own, and never changes; none touches what is sealed. How the
 * record stands is read off its steps (review.ts, action-state.ts).
 */

export const STEP_TEXT_MAX = 500
/** Of one inspection: several for each item of the longest checklist. */
export const STEPS_MAX = 1000
/** Items that one return names. */
export const RETURNED_ITEMS_MAX = 200

const itemSchema = z.string().check(z.minLength(1), z.maxLength(64))
const idSchema = z.string().check(z.regex(/^[\w-]{1,64}$/))
const textSchema = z.string().check(z.trim(), z.maxLength(STEP_TEXT_MAX))
/** For what nobody could act on without a word. */
const neededTextSchema = textSchema.check(z.minLength(1))

/** A draw among what was approved together: with the seed anybody can make it again. */
const drawSchema = z.strictObject({ seed: idSchema, percent: z.int().check(z.gte(0), z.lte(100)) })
export type Draw = z.infer<typeof drawSchema>

export const sayingSchema = z.discriminatedUnion('is', [
  // Review
  z.strictObject({ is: z.literal('approve'), comment: textSchema, draw: z.optional(drawSchema) }),
  /** Drawn out of many for a closer look: it is not approved with the others. */
  z.strictObject({ is: z.literal('hold'), draw: drawSchema }),
  z.strictObject({
    is: z.literal('return'),
    comment: textSchema,
    /** item → what is to be corrected. Only these open. */
    items: z
      .record(itemSchema, neededTextSchema)
      .check(z.refine((items) => Object.keys(items).length > 0 && Object.keys(items).length <= RETURNED_ITEMS_MAX)),
  }),
  /** To those who answer for the whole province. */
  z.strictObject({ is: z.literal('sendUp'), comment: neededTextSchema }),
  // Corrective actions
  z.strictObject({
    is: z.literal('assign'),
    item: itemSchema,
    plan: planSchema,
    /** Account of whoever answers for it, where they have one. */
    owner: z.optional(z.string().check(z.maxLength(64))),
  }),
  z.strictObject({ is: z.literal('done'), item: itemSchema, comment: textSchema }),
  /** `of`: the step that said it was done. */
  z.strictObject({ is: z.literal('verify'), item: itemSchema, of: idSchema, comment: textSchema }),
  z.strictObject({ is: z.literal('sendBack'), item: itemSchema, of: idSchema, comment: neededTextSchema }),
  // The facility's word
  z.strictObject({ is: z.literal('disagree'), item: itemSchema, reason: neededTextSchema }),
  z.strictObject({ is: z.literal('agree'), item: itemSchema }),
])
export type Saying = z.infer<typeof sayingSchema>
export type SayingIs = Saying['is']

/** As its author announces it. */
export const stepSchema = z.strictObject({
  id: idSchema,
  /** Number of the seal that its author saw. */
  seal: z.int().check(z.gte(1)),
  say: sayingSchema,
})
export type Step = z.infer<typeof stepSchema>

/** A step as the server hands it out with its inspection, in the order in which it had them. */
export const recordStepSchema = z.strictObject({
  ...stepSchema.shape,
  by: z.strictObject({ id: z.string(), name: z.string(), role: roleSchema }),
  /** Milliseconds since 1970: by the device's clock, for reading only; by the server's. */
  at: z.number(),
  receivedAt: z.number(),
  /** When it came, something else had been decided: kept and shown, without effect. */
  late: z.optional(z.literal(true)),
})
export type RecordStep = z.infer<typeof recordStepSchema>

type Of<Is extends SayingIs> = Extract<Saying, { is: Is }>

/** Whether a step says one of these. */
export function says<Is extends SayingIs, S extends { say: Saying }>(
  step: S,
  ...kinds: readonly Is[]
): step is S & { say: Of<Is> } {
  return (kinds as readonly SayingIs[]).includes(step.say.is)
}

/** The steps that count, oldest first. */
export function standingSteps(steps: readonly RecordStep[] | undefined): RecordStep[] {
  return (steps ?? []).filter(({ late }) => !late)
}
