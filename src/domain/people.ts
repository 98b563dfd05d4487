import * as z from 'zod/mini'
import type { Mutation } from './mutation.ts'
import { changes, covers, type RolesReach, type Subject, sayings, startable } from './rights.ts'
import type { SayingIs } from './step.ts'

export const roles = ['inspector', 'facility', 'supervisor', 'administrator'] as const
export const roleSchema = z.enum(roles)
export type Role = z.infer<typeof roleSchema>

export const roleNames: Record<Role, string> = {
  inspector: 'Người kiểm tra',
  facility: 'Cơ sở y tế',
  supervisor: 'Người giám sát',
  administrator: 'Quản trị',
}

/** A signed-in person with what they may reach: areas, or one facility. */
export const personSchema = z.strictObject({
  id: z.string(),
  username: z.string(),
  name: z.string(),
  role: roleSchema,
  provinceId: z.string(),
  areaIds: z.array(z.string()),
  facilityId: z.nullable(z.string()),
})
export type Person = z.infer<typeof personSchema>

/** What an action is done to. */
type FacilitySubject = { facility: { id: string; areaId: string } }
type InspectionSubject = FacilitySubject & { inspection: { createdBy: string; status: string } }

export const inspectionKinds = ['inspection', 'selfAssessment'] as const
export type InspectionKind = (typeof inspectionKinds)[number]

export const inspectionKindNames: Record<InspectionKind, string> = {
  inspection: 'Kiểm tra',
  selfAssessment: 'Tự đánh giá',
}

/** Whether a facility lies inside what a person was given: their areas, or their own facility. */
export function reaches(person: Person, facility: { id: string; areaId: string }): boolean {
  return covers(person, 'areas', { facility })
}

/** Which kinds of visit a role may carry out. */
export function kindsFor(role: Role): readonly InspectionKind[] {
  return startable[role]
}

/**
 * Whether a visit of that date may be begun in a facility: who reaches it, and who
 * reached it up to a day, for visits up to that day. A tablet that is away cannot
 * know that the facility has become somebody else's.
 */
export function mayVisit(
  person: Person,
  facility: { id: string; areaId: string },
  { date, reachedUntil }: { date: string; reachedUntil: string | null },
): boolean {
  // Who may begin none is told so where they may look at the facility.
  const { [person.role]: reach = 'areas' }: RolesReach = changes['inspection.start']
  return covers(person, reach, { facility }) || (reachedUntil !== null && date <= reachedUntil)
}

/** May this person say this of a visit that has begun? */
export function mayWrite(person: Person, k: Mutation['k'], subject: Subject): boolean {
  const { [person.role]: reach }: RolesReach = changes[k]
  return reach !== undefined && covers(person, reach, subject)
}

/** May this person take this step with an inspection in that facility? Having made it gives no right to it. */
export function maySay(person: Person, is: SayingIs, facility: { id: string; areaId: string }): boolean {
  const { [person.role]: reach }: RolesReach = sayings[is]
  return reach !== undefined && covers(person, reach, { facility })
}

/** May this person read this visit? A draft is its author's alone. */
export function mayRead(person: Person, { facility, inspection }: InspectionSubject): boolean {
  if (inspection.createdBy === person.id) return true
  return inspection.status !== 'draft' && reaches(person, facility)
}
