import * as z from 'zod/mini'
import { PROTO } from './terms.ts'
import { pushSchema } from './wire.ts'

/**
 * What a tablet sends for somebody whose store on it is locked: rows of their outbox
 * and pictures as they lie there, sealed, with the store's key under the account's.
 * Nobody on the tablet can read them; the server opens them as it opens a hand-over.
 */

export const idSchema = z.string().check(z.minLength(1), z.maxLength(64))
/** AES-GCM's number, as base64: twelve bytes. */
export const ivSchema = z.string().check(z.regex(/^[A-Za-z0-9+/]{16}$/))
export const sealedSchema = z.strictObject({ iv: ivSchema, sealed: z.string() })
/** Bytes as base64. */
export type SealedText = z.infer<typeof sealedSchema>

/** Rows in one request: several times what the largest mutation of an honest device has. */
const ROWS_MAX = 2_000

/** Whose work it is, from which of their devices, and how their store is opened. */
export const ownerShape = {
  personId: idSchema,
  deviceId: idSchema,
  /** The store's key, under the account's. */
  key: sealedSchema,
}
export type RelayOwner = z.infer<z.ZodMiniObject<typeof ownerShape>>

/**
 * POST /sync/v1/relay: mutations that have their numbers, in order. Content that lies
 * open is not taken: nothing would show whose it is.
 */
export const relaySchema = z.strictObject({
  proto: z.literal(PROTO),
  /** Chance, echoed by the reply. */
  ask: idSchema,
  ...ownerShape,
  epoch: pushSchema.shape.epoch,
  schema: pushSchema.shape.schema,
  app: pushSchema.shape.app,
  clock: pushSchema.shape.clock,
  rows: z
    .array(
      z.strictObject({
        seq: z.int().check(z.gte(1)),
        id: idSchema,
        insp: idSchema,
        cell: z.string().check(z.maxLength(200)),
        base: z.int(),
        at: z.number(),
        mutationId: z.optional(idSchema),
        isVoid: z.optional(z.literal(true)),
        payload: sealedSchema,
        seen: z.optional(sealedSchema),
      }),
    )
    .check(z.minLength(1), z.maxLength(ROWS_MAX)),
})
export type Relay = z.infer<typeof relaySchema>

/**
 * Nothing of the content, which who holds the tablet may not know: how far the
 * numbers are taken, and on what later answers of the same hand rest. Such revisions
 * lie open in every outbox.
 */
export const relayReplySchema = z.object({
  proto: z.literal(PROTO),
  ask: z.string(),
  /** The last number that has its outcome. */
  taken: z.int(),
  /** number → item → its revision; null where only the person can go on: something was refused, or a number is missing. */
  revs: z.nullable(z.record(z.string(), z.record(z.string(), z.int()))),
})
export type RelayReply = z.infer<typeof relayReplySchema>

/** POST /sync/v1/relay/photo: the sealed bytes are the body, this is what stands beside them, as JSON. */
export const RELAY_HEADER = 'Sync-Relay'
export const relayedPhotoSchema = z.strictObject({
  ...ownerShape,
  photo: idSchema,
  iv: ivSchema,
})
export type RelayedPhoto = z.infer<typeof relayedPhotoSchema>

/** The picture arrived and was the one that was announced; whether it is kept is asked for by its owner. */
export const relayedPhotoReplySchema = z.object({ proto: z.literal(PROTO), photo: z.string() })
