import * as z from 'zod/mini'
import { answerSchema } from '../domain/answer.ts'
import { assignmentSchema } from '../domain/campaign/campaign.ts'
import { checklistRefSchema } from '../domain/checklist-ref.ts'
import { answerChangeSchema, namedKeySchema, publicKeySchema, sealNoteSchema } from '../domain/evidence.ts'
import { factsSchema, wastewaterFactsSchema } from '../domain/facts.ts'
import {
  cellSchema,
  inspectionHeadSchema,
  inspectionRecordSchema,
  lateAnswerSchema,
  scoreSummarySchema,
} from '../domain/inspection.ts'
import { personSchema } from '../domain/people.ts'
import { recordPhotoSchema, sha256Schema } from '../domain/photo.ts'
import { facilitySchema, foundPositionSchema } from '../domain/place.ts'
import { followUpSchema, planSchema } from '../domain/plan.ts'
import { recordSignatureSchema } from '../domain/signature.ts'
import { recordStepSchema, type Saying } from '../domain/step.ts'
import { viewDigestSchema } from '../domain/view-digest.ts'
import { BATCH_MAX, HAVE_MAX, PROTO } from './terms.ts'

/**
 * What goes over the wire, version 1. The rules are in SPEC.md; a test pins the
 * JSON schema of this file, so that a change of the wire is a decision.
 */

const idSchema = z.string().check(z.minLength(1), z.maxLength(64))
const seqSchema = z.int().check(z.gte(1))
const millisecondsSchema = z.number()

export const pushSchema = z.strictObject({
  proto: z.literal(PROTO),
  /** Epoch of the server this device last heard; null before the first answer. */
  epoch: z.nullable(z.string()),
  deviceId: idSchema,
  schema: z.int(),
  app: z.string().check(z.maxLength(40)),
  clock: z.strictObject({ wall: millisecondsSchema }),
  /** Chance, echoed by the reply: so that nobody takes an answer to another question for theirs. */
  ask: z.optional(idSchema),
  /** With what this device signs: told until a history of the server has heard it. */
  key: z.optional(publicKeySchema),
  m: z.array(z.unknown()).check(z.maxLength(BATCH_MAX)),
})
export type Push = z.infer<typeof pushSchema>

export const outcomeNames = ['applied', 'noop', 'contested', 'late', 'rejected', 'quarantined'] as const

/** One per mutation; every outcome consumes its number. */
export const outcomeSchema = z.object({
  seq: seqSchema,
  o: z.enum(outcomeNames),
  /** Said where this mutation had been processed before: the stored outcome. */
  replayed: z.optional(z.boolean()),
  /** item → new revision */
  revs: z.optional(z.record(z.string(), z.int())),
  /** Which of them somebody else had answered otherwise. */
  contested: z.optional(z.array(z.string())),
  code: z.optional(z.string()),
  detail: z.optional(z.record(z.string(), z.unknown())),
})
export type Outcome = z.infer<typeof outcomeSchema>

export const pushReplySchema = z.object({
  proto: z.literal(PROTO),
  ask: z.optional(z.string()),
  epoch: z.string(),
  deviceId: z.string(),
  serverTime: millisecondsSchema,
  ackSeq: z.int(),
  expectSeq: z.int(),
  r: z.array(outcomeSchema),
})
export type PushReply = z.infer<typeof pushReplySchema>

/**
 * What a device reads may come from a newer server. It keeps what it does not know as
 * it came (P50): a start must name the facts as they are, an edit must not take away
 * what a newer app has said, and digests are taken over all of it.
 */
const factsAsSentSchema = z.looseObject({
  ...factsSchema.shape,
  wastewater: z.nullable(z.looseObject(wastewaterFactsSchema.shape)),
})
const facilityAsSentSchema = z.looseObject({ ...facilitySchema.shape, facts: factsAsSentSchema })
const answerAsSentSchema = z.looseObject({
  ...answerSchema.shape,
  plan: z.optional(z.looseObject(planSchema.shape)),
  followUp: z.optional(z.looseObject(followUpSchema.shape)),
})
/** What a newer app can say is kept, and means nothing here: whoever reads steps asks for the kinds that they know (`says`). */
const sayingAsSentSchema = z.looseObject({ is: z.string() }) as unknown as z.ZodMiniType<Saying>
const recordAsSentSchema = z.looseObject({
  ...inspectionRecordSchema.shape,
  head: z.looseObject({
    ...inspectionHeadSchema.shape,
    checklist: z.looseObject(checklistRefSchema.shape),
    facts: factsAsSentSchema,
    position: z.optional(z.looseObject(foundPositionSchema.shape)),
  }),
  createdBy: z.looseObject(inspectionRecordSchema.shape.createdBy.shape),
  score: z.nullable(z.looseObject(scoreSummarySchema.shape)),
  cells: z.record(
    z.string(),
    z.looseObject({ ...cellSchema.shape, answer: answerAsSentSchema, former: z.optional(answerAsSentSchema) }),
  ),
  late: z.optional(z.array(z.looseObject({ ...lateAnswerSchema.shape, answer: answerAsSentSchema }))),
  photos: z.optional(z.array(z.looseObject(recordPhotoSchema.shape))),
  signatures: z.optional(z.array(z.looseObject(recordSignatureSchema.shape))),
  steps: z.optional(z.array(z.looseObject({ ...recordStepSchema.shape, say: sayingAsSentSchema }))),
})
const sealNoteAsSentSchema = z.object({
  ...sealNoteSchema.shape,
  changes: z.optional(
    z.array(
      z.object({
        ...answerChangeSchema.shape,
        before: z.optional(answerAsSentSchema),
        after: z.optional(answerAsSentSchema),
      }),
    ),
  ),
})

const assignmentAsSentSchema = z.looseObject({
  ...assignmentSchema.shape,
  checklist: z.looseObject(checklistRefSchema.shape),
  people: z.array(z.looseObject({ id: z.string(), name: z.string() })),
})

export const changeSchema = z.discriminatedUnion('entity', [
  z.object({
    entity: z.literal('checklist'),
    ref: checklistRefSchema,
    /** Parsed with `checklistSchema` only when opened: a newer checklist must not stop an older app's queue. */
    content: z.unknown(),
  }),
  z.object({ entity: z.literal('facility'), data: facilityAsSentSchema }),
  z.object({
    entity: z.literal('inspection'),
    data: recordAsSentSchema,
    /** Its seals with their receipts, in order: beside the record, whose shape older apps know exactly. */
    seals: z.optional(z.array(sealNoteAsSentSchema)),
  }),
  /** Only to who reads 3 (reading.ts). */
  z.object({ entity: z.literal('assignment'), data: assignmentAsSentSchema }),
])
export type Change = z.infer<typeof changeSchema>

export const pullReplySchema = z.object({
  proto: z.literal(PROTO),
  epoch: z.string(),
  /** Whose question this answers, and which: a page for somebody else, or of another time, is not taken. */
  deviceId: z.string(),
  /** The cursor that was asked with; empty for none. */
  after: z.string(),
  serverTime: millisecondsSchema,
  /** Opaque: give it back as it came. */
  cursor: z.string(),
  more: z.boolean(),
  /** True on the first page of a view read from its beginning: rows not seen by its last page are gone. */
  reset: z.boolean(),
  /** Highest number of this device whose effect these changes contain. */
  deviceAck: z.int(),
  changes: z.array(changeSchema),
  /** What the person may no longer see: removed in the transaction that keeps the cursor. */
  gone: z.optional(z.array(z.object({ entity: z.enum(['facility', 'inspection', 'assignment']), id: z.string() }))),
  /** With what the server signs receipts. Whoever names it takes signatures too. */
  serverKeys: z.optional(z.array(namedKeySchema)),
})
export type PullReply = z.infer<typeof pullReplySchema>

/** GET /sync/v1/digest: what the server holds of the view behind a cursor. */
export const digestReplySchema = z.object({
  proto: z.literal(PROTO),
  epoch: z.string(),
  /** The cursor that was asked about. */
  after: z.string(),
  /** False where something newer than the cursor waits, or the cursor is of another view: there is nothing to compare. */
  current: z.boolean(),
  facility: viewDigestSchema,
  checklist: viewDigestSchema,
  /** Sealed inspections; drafts are kept in another shape. */
  inspection: viewDigestSchema,
  /** Absent from a server, or for a cursor, that knows of none. */
  assignment: z.optional(viewDigestSchema),
})
export type DigestReply = z.infer<typeof digestReplySchema>
/**
 * Stands under the number of a mutation that could not be sent (too large, or not
 * fit to be read): nothing happens, and the number is consumed. Sent like a mutation.
 */
export const voidSchema = z.looseObject({ k: z.literal('void') })

/** GET /sync/v1/ping: the way to the server is open. */
export const pingReplySchema = z.object({ proto: z.literal(PROTO), serverTime: millisecondsSchema })

/** POST /sync/v1/deadletter */
export const letterReplySchema = z.object({ proto: z.literal(PROTO), kept: z.literal(true) })
/** POST /sync/v1/blobs/have */
export const haveSchema = z.strictObject({
  proto: z.literal(PROTO),
  sha256: z.array(sha256Schema).check(z.maxLength(HAVE_MAX)),
})
export const haveReplySchema = z.object({
  proto: z.literal(PROTO),
  /** Those the asker's province has not stored and verified. */
  missing: z.array(z.string()),
  /** The others, by name: a reply that a proxy mixes up must not call received what nobody has. */
  stored: z.array(z.string()),
})

const instantSchema = z.nullable(z.number())

/** GET /api/keys: the key that stands first, and in which time each has signed; null: from the beginning, and until now. */
export const keysReplySchema = z.object({
  keys: z.array(z.extend(namedKeySchema, { from: z.optional(instantSchema), until: z.optional(instantSchema) })),
})

export const problemBodySchema = z.object({
  code: z.string(),
  message: z.string(),
  detail: z.optional(z.record(z.string(), z.unknown())),
})

/** POST /api/sign-in */
export const signInSchema = z.strictObject({
  username: z.string().check(z.trim(), z.minLength(1, 'Nhập tên đăng nhập.'), z.maxLength(64)),
  password: z.string().check(z.minLength(1, 'Nhập mật khẩu.'), z.maxLength(200)),
  /** Sent once the server has asked for it: of an authenticator app, or one for recovery. */
  code: z.optional(z.string().check(z.trim(), z.minLength(1, 'Nhập mã xác thực.'), z.maxLength(20))),
})
/** Also GET /api/me. */
export const signedInSchema = z.object({
  person: personSchema,
  /** A secret of the account that opens its stores on tablets (device/store/lock.ts); absent where the server is older. */
  storeKey: z.optional(z.string()),
  /** Said where the password is one that the server chose: beside the person, whose shape older pages know exactly. */
  mustChange: z.optional(z.boolean()),
  /** Whether they answer for the whole province; absent where the server is older. */
  isOfWholeProvince: z.optional(z.boolean()),
})

/** GET /api/welcome: what the sign-in page says before anybody is known. */
export const welcomeSchema = z.object({
  version: z.string(),
  demonstration: z.nullable(
    z.object({
      notice: z.string(),
      password: z.string(),
      accounts: z.array(z.object({ username: z.string(), name: z.string(), role: z.string() })),
    }),
  ),
})
export type Welcome = z.infer<typeof welcomeSchema>
