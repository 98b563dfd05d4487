import { createHash, randomUUID } from 'node:crypto'
import { placeFacility, refuseDate } from '../../domain/area.ts'
import { canonicalJson } from '../../domain/canonical.ts'
import { dateInVietnam } from '../../domain/date.ts'
import type { Facts } from '../../domain/facts.ts'
import type { Facility, Position } from '../../domain/place.ts'
import { Problem } from '../../domain/problem.ts'
import { moveFacility as moveInViews } from '../storage/departures.ts'
import { addFacility, changeFacility as changeRow, findKept, isInvented, type Kept } from '../storage/facilities.ts'
import { publish } from '../storage/feed.ts'
import { readPlaces, writePlaces } from '../storage/places.ts'
import { rememberReach } from '../storage/reach.ts'
import { type Deed, noteDeed } from './deed.ts'

/** What an administrator says of a facility; null where the position is not known. */
export type Said = Pick<Facility, 'name' | 'address' | 'facts'> & { position: Position | null }

/**
 * A new facility, in its area since `from`; null: for as long as the area stands.
 * @returns its id
 * @throws Problem AREA_UNKNOWN, EFFECTIVE_DATE_FUTURE, EFFECTIVE_DATE_TOO_EARLY
 */
export async function createFacility(
  deed: Deed,
  { areaId, from, position, ...said }: Said & { areaId: string; from: string | null },
): Promise<string> {
  const { trx, by, now } = deed
  const id = randomUUID()
  const before = await readPlaces(trx, by.provinceId)
  const { stays } = placeFacility(before, id, { areaId, from }, dateInVietnam(now))
  const since = stays.at(-1)?.from
  const demonstration = await isInvented(trx, by.provinceId)
  const facility = { ...said, id, areaId, demonstration, ...(position && { position }) }
  await addFacility(trx, by.provinceId, facility, since)
  const detail = { area: areaId, from: since ?? '', facts: hashOf(said.facts) }
  await noteDeed(deed, { what: 'facility.created', subject: id, detail })
  await publishOne(deed, id)
  return id
}

/**
 * Corrects what is known of a facility. Visits keep the facts with which they were begun.
 * @param version as the administrator has seen it
 * @throws Problem NOT_FOUND, PLACES_CHANGED
 */
export async function changeFacility(deed: Deed, id: string, version: number, said: Said): Promise<void> {
  const kept = await find(deed, id, version)
  await changeRow(deed.trx, deed.by.provinceId, kept, said, deed.now)
  const detail = { from: hashOf(kept.facility.facts), to: hashOf(said.facts) }
  await noteDeed(deed, { what: 'facility.changed', subject: id, detail })
  await publishOne(deed, id)
}

/**
 * The facility lies in another area from a day on; its visits go with it, and which
 * area they were in on their own day stays known.
 * @throws Problem NOT_FOUND, PLACES_CHANGED, AREA_UNKNOWN, EFFECTIVE_DATE_FUTURE, EFFECTIVE_DATE_TOO_EARLY
 */
export async function moveFacility(
  deed: Deed,
  id: string,
  version: number,
  { areaId, from }: { areaId: string; from: string },
): Promise<void> {
  const { trx, by, now } = deed
  const { provinceId } = by
  const kept = await find(deed, id, version)
  const today = dateInVietnam(now)
  const before = await readPlaces(trx, provinceId)
  const after = placeFacility(before, id, { areaId, from }, today)
  await changeRow(trx, provinceId, kept, {}, now)
  await writePlaces(trx, provinceId, before, after)
  await noteDeed(deed, {
    what: 'facility.moved',
    subject: id,
    detail: { from: kept.facility.areaId, to: areaId, on: from },
  })
  await rememberReach(trx, provinceId, { facilityId: id }, today)
  await moveInViews(trx, provinceId, id, areaId)
}

/**
 * Not visited any more from a day on. Its history stays; a visit that a tablet has
 * begun without knowing of it still arrives.
 * @throws Problem NOT_FOUND, PLACES_CHANGED, EFFECTIVE_DATE_FUTURE, EFFECTIVE_DATE_TOO_EARLY
 */
export async function closeFacility(deed: Deed, id: string, version: number, on: string): Promise<void> {
  const kept = await find(deed, id, version)
  const { stays } = await readPlaces(deed.trx, deed.by.provinceId)
  refuseDate(on, dateInVietnam(deed.now), stays.find(({ facilityId }) => facilityId === id)?.from ?? on)
  await changeRow(deed.trx, deed.by.provinceId, kept, { closedOn: on }, deed.now)
  await noteDeed(deed, { what: 'facility.closed', subject: id, detail: { on } })
  await publishOne(deed, id)
}

/** Visited again. @throws Problem NOT_FOUND, PLACES_CHANGED */
export async function reopenFacility(deed: Deed, id: string, version: number): Promise<void> {
  await changeRow(deed.trx, deed.by.provinceId, await find(deed, id, version), { closedOn: null }, deed.now)
  await noteDeed(deed, { what: 'facility.reopened', subject: id, detail: {} })
  await publishOne(deed, id)
}

async function find({ trx, by }: Deed, id: string, version: number): Promise<Kept> {
  const kept = await findKept(trx, by.provinceId, id)
  if (!kept) throw new Problem('NOT_FOUND')
  if (kept.version !== version) throw new Problem('PLACES_CHANGED')
  return kept
}

async function publishOne({ trx, by }: Deed, id: string): Promise<void> {
  await publish(trx, by.provinceId, [{ entity: 'facility', entityId: id }])
}

/** SHA-256 of facts, as the audit log names them. */
export function hashOf(facts: Facts): string {
  return createHash('sha256').update(canonicalJson(facts), 'utf8').digest('hex')
}
