import { openInspection } from '../../../src/device/store/drafts.ts'
import type { Packed } from '../../../src/device/store/packing.ts'
import { type Assignment, isAssignedTo } from '../../../src/domain/campaign/campaign.ts'
import { canonicalJson } from '../../../src/domain/canonical.ts'
import type { InspectionRecord } from '../../../src/domain/inspection.ts'
import { mayRead, type Person, reaches } from '../../../src/domain/people.ts'
import { livingPhotos } from '../../../src/domain/photo.ts'
import type { Facility } from '../../../src/domain/place.ts'
import { readAssignment } from '../../../src/server/storage/campaigns.ts'
import { findFacility } from '../../../src/server/storage/facilities.ts'
import { findPerson } from '../../../src/server/storage/people.ts'
import { PROVINCE } from '../province.ts'
import type { Device, Sim } from '../sim.ts'
import type { ServerState } from './server-state.ts'

/** [I5] A device holds all that its person may see, as it now stands; [I10] and nothing else. */
export async function checkViews({ devices, server: { db } }: Sim, server: ServerState): Promise<string[]> {
  const problems: string[] = []
  const ids = await db.selectFrom('facility').select('id').execute()
  const facilities = (await Promise.all(ids.map(({ id }) => findFacility(db, PROVINCE, id)))).filter(
    (each) => each !== null,
  )
  const checklists = await db.selectFrom('checklist').select('hash').execute()
  const asked = await db.selectFrom('assignment').select('id').where('withdrawn_ver', 'is', null).execute()
  const assignments = (await Promise.all(asked.map(({ id }) => readAssignment(db, PROVINCE, id)))).filter(
    (each) => each !== null,
  )
  for (const device of devices) {
    const person = (await findPerson(db, device.person.id)) as Person
    const held = await tablesOf(device)
    const wanted = wantedBy(person, facilities, [...server.inspections.values()])
    const published: Texts = new Map(checklists.map(({ hash }) => [hash, hash]))
    problems.push(
      ...difference(`${device.name} facilities`, held.facilities, wanted.facilities),
      ...difference(`${device.name} results`, held.results, wanted.results),
      ...difference(`${device.name} assignments`, held.assignments, assignedTo(person, facilities, assignments)),
      ...difference(`${device.name} checklists`, held.checklists, published),
      ...(await checkDrafts(device, server)),
    )
  }
  return problems
}

type Texts = Map<string, string>

async function tablesOf({ store: { db } }: Device) {
  const [facilities, results, checklists, assignments] = await Promise.all([
    db.facility.toArray(),
    db.result.toArray(),
    db.checklist.toArray(),
    db.assignment.toArray(),
  ])
  const texts = async (rows: readonly { id: string; body: Packed<unknown> }[]): Promise<Texts> =>
    new Map(await Promise.all(rows.map(async ({ id, body }) => [id, canonicalJson(await db.unpack(body))] as const)))
  return {
    facilities: await texts(facilities),
    results: await texts(results),
    assignments: await texts(assignments),
    checklists: new Map(checklists.map(({ hash }) => [hash, hash])),
  }
}

function wantedBy(person: Person, facilities: Facility[], inspections: InspectionRecord[]) {
  const at = new Map(facilities.map((facility) => [facility.id, facility]))
  const readable = inspections.filter(({ head, createdBy, status }) => {
    const facility = at.get(head.facilityId)
    return (
      facility && status !== 'draft' && mayRead(person, { facility, inspection: { createdBy: createdBy.id, status } })
    )
  })
  return {
    facilities: new Map(
      facilities.filter((each) => reaches(person, each)).map((each) => [each.id, canonicalJson(each)]),
    ),
    results: new Map(readable.map((each) => [each.id, canonicalJson(each)])),
  }
}

function assignedTo(person: Person, facilities: readonly Facility[], assignments: readonly Assignment[]): Texts {
  const theirs = assignments.filter((each) => {
    const facility = facilities.find(({ id }) => id === each.facilityId)
    return facility !== undefined && isAssignedTo(person, each, facility)
  })
  return new Map(theirs.map((each) => [each.id, canonicalJson(each)]))
}

function difference(what: string, held: Texts, wanted: Texts): string[] {
  return [
    ...[...wanted].filter(([id]) => !held.has(id)).map(([id]) => `[I5] ${what}: lacks ${id}`),
    ...[...held].filter(([id]) => !wanted.has(id)).map(([id]) => `[I10] ${what}: still has ${id}`),
    ...[...wanted]
      .filter(([id, text]) => held.has(id) && held.get(id) !== text)
      .map(([id]) => `[I5] ${what}: ${id} is not as it now stands`),
  ]
}

/** One's own drafts, answer by answer. A refused one keeps what its author wrote, until they have dealt with it. */
async function checkDrafts({ name, store, person }: Device, server: ServerState): Promise<string[]> {
  const problems: string[] = []
  for (const { id, status, createdBy, cells, head, photos, signatures = [] } of server.inspections.values()) {
    if (status !== 'draft' || createdBy.id !== person.id) continue
    const local = await openInspection(store, id)
    if (!local) problems.push(`[I5] ${name} lacks the draft ${id.slice(0, 4)}`)
    if (!local || local.state === 'refused') continue
    if (canonicalJson(local.head) !== canonicalJson(head))
      problems.push(`[I5] ${name} has another head of ${id.slice(0, 4)}`)
    const [mine, theirs] = [local.photos, livingPhotos(photos)].map((list) => list.map(({ id: photo }) => photo).sort())
    if (canonicalJson(mine) !== canonicalJson(theirs))
      problems.push(`[I5] ${name} shows other photos of ${id.slice(0, 4)}`)
    const signed = signatures.filter(({ removed }) => !removed).map((each) => each.id)
    if (canonicalJson(local.signatures.map((each) => each.id).sort()) !== canonicalJson(signed.sort()))
      problems.push(`[I5] ${name} shows other signatures of ${id.slice(0, 4)}`)
    for (const item of new Set([...Object.keys(cells), ...Object.keys(local.answers)])) {
      const cell = cells[item]
      const here = canonicalJson([local.answers[item] ?? null, local.revs[item] ?? 0, local.contested.includes(item)])
      const there = canonicalJson([cell?.answer ?? null, cell?.rev ?? 0, cell?.contested ?? false])
      if (here !== there) problems.push(`[I5] ${name} ${id.slice(0, 4)}/${item}: has ${here}, server has ${there}`)
    }
  }
  return problems
}
