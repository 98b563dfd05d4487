import type { Assignment } from '../../domain/campaign/campaign.ts'
import { isVisitOf } from '../../domain/campaign/progress.ts'
import type { InspectionHead } from '../../domain/inspection.ts'
import type { Facility } from '../../domain/place.ts'
import { getChecklist } from './checklists.ts'
import type { LocalState } from './database.ts'
import type { Store } from './store.ts'

/** What campaigns ask of this person, as it lies on the device. */

export type AssignedVisit = {
  assignment: Assignment
  facility: Facility
  checklistTitle: string
  /** The visit with which it is being done here, or that waits to be received; null where nobody has begun. */
  open: { id: string; state: LocalState } | null
}

/**
 * What is left to do, in order of the day on which it is due. A visit that the server
 * has sealed, by whomever, takes its assignment off the list; so does a facility that
 * has closed.
 * @param today to know which facilities have
 */
export async function listAssigned(store: Store, today: string): Promise<AssignedVisit[]> {
  const { db } = store
  const [rows, facilityRows, visits, locals] = await Promise.all([
    db.assignment.toArray(),
    db.facility.toArray(),
    db.visit.toArray(),
    db.inspection.toArray(),
  ])
  if (rows.length === 0) return []
  const asked = new Set(rows.map(({ facilityId }) => facilityId))
  // Only what may be a visit of one of them is opened.
  const sealedRows = await db.result.bulkGet(visits.filter((each) => asked.has(each.facilityId)).map(({ id }) => id))
  const [assignments, facilities, sealed, open] = await Promise.all([
    Promise.all(rows.map(({ body }) => db.unpack(body))),
    Promise.all(facilityRows.filter(({ id }) => asked.has(id)).map(({ body }) => db.unpack(body))),
    Promise.all(sealedRows.flatMap((row) => (row ? [db.unpack(row.body)] : []))),
    Promise.all(locals.map(async ({ id, state, head }) => ({ id, state, head: await db.unpack(head) }))),
  ])
  const left = assignments.flatMap((assignment) => {
    const facility = facilities.find(({ id }) => id === assignment.facilityId)
    if (!facility || (facility.closedOn !== undefined && facility.closedOn <= today)) return []
    if (sealed.some(({ head, status }) => answers(assignment, head, status))) return []
    const here = open.find(({ head }) => answers(assignment, head, 'submitted'))
    return [{ assignment, facility, open: here ? { id: here.id, state: here.state } : null }]
  })
  const titled = left.map(async (each) => {
    const { checklist } = each.assignment
    return { ...each, checklistTitle: (await getChecklist(store, checklist))?.title ?? checklist.id }
  })
  return (await Promise.all(titled)).sort(byUrgency)
}

function answers(assignment: Assignment, head: InspectionHead, status: Parameters<typeof isVisitOf>[1]['status']) {
  const { facilityId, checklist, kind, from } = assignment
  const visit = {
    facilityId: head.facilityId,
    checklistId: head.checklist.id,
    kind: head.kind,
    date: head.date,
    status,
  }
  return isVisitOf({ facilityId, checklistId: checklist.id, kind, from }, visit)
}

/** What only waits to be received comes last. */
function byUrgency(a: AssignedVisit, b: AssignedVisit): number {
  const waits = ({ open }: AssignedVisit) => Number(open?.state === 'waiting')
  return (
    waits(a) - waits(b) ||
    a.assignment.due.localeCompare(b.assignment.due) ||
    a.facility.name.localeCompare(b.facility.name, 'vi') ||
    a.checklistTitle.localeCompare(b.checklistTitle, 'vi')
  )
}
