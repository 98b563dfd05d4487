import * as z from 'zod/mini'
import { answerSchema } from './answer.ts'
import { isoDateSchema } from './date.ts'
import { sealSignatureSchema } from './evidence.ts'
import { inspectionHeadSchema, scoreSummarySchema, teamSchema } from './inspection.ts'
import { photoSchema } from './photo.ts'
import { foundPositionSchema } from './place.ts'
import { signatureSchema } from './signature.ts'
import { stepSchema } from './step.ts'

/**
 * One numbered change that a device made. The device writes it in the same
 * transaction as the edit; the server reduces it exactly once.
 */

const idSchema = z.string().check(z.minLength(1), z.maxLength(64))

const common = {
  /** Number within the device, without gaps. */
  seq: z.int().check(z.gte(1)),
  id: idSchema,
  insp: idSchema,
  /** Wall clock of the device in milliseconds: shown to people, never used to decide. */
  at: z.number(),
}

export const mutationSchema = z.discriminatedUnion('k', [
  z.strictObject({ ...common, k: z.literal('inspection.start'), head: inspectionHeadSchema }),
  z.strictObject({
    ...common,
    k: z.literal('inspection.head'),
    set: z.strictObject({
      date: z.optional(isoDateSchema),
      team: z.optional(teamSchema),
      position: z.optional(foundPositionSchema),
    }),
  }),
  z.strictObject({
    ...common,
    k: z.literal('answer.set'),
    /**
     * item → [revision of that cell the author saw (0 = none), answer, print of the answer that they saw under it].
     * Revisions count anew where a server was restored: the print tells two answers under one number apart.
     */
    set: z.record(z.string(), z.tuple([z.int(), answerSchema, z.optional(z.string())])),
  }),
  z.strictObject({ ...common, k: z.literal('photo.add'), photo: photoSchema }),
  /** The photo's id. */
  z.strictObject({ ...common, k: z.literal('photo.remove'), photo: idSchema }),
  z.strictObject({ ...common, k: z.literal('inspection.sign'), signature: signatureSchema }),
  /** Takes a signature back: its id. */
  z.strictObject({ ...common, k: z.literal('inspection.unsign'), signature: idSchema }),
  z.strictObject({
    ...common,
    k: z.literal('inspection.submit'),
    digest: z.string(),
    /** What the device showed; the server scores again and refuses a difference. */
    score: scoreSummarySchema,
    /** Absent where the device cannot sign: a witness, never a condition. */
    signature: z.optional(sealSignatureSchema),
  }),
  /** Corrects what is sealed: a new seal on top of the one its author saw, with a reason. */
  z.strictObject({
    ...common,
    k: z.literal('inspection.amend'),
    baseSeal: z.int().check(z.gte(1)),
    set: z.record(z.string(), answerSchema),
    reason: z.string().check(z.trim(), z.minLength(1), z.maxLength(500)),
    /** As with a submit, over the content after the amendment. */
    digest: z.string(),
    score: scoreSummarySchema,
    signature: z.optional(sealSignatureSchema),
  }),
  /** What somebody does with a sealed inspection, their own or not: reviews it, acts on it, disagrees. */
  z.strictObject({ ...common, k: z.literal('inspection.step'), step: stepSchema }),
])
export type Mutation = z.infer<typeof mutationSchema>

/** Enough of a mutation to number it: a broken one must not stop the queue behind it. */
export const numberedSchema = z.looseObject({ seq: common.seq, id: idSchema })
