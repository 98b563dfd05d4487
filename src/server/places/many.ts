import { randomUUID } from 'node:crypto'
import { Problem } from '../../domain/problem.ts'
import { addFacility, changeFacility as changeRow, isInvented, listFacilities } from '../storage/facilities.ts'
import { publish } from '../storage/feed.ts'
import { listAreas } from '../storage/provinces.ts'
import { type Deed, noteDeed } from './deed.ts'
import { hashOf, type Said } from './facilities.ts'

type Changes = {
  create: readonly (Said & { areaId: string })[]
  change: readonly { id: string; version: number; to: Said }[]
}

/**
 * Makes and corrects many facilities at once, and publishes them together. A new one
 * lies in its area for as long as the area stands.
 *
 * @returns ids of those that were made, in their order
 * @throws Problem AREA_UNKNOWN, NOT_FOUND, PLACES_CHANGED
 */
export async function changeFacilities(deed: Deed, { create, change }: Changes): Promise<string[]> {
  const { trx, by, now } = deed
  if (create.length + change.length === 0) return []
  const areas = new Set(await listAreas(trx, by.provinceId))
  const demonstration = await isInvented(trx, by.provinceId)
  const made: string[] = []
  for (const { areaId, position, ...said } of create) {
    if (!areas.has(areaId)) throw new Problem('AREA_UNKNOWN', { area: areaId })
    const id = randomUUID()
    const since = await addFacility(trx, by.provinceId, {
      ...said,
      id,
      areaId,
      demonstration,
      ...(position && { position }),
    })
    const detail = { area: areaId, from: since, facts: hashOf(said.facts) }
    await noteDeed(deed, { what: 'facility.created', subject: id, detail })
    made.push(id)
  }

  const known = new Map((await listFacilities(trx, by.provinceId)).map((kept) => [kept.facility.id, kept]))
  for (const { id, version, to } of change) {
    const kept = known.get(id)
    if (!kept) throw new Problem('NOT_FOUND')
    if (kept.version !== version) throw new Problem('PLACES_CHANGED')
    await changeRow(trx, by.provinceId, kept, to, now)
    const detail = { from: hashOf(kept.facility.facts), to: hashOf(to.facts) }
    await noteDeed(deed, { what: 'facility.changed', subject: id, detail })
  }

  const rows = [...made, ...change.map(({ id }) => id)].map((entityId) => ({ entity: 'facility' as const, entityId }))
  await publish(trx, by.provinceId, rows)
  return made
}
