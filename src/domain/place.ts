import * as z from 'zod/mini'
import { isoDateSchema } from './date.ts'
import { factsSchema } from './facts.ts'

/** Degrees north and east (WGS 84). */
export const positionSchema = z.strictObject({
  lat: z.number().check(z.gte(-90), z.lte(90)),
  lon: z.number().check(z.gte(-180), z.lte(180)),
})
export type Position = z.infer<typeof positionSchema>

/** A facility (cơ sở) as every device of its area holds it. */
export const facilitySchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  areaId: z.string(),
  /** "Xã Suối Mơ": carried along, so that a list needs no second look-up. */
  areaName: z.string(),
  address: z.string(),
  /** Invented, for trying out. */
  demonstration: z.boolean(),
  facts: factsSchema,
  /** Absent where it is not known. */
  position: z.optional(positionSchema),
  /** The day from which it is not visited any more; absent while it is. */
  closedOn: z.optional(isoDateSchema),
})
export type Facility = z.infer<typeof facilitySchema>
