import * as z from 'zod/mini'
import { isoDateSchema } from './date.ts'

/** What is agreed on for one item (biện pháp khắc phục), and what became of what was agreed on before. */

export const WHAT_MAX = 1000
export const WHO_MAX = 100

/** Each part may be said before the others: what is not known yet is a dotted line on paper. Never all of it empty. */
export const planSchema = z
  .strictObject({
    /** What will be done; '' while nobody has said. */
    what: z.string().check(z.maxLength(WHAT_MAX)),
    /** Who answers for it; '' while nobody has said. */
    who: z.string().check(z.maxLength(WHO_MAX)),
    by: z.nullable(isoDateSchema),
  })
  .check(z.refine((plan) => !isEmptyPlan(plan)))
export type Plan = z.infer<typeof planSchema>

export const EMPTY_PLAN: Plan = { what: '', who: '', by: null }

/** What a later visit finds of the action that the visit `of` has planned for the same item. */
export const followUpSchema = z.strictObject({
  of: z.string().check(z.minLength(1), z.maxLength(64)),
  is: z.enum(['fixed', 'notFixed']),
})
export type FollowUp = z.infer<typeof followUpSchema>

export function isEmptyPlan({ what, who, by }: Plan): boolean {
  return what === '' && who === '' && by === null
}
