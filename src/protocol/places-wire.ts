import * as z from 'zod/mini'
import { areaKindSchema } from '../domain/area.ts'
import { isoDateSchema } from '../domain/date.ts'
import { factsSchema } from '../domain/facts.ts'
import { positionSchema } from '../domain/place.ts'

/**
 * What goes over the wire about areas and facilities: plain JSON under /api, asked
 * while online. No part of the sync, and not pinned with it.
 *
 * Dates are days in Việt Nam, "2025-07-01", today at the latest. `until` is the
 * first day on which something is no more.
 */

const idSchema = z.string().check(z.minLength(1), z.maxLength(64))
const nameSchema = z
  .string()
  .check(z.trim(), z.normalize('NFC'), z.minLength(1, 'Cần có tên.'), z.maxLength(200, 'Tên dài tối đa 200 ký tự.'))
/** Of the tree or of the facility, as the asker has seen it: 409 PLACES_CHANGED where somebody was faster. */
const versionSchema = z.int().check(z.gte(0))

/** An area with its whole history. */
export const areaRowSchema = z.object({
  id: z.string(),
  kind: areaKindSchema,
  from: z.string(),
  until: z.nullable(z.string()),
  /** The newest name and parent; null is the province itself. */
  name: z.string(),
  parentId: z.nullable(z.string()),
  names: z.array(z.object({ from: z.string(), name: z.string() })),
  parents: z.array(z.object({ from: z.string(), parentId: z.nullable(z.string()) })),
  /** Ids of the areas that it became. */
  became: z.array(z.string()),
  /** How many facilities lie in it now, closed ones too, and how many accounts reach it. */
  facilities: z.int(),
  people: z.int(),
})
export type AreaRow = z.infer<typeof areaRowSchema>

const treeShape = {
  /** Goes into every act. */
  version: versionSchema,
  /** By the server's clock: the last day that an act may name. */
  today: z.string(),
  province: z.object({ id: z.string(), name: z.string() }),
  areas: z.array(areaRowSchema),
}

/** GET /api/areas: every area, also former ones. */
export const areasReplySchema = z.object(treeShape)
export type AreasReply = z.infer<typeof areasReplySchema>

/** Every act on areas: the tree after it, and the ids of the areas that it made. */
export const areaActReplySchema = z.object({ ...treeShape, made: z.array(z.string()) })
export type AreaActReply = z.infer<typeof areaActReplySchema>

const newAreaShape = { kind: areaKindSchema, name: nameSchema, parentId: z.nullable(idSchema) }

/** POST /api/areas */
export const newAreaSchema = z.strictObject({ version: versionSchema, from: isoDateSchema, ...newAreaShape })

/** PUT /api/areas/:id: another name from a day on. */
export const areaNameSchema = z.strictObject({ version: versionSchema, from: isoDateSchema, name: nameSchema })

/** POST /api/areas/merge: several become one new one. */
export const areaMergeSchema = z.strictObject({
  version: versionSchema,
  from: isoDateSchema,
  areaIds: z.array(idSchema).check(z.minLength(2), z.maxLength(100)),
  ...newAreaShape,
})

/** POST /api/areas/:id/split: one becomes several. Each facility (and, of a district, each area) in it goes into one part. */
export const areaSplitSchema = z.strictObject({
  version: versionSchema,
  from: isoDateSchema,
  parts: z
    .array(
      z.strictObject({
        kind: areaKindSchema,
        name: nameSchema,
        facilityIds: z.array(idSchema).check(z.maxLength(1000)),
        areaIds: z.array(idSchema).check(z.maxLength(1000)),
      }),
    )
    .check(z.minLength(2), z.maxLength(50)),
})

/** POST /api/areas/:id/move: into another district, or with null right into the province. */
export const areaMoveSchema = z.strictObject({
  version: versionSchema,
  from: isoDateSchema,
  parentId: z.nullable(idSchema),
})

/** POST /api/areas/:id/end: an area in which nothing lies any more. */
export const areaEndSchema = z.strictObject({ version: versionSchema, from: isoDateSchema })

/** Characters of JSON: a permit with limits for thirty parameters has three thousand. */
const FACTS_MAX = 20_000

const siteSchema = z.strictObject({ id: idSchema, name: nameSchema })

/** What may be said of a facility, and changed later. */
const facilityShape = {
  name: nameSchema,
  address: z.string().check(z.trim(), z.normalize('NFC'), z.maxLength(300)),
  /** Every visit carries a copy of them, and every device of the area. */
  facts: z
    .strictObject({
      ...factsSchema.shape,
      sites: z.array(siteSchema).check(
        z.maxLength(50),
        z.refine((sites) => new Set(sites.map(({ id }) => id)).size === sites.length, 'Mỗi điểm trạm có một mã riêng.'),
      ),
    })
    .check(z.refine((facts) => JSON.stringify(facts).length <= FACTS_MAX, 'Thông tin cơ sở quá dài.')),
  /** Null where it is not known. */
  position: z.nullable(positionSchema),
}

/** POST /api/facilities. `from` is its first day in the area; null: as long as the area stands. */
export const newFacilitySchema = z.strictObject({ areaId: idSchema, from: z.nullable(isoDateSchema), ...facilityShape })

/** PUT /api/facilities/:id */
export const facilityChangeSchema = z.strictObject({ version: versionSchema, ...facilityShape })

/** POST /api/facilities/:id/move: into another area from a day on. */
export const facilityMoveSchema = z.strictObject({ version: versionSchema, areaId: idSchema, from: isoDateSchema })

/** POST /api/facilities/:id/close: not visited any more from that day on. */
export const facilityCloseSchema = z.strictObject({ version: versionSchema, on: isoDateSchema })

/** POST /api/facilities/:id/reopen */
export const facilityReopenSchema = z.strictObject({ version: versionSchema })

/** A facility as its administrators see it. */
export const facilityRowSchema = z.object({
  id: z.string(),
  name: z.string(),
  address: z.string(),
  areaId: z.string(),
  /** As it is called now. */
  areaName: z.string(),
  demonstration: z.boolean(),
  facts: factsSchema,
  position: z.nullable(positionSchema),
  closedOn: z.nullable(z.string()),
  /** In which area since when, oldest first; the last is `areaId`. */
  stays: z.array(z.object({ areaId: z.string(), from: z.string() })),
  /** Goes into every act on it. */
  version: versionSchema,
})
export type FacilityRow = z.infer<typeof facilityRowSchema>

/** GET /api/facilities: all of the province, also closed ones, in order of name. */
export const facilitiesReplySchema = z.object({ today: z.string(), facilities: z.array(facilityRowSchema) })

/**
 * Something that an administrator did to a facility. A merge or a split of its area
 * stands in its stays. Instants in milliseconds since 1970.
 */
export const facilityEventSchema = z.object({
  at: z.number(),
  /** The name of who did it; null where it was no account, or one that is gone. */
  by: z.nullable(z.string()),
  what: z.enum(['created', 'changed', 'moved', 'closed', 'reopened']),
  /** From which day on; null where the act has none. */
  on: z.nullable(z.string()),
  /**
   * Of a change, as far as both are kept. Both the same: something else of the
   * facility was changed, its name, its address or its position.
   */
  facts: z.nullable(z.object({ before: factsSchema, after: factsSchema })),
})
export type FacilityEvent = z.infer<typeof facilityEventSchema>

/** GET /api/facilities/:id, with what was done to it, newest first. */
export const facilityDetailSchema = z.object({
  today: z.string(),
  facility: facilityRowSchema,
  events: z.array(facilityEventSchema),
})
export type FacilityDetail = z.infer<typeof facilityDetailSchema>

/** Every act on a facility: as it now is. */
export const facilityReplySchema = z.object({ facility: facilityRowSchema })
