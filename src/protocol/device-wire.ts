import * as z from 'zod/mini'
import { roleSchema } from '../domain/people.ts'
import { PROTO } from './terms.ts'

/**
 * What devices say of themselves, and what a lost one is told. In headers and at
 * addresses of their own: a push has a strict shape, and a server that is older
 * passes over a header it does not know.
 */

/** The browser's own number, with every request under /sync: several people's stores may lie in it. */
export const TABLET_HEADER = 'Sync-Tablet'
/** With the first page of each pull: deviceReportSchema as JSON. */
export const REPORT_HEADER = 'Sync-Report'

export const tabletSchema = z.uuid()
const idSchema = z.string().check(z.minLength(1), z.maxLength(64))
const countSchema = z.int().check(z.gte(0))

/** What waits on a device when it has sent what it could. */
export const deviceReportSchema = z.object({
  app: z.string().check(z.maxLength(40)),
  schema: z.int(),
  /** The device's clock, in milliseconds since 1970. */
  wall: z.int(),
  waiting: countSchema,
  photos: countSchema,
  /** Since when the oldest waits, by the same clock; null where nothing does. */
  since: z.nullable(z.int()),
})
export type DeviceReport = z.infer<typeof deviceReportSchema>

/** GET /sync/v1/lost: whose stores this tablet has to wipe. */
export const lostReplySchema = z.object({
  proto: z.literal(PROTO),
  wipe: z.array(z.object({ personId: z.string(), proof: z.string() })),
})
export type LostOrder = z.infer<typeof lostReplySchema>['wipe'][number]

/** What the server takes of one piece of a handing over … */
export const HANDOVER_BYTES_MAX = 1024 * 1024
/** … and how much of mutations a device puts into it: a poor line and a strict proxy let it through. */
export const HANDOVER_PIECE = 256 * 1024

const sealedSchema = z.strictObject({ iv: z.string(), sealed: z.string() })
/** Bytes as base64. */
export const sealedQueueSchema = z.strictObject({
  /** The store's key, under the account's. Null where the store was never locked. */
  key: z.nullable(sealedSchema),
  mutations: z.array(
    z.strictObject({
      id: idSchema,
      insp: idSchema,
      seq: z.nullable(z.int()),
      base: z.int(),
      at: z.number(),
      cell: z.string(),
      payload: z.union([sealedSchema, z.strictObject({ plain: z.unknown() })]),
    }),
  ),
  /** How many come in further pieces; 0 in the last. */
  left: countSchema,
})
export type SealedQueue = z.infer<typeof sealedQueueSchema>

/** POST /sync/v1/lost: the store is about to be wiped, and here is a piece of what was not sent; or it is gone. */
export const wipedSchema = z.strictObject({
  personId: idSchema,
  proof: z.string().check(z.maxLength(100)),
  /** Null: nothing of the store is there any more. */
  queue: z.nullable(sealedQueueSchema),
})
export const wipedReplySchema = z.object({ proto: z.literal(PROTO), kept: z.literal(true) })

const sessionSchema = z.object({
  id: z.string(),
  userAgent: z.string(),
  address: z.string(),
  since: z.number(),
  lastSeen: z.number(),
  current: z.boolean(),
  /** Somebody else has signed in there, and it only stands for what still waits; absent where the server is older. */
  displaced: z.optional(z.boolean()),
})

/** One person on one tablet, as administrators see it. Instants in milliseconds since 1970 by the server's clock. */
export const deviceRowSchema = z.object({
  id: z.string(),
  person: z.object({ id: z.string(), name: z.string(), role: roleSchema }),
  /** Alike for all who share the tablet; null where an older app has not said it. */
  tablet: z.nullable(z.string()),
  app: z.string(),
  schema: z.int(),
  lastSeen: z.number(),
  /** Null where an older app has not said it. */
  waiting: z.nullable(z.object({ changes: z.int(), photos: z.int(), since: z.nullable(z.number()) })),
  /** Mutations that the server refused or could not work on. */
  refused: z.int(),
  /** Milliseconds by which its clock is ahead of the server's. */
  clockAhead: z.nullable(z.number()),
  session: z.nullable(sessionSchema),
  /** Declared lost; `wipedAt` once the tablet has said that it is done. */
  lost: z.nullable(z.object({ declaredAt: z.number(), wipedAt: z.nullable(z.number()) })),
})
export type DeviceRow = z.infer<typeof deviceRowSchema>

/** GET /api/devices */
export const devicesReplySchema = z.object({
  devices: z.array(deviceRowSchema),
  /** Signed-in browsers that have not said yet which device they are. */
  sessions: z.array(z.extend(sessionSchema, { person: z.object({ id: z.string(), name: z.string() }) })),
})
export type DevicesReply = z.infer<typeof devicesReplySchema>

/** POST /api/devices/:id/found */
export const foundSchema = z.strictObject({
  /** The tablet is in good hands again; or another one was meant. */
  reason: z.enum(['found', 'mistaken']),
})
export type WithdrawReason = z.infer<typeof foundSchema>['reason']

/** What a lost tablet handed over of one visit. */
const handedVisitSchema = z.object({
  inspection: z.string(),
  /** Null where neither the tablet nor the server says it. */
  facility: z.nullable(z.string()),
  date: z.nullable(z.string()),
  /** Items that were answered. */
  answers: z.int(),
  /** What its author had done with it when the tablet was lost. */
  state: z.enum(['open', 'submitted', 'amended']),
  /** Whether the server has the visit, however much of it. */
  isKnown: z.boolean(),
})

/** Everything that one person's store on one tablet handed over. */
export const handoverRowSchema = z.object({
  id: z.string(),
  person: z.object({ id: z.string(), name: z.string() }),
  tablet: z.string(),
  /** When the last of it came. */
  receivedAt: z.number(),
  changes: z.int(),
  /** Of them, whose content could not be opened. */
  sealed: z.int(),
  /** Whether the last piece of it is there. */
  isWhole: z.boolean(),
  visits: z.array(handedVisitSchema),
})
export type HandoverRow = z.infer<typeof handoverRowSchema>

/** GET /api/handovers: latest first. */
export const handoversReplySchema = z.object({ handovers: z.array(handoverRowSchema) })

/** POST /api/handovers/:id/take: every letter of it as it was kept, oldest first. */
export const handoverReplySchema = z.object({
  person: z.object({ id: z.string(), name: z.string() }),
  tablet: z.string(),
  letters: z.array(z.object({ receivedAt: z.number(), sha256: z.string(), content: z.unknown() })),
})
export type Handover = z.infer<typeof handoverReplySchema>

const howSchema = z.enum(['rejected', 'quarantined', 'late', 'letter'])

/** A change that the server did not take, or what a device could not send as one (`letter`). */
export const refusalRowSchema = z.object({
  id: z.string(),
  person: z.object({ id: z.string(), name: z.string() }),
  device: z.string(),
  tablet: z.nullable(z.string()),
  receivedAt: z.number(),
  how: howSchema,
  /** Why; null where nothing says it. A newer server may know codes that the app does not. */
  code: z.nullable(z.string()),
  /** Which kind of change it is; null where it cannot be read. */
  kind: z.nullable(z.string()),
  inspection: z.nullable(z.string()),
  facility: z.nullable(z.string()),
  date: z.nullable(z.string()),
  /** Whether the server has the visit. */
  isKnown: z.boolean(),
  /** Some of the items it is about, and how many more there are. */
  items: z.array(z.object({ number: z.string(), question: z.nullable(z.string()) })),
  more: z.int(),
  /** Of its text, in characters. */
  length: z.int(),
})
export type RefusalRow = z.infer<typeof refusalRowSchema>

/** GET /api/refusals: latest first, so many at most. */
export const refusalsReplySchema = z.object({ refusals: z.array(refusalRowSchema) })

/** POST /api/refusals/:id/take */
export const takenRefusalSchema = z.object({
  person: z.object({ id: z.string(), name: z.string() }),
  device: z.string(),
  receivedAt: z.number(),
  how: howSchema,
  code: z.nullable(z.string()),
  /** What the server said beside the code. */
  detail: z.unknown(),
  /** The text as it was kept. */
  content: z.string(),
})
export type TakenRefusal = z.infer<typeof takenRefusalSchema>

/** POST /api/devices/:id/lost and POST /api/sessions/:id/lost */
export const lostSchema = z.strictObject({
  /** Also the stores of everybody else on the same tablet. */
  everybody: z.boolean(),
  /** Asked for where it is one's own: a tablet left open must not wipe its owner's others. */
  password: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
})
