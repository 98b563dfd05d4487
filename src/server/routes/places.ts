import { dateInVietnam } from '../../domain/date.ts'
import {
  type AreaActReply,
  type AreasReply,
  areaEndSchema,
  areaMergeSchema,
  areaMoveSchema,
  areaNameSchema,
  areaSplitSchema,
  type FacilityDetail,
  type FacilityRow,
  facilityChangeSchema,
  facilityCloseSchema,
  facilityMoveSchema,
  facilityReopenSchema,
  newAreaSchema,
  newFacilitySchema,
} from '../../protocol/places-wire.ts'
import { administer } from '../people/act.ts'
import { createArea, endArea, mergeAreas, moveArea, renameArea, splitArea } from '../places/areas.ts'
import type { Deed } from '../places/deed.ts'
import { changeFacility, closeFacility, createFacility, moveFacility, reopenFacility } from '../places/facilities.ts'
import { eventsOf } from '../places/history.ts'
import { lookAtAreas, lookAtFacilities, lookAtFacility, type Seen, type SeenFacility } from '../places/look.ts'
import { expectPlaces } from '../storage/places.ts'
import type { AppContext, AppParts } from './app-context.ts'
import type { Asker, Register } from './guard.ts'
import { parseAs, readJson } from './read-body.ts'

/** Room for a district of a thousand facilities that is divided. */
const BODY_BYTES_MAX = 128 * 1024

/** The areas and facilities of a province, for those who administer it. */
export function placesRoutes(route: Register, parts: AppParts): void {
  const { db } = parts
  const bodyOf = (c: AppContext) => readJson(c.req.raw, BODY_BYTES_MAX)
  const today = () => dateInVietnam(parts.now())

  /** One act on the tree as its administrator has seen it, and the tree after it. */
  async function onAreas({ person }: Asker, version: number, act: (deed: Deed) => Promise<readonly string[]>) {
    const now = parts.now()
    return administer({ db, by: person, now }, async (trx): Promise<AreaActReply> => {
      await expectPlaces(trx, person.provinceId, version)
      const made = await act({ trx, by: person, now })
      return { ...areasReply(await lookAtAreas(trx, person), today()), made: [...made] }
    })
  }

  /** One act on a facility, and the facility after it. @param act gives its id */
  async function onFacility({ person }: Asker, act: (deed: Deed) => Promise<string>) {
    const now = parts.now()
    return administer({ db, by: person, now }, async (trx) => {
      const id = await act({ trx, by: person, now })
      return { facility: facilityRow(await lookAtFacility(trx, person, id)) }
    })
  }

  route('GET /api/areas', async (c, { person }) => c.json(areasReply(await lookAtAreas(db, person), today())))

  route('POST /api/areas', async (c, asker) => {
    const { version, ...wanted } = parseAs(newAreaSchema, await bodyOf(c))
    return c.json(await onAreas(asker, version, async (deed) => [await createArea(deed, wanted)]))
  })

  route('POST /api/areas/merge', async (c, asker) => {
    const { version, ...wanted } = parseAs(areaMergeSchema, await bodyOf(c))
    return c.json(await onAreas(asker, version, async (deed) => [await mergeAreas(deed, wanted)]))
  })

  route('PUT /api/areas/:id', async (c, asker) => {
    const { version, ...wanted } = parseAs(areaNameSchema, await bodyOf(c))
    return c.json(await onAreas(asker, version, (deed) => noneBy(renameArea(deed, c.req.param('id'), wanted))))
  })

  route('POST /api/areas/:id/split', async (c, asker) => {
    const { version, ...wanted } = parseAs(areaSplitSchema, await bodyOf(c))
    return c.json(await onAreas(asker, version, (deed) => splitArea(deed, c.req.param('id'), wanted)))
  })

  route('POST /api/areas/:id/move', async (c, asker) => {
    const { version, ...wanted } = parseAs(areaMoveSchema, await bodyOf(c))
    return c.json(await onAreas(asker, version, (deed) => noneBy(moveArea(deed, c.req.param('id'), wanted))))
  })

  route('POST /api/areas/:id/end', async (c, asker) => {
    const { version, ...wanted } = parseAs(areaEndSchema, await bodyOf(c))
    return c.json(await onAreas(asker, version, (deed) => noneBy(endArea(deed, c.req.param('id'), wanted))))
  })

  route('GET /api/facilities', async (c, { person }) =>
    c.json({ today: today(), facilities: (await lookAtFacilities(db, person)).map(facilityRow) }),
  )

  route('GET /api/facilities/:id', async (c, { person }) => {
    const seen = await lookAtFacility(db, person, c.req.param('id'))
    const events = await eventsOf(db, person.provinceId, seen.facility)
    return c.json({ today: today(), facility: facilityRow(seen), events } satisfies FacilityDetail)
  })

  route('POST /api/facilities', async (c, asker) => {
    const wanted = parseAs(newFacilitySchema, await bodyOf(c))
    return c.json(await onFacility(asker, (deed) => createFacility(deed, wanted)))
  })

  route('PUT /api/facilities/:id', async (c, asker) => {
    const id = c.req.param('id')
    const { version, ...said } = parseAs(facilityChangeSchema, await bodyOf(c))
    return c.json(await onFacility(asker, (deed) => changeFacility(deed, id, version, said).then(() => id)))
  })

  route('POST /api/facilities/:id/move', async (c, asker) => {
    const id = c.req.param('id')
    const { version, ...wanted } = parseAs(facilityMoveSchema, await bodyOf(c))
    return c.json(await onFacility(asker, (deed) => moveFacility(deed, id, version, wanted).then(() => id)))
  })

  route('POST /api/facilities/:id/close', async (c, asker) => {
    const id = c.req.param('id')
    const { version, on } = parseAs(facilityCloseSchema, await bodyOf(c))
    return c.json(await onFacility(asker, (deed) => closeFacility(deed, id, version, on).then(() => id)))
  })

  route('POST /api/facilities/:id/reopen', async (c, asker) => {
    const id = c.req.param('id')
    const { version } = parseAs(facilityReopenSchema, await bodyOf(c))
    return c.json(await onFacility(asker, (deed) => reopenFacility(deed, id, version).then(() => id)))
  })
}

/** An act that makes no area. */
const noneBy = (act: Promise<void>) => act.then(() => [])

function areasReply({ areas, stays, province: { version, ...province }, people }: Seen, today: string): AreasReply {
  // The last stay of each is where it lies now.
  const last = new Map(stays.map(({ facilityId, areaId }) => [facilityId, areaId]))
  const facilities = new Map<string, number>()
  for (const areaId of last.values()) facilities.set(areaId, (facilities.get(areaId) ?? 0) + 1)
  return {
    version,
    today,
    province,
    areas: areas.map(({ names, parents, became, ...area }) => ({
      ...area,
      name: names.at(-1)?.name ?? '',
      parentId: parents.at(-1)?.parentId ?? null,
      names: [...names],
      parents: [...parents],
      became: [...became],
      facilities: facilities.get(area.id) ?? 0,
      people: people.get(area.id) ?? 0,
    })),
  }
}

function facilityRow({ facility, version, stays }: SeenFacility): FacilityRow {
  const { position = null, closedOn = null, ...rest } = facility
  return { ...rest, position, closedOn, stays: stays.map(({ areaId, from }) => ({ areaId, from })), version }
}
