import * as z from 'zod/mini'

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
  return person.facilityId === facility.id || person.areaIds.includes(facility.areaId)
}

/** Which kinds of visit a role may carry out. */
export function kindsFor(role: Role): readonly InspectionKind[] {
  switch (role) {
    case 'inspector':
      return inspectionKinds
    case 'facility':
      return ['selfAssessment']
    case 'supervisor':
    case 'administrator':
      return []
    default:
      return role satisfies never
  }
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
  return reaches(person, facility) || (reachedUntil !== null && date <= reachedUntil)
}

/** May this person change or submit this visit? Only who began it. */
export function mayWrite(person: Person, inspection: { createdBy: string }): boolean {
  return inspection.createdBy === person.id
}

/** May this person read this visit? A draft is its author's alone. */
export function mayRead(person: Person, { facility, inspection }: InspectionSubject): boolean {
  if (inspection.createdBy === person.id) return true
  return inspection.status !== 'draft' && reaches(person, facility)
}
