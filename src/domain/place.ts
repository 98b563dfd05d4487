import * as z from 'zod/mini'
import { isoDateSchema } from './date.ts'
import { factsSchema } from './facts.ts'

/** Degrees north and east (WGS 84). */
export const positionSchema = z.strictObject({
  lat: z.number().check(z.gte(-90), z.lte(90)),
  lon: z.number().check(z.gte(-180), z.lte(180)),
})
export type Position = z.infer<typeof positionSchema>

/** Where a device was, as it found it itself. */
export const foundPositionSchema = z.strictObject({
  ...positionSchema.shape,
  /** In metres: within this distance with a probability of 95 % (W3C Geolocation). */
  accuracy: z.number().check(z.gte(0), z.lte(1e8)),
  /** Milliseconds since 1970 by the device's clock: for reading only. */
  at: z.number(),
})
export type FoundPosition = z.infer<typeof foundPositionSchema>

/** Mean radius of the earth in metres (IUGG). */
const EARTH = 6_371_008.8

/** Metres between two places along a sphere (haversine): half a per cent off at most, less than a tablet's own error. */
export function distanceBetween(a: Position, b: Position): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  const half = (from: number, to: number) => Math.sin(radians(to - from) / 2) ** 2
  const square = half(a.lat, b.lat) + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * half(a.lon, b.lon)
  return 2 * EARTH * Math.asin(Math.sqrt(Math.min(1, square)))
}

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
