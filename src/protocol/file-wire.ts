import * as z from 'zod/mini'
import { sha256Schema } from '../domain/photo.ts'
import { tabletSchema } from './device-wire.ts'
import { idSchema, ivSchema, ownerShape, sealedSchema } from './relay-wire.ts'
import { PROTO } from './terms.ts'
import { pushSchema } from './wire.ts'

/**
 * A file with what a tablet has not sent (`.sokiem`), and how whoever carries it
 * brings it to the server. Its content is sealed under the key of its author's store,
 * which stands in it under the account's: the server and the author can open it, and
 * nobody in between.
 *
 *     SOKIEM1␊ │ SHA-256 of the header │ its length, 4 bytes │ header, JSON │ part │ part │ …
 */

/** The first eight bytes; the digit rises when an older app could not read what follows. */
export const FILE_MAGIC = 'SOKIEM1\n'

const countSchema = z.int().check(z.gte(0))
const partShape = { size: countSchema, sha256: sha256Schema, iv: ivSchema }

/** How each part lies in the file: its bytes as they are sealed, their hash, and in what order they come. */
export const filePartSchema = z.discriminatedUnion('kind', [
  /** Mutations as rows of an outbox, numbered from 1 through all the parts: `fileRowsSchema`. */
  z.object({ ...partShape, kind: z.literal('rows'), first: z.int(), last: z.int() }),
  /** One visit as it stands on its author's tablet: for them alone, who goes on with it elsewhere. */
  z.object({ ...partShape, kind: z.literal('visit') }),
  /** A picture as it lies in its author's store. */
  z.object({
    ...partShape,
    kind: z.literal('picture'),
    photo: idSchema,
    as: z.enum(['blob', 'buffer']),
    type: z.optional(z.string().check(z.maxLength(100))),
  }),
])
export type FilePart = z.infer<typeof filePartSchema>

/** Whose it is, from which of their devices, and to which history of which server it belongs. */
const aboutShape = {
  ...ownerShape,
  /** The file's own number: the numbers of its mutations are counted under it. */
  file: idSchema,
  tablet: tabletSchema,
  epoch: pushSchema.shape.epoch,
}
export type FileAbout = z.infer<z.ZodMiniObject<typeof aboutShape>>

/** What lies open in a file: nothing of a visit but how many there are. */
export const fileHeaderSchema = z.object({
  format: z.literal(1),
  ...aboutShape,
  madeAt: z.int(),
  app: pushSchema.shape.app,
  schema: pushSchema.shape.schema,
  /** The shape of its author's store: an older app could not go on with it. */
  storeSchema: z.int(),
  /** Where the app was opened from. */
  origin: z.string().check(z.maxLength(200)),
  /** Server − device, as its tablet last measured it; null where it never did. */
  offset: z.nullable(z.int()),
  /** The author, as people call them. */
  name: z.string().check(z.maxLength(200)),
  visits: countSchema,
  changes: countSchema,
  photos: countSchema,
  parts: z.array(filePartSchema).check(z.maxLength(20_000)),
})
export type FileHeader = z.infer<typeof fileHeaderSchema>

/**
 * What a sealed part is bound to (GCM's additional data): one that was put into
 * another file or place, or beside another history, does not open.
 */
export function bindingOf({ file, personId, deviceId, tablet, epoch }: FileAbout, part: number): string {
  return JSON.stringify(['so-kiem file 1', file, personId, deviceId, tablet, epoch, part])
}

/** A part of kind `rows`, opened. */
export const fileRowsSchema = z.array(
  z.object({
    seq: z.int().check(z.gte(1)),
    id: idSchema,
    insp: idSchema,
    cell: z.string().check(z.maxLength(200)),
    base: z.int(),
    at: z.number(),
    bytes: z.number(),
    mutationId: z.optional(idSchema),
    isVoid: z.optional(z.literal(true)),
    alone: z.optional(z.literal(true)),
    payload: z.looseObject({ k: z.string() }),
    seen: z.optional(z.looseObject({})),
  }),
)
export type FileRow = z.infer<typeof fileRowsSchema>[number]

/** A part of kind `visit`, opened: rows of its author's store, with their content. */
export const fileVisitSchema = z.object({
  insp: idSchema,
  /** Null where it is a matter of a sealed record alone. */
  inspection: z.nullable(z.looseObject({ id: idSchema, state: z.enum(['draft', 'waiting', 'refused']) })),
  answers: z.array(z.looseObject({ insp: idSchema, cell: z.string(), rev: z.int() })),
  photos: z.array(z.looseObject({ id: idSchema, insp: idSchema, sha256: sha256Schema, state: z.string() })),
  signatures: z._default(z.array(z.looseObject({ id: idSchema, insp: idSchema })), []),
  /** What was typed and is no answer yet. */
  begun: z._default(z.array(z.looseObject({ insp: idSchema, item: z.string() })), []),
})
export type FileVisit = z.infer<typeof fileVisitSchema>

/** POST /sync/v1/file: one part of kind `rows`, by whoever carries the file. */
export const fileRowsRequestSchema = z.strictObject({
  proto: z.literal(PROTO),
  /** Chance, echoed by the reply. */
  ask: idSchema,
  ...aboutShape,
  schema: pushSchema.shape.schema,
  app: pushSchema.shape.app,
  offset: z.nullable(z.int()),
  /** Which of the file's parts it is. */
  part: countSchema,
  rows: sealedSchema,
})
export type FileRowsRequest = z.infer<typeof fileRowsRequestSchema>

/** How far the file's numbers are taken; what became of them is for its author to hear. */
export const fileRowsReplySchema = z.object({ proto: z.literal(PROTO), ask: z.string(), taken: z.int() })
export type FileRowsReply = z.infer<typeof fileRowsReplySchema>

/** POST /sync/v1/file/photo: the sealed bytes are the body, this is what stands beside them, as JSON. */
export const FILE_HEADER = 'Sync-File'
export const filePhotoSchema = z.strictObject({ ...aboutShape, photo: idSchema, iv: ivSchema })
export type FilePhoto = z.infer<typeof filePhotoSchema>
