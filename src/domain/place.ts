import * as z from 'zod/mini'
import { factsSchema } from './facts.ts'

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
})
export type Facility = z.infer<typeof facilitySchema>
