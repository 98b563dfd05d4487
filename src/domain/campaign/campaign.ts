import * as z from 'zod/mini'
import { checklistRefSchema } from '../checklist-ref.ts'
import { isoDateSchema } from '../date.ts'
import { type InspectionKind, inspectionKinds, type Person, reaches } from '../people.ts'

const idSchema = z.string().check(z.minLength(1), z.maxLength(64))

/**
 * One visit that a campaign (đợt kiểm tra) asks for: a facility, a checklist in the
 * version that was pinned, and who is to do it. What a device holds of a campaign is
 * its own assignments, each whole: it needs no second row to show or begin one.
 */
export const assignmentSchema = z.strictObject({
  id: idSchema,
  campaignId: idSchema,
  /** Of the campaign. */
  title: z.string(),
  kind: z.enum(inspectionKinds),
  facilityId: idSchema,
  checklist: checklistRefSchema,
  /** Visits of that day or later count … */
  from: isoDateSchema,
  /** … and are in time up to and including this one. */
  due: isoDateSchema,
  /** Who is to do it, under the names they had when it was given to them; a facility assesses itself without any. */
  people: z.array(z.strictObject({ id: z.string(), name: z.string() })),
})
export type Assignment = z.infer<typeof assignmentSchema>

type Given = { kind: InspectionKind; people: readonly { id: string }[] }
type Place = { id: string; areaId: string }

/**
 * Whose devices hold an assignment: those it names, for as long as they reach the
 * facility, and of a self-assessment the facility itself.
 */
export function isAssignedTo(person: Person, { kind, people }: Given, facility: Place): boolean {
  if (!reaches(person, facility)) return false
  if (kind === 'selfAssessment' && person.facilityId === facility.id) return true
  return people.some(({ id }) => id === person.id)
}
