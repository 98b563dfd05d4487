import * as area from '../../src/domain/area.ts'
import { Problem } from '../../src/domain/problem.ts'
import type { AreaRow, AreasReply, FacilityRow } from '../../src/protocol/places-wire.ts'
import { facts } from '../support/builders.ts'

/** A province that the rules of the domain change, for a fake server. */

export const TODAY = '2026-11-22'

export function areaOf(id: string, name: string, more: Partial<area.Area> = {}): area.Area {
  const from = more.from ?? '2025-07-01'
  return {
    id,
    kind: 'commune',
    from,
    until: null,
    names: [{ from, name }],
    parents: [{ from, parentId: null }],
    became: [],
    ...more,
  }
}

export function rowOf(id: string, name: string, areaId: string, more: Partial<FacilityRow> = {}): FacilityRow {
  return {
    id,
    name,
    address: 'Thôn 1',
    areaId,
    areaName: 'Xã Suối Mơ',
    demonstration: false,
    facts: facts({ type: 'communeStation', beds: null }),
    position: null,
    closedOn: null,
    stays: [{ areaId, from: '2025-07-01' }],
    version: 1,
    ...more,
  }
}

export function fakePlaces(areas: area.Area[], facilities: FacilityRow[] = [], people = 0) {
  let version = 1
  let made = 0
  const stays = facilities.flatMap(({ id, stays }) => stays.map((stay) => ({ facilityId: id, ...stay })))
  let places: area.Places = { areas, stays }

  const row = (each: area.Area): AreaRow => ({
    ...each,
    name: each.names.at(-1)?.name ?? '',
    parentId: each.parents.at(-1)?.parentId ?? null,
    names: [...each.names],
    parents: [...each.parents],
    became: [...each.became],
    facilities: area.membersOf(places, each.id).facilityIds.length,
    people,
  })
  const reply = (): AreasReply => ({
    version,
    today: TODAY,
    province: { id: 't', name: 'Tỉnh Minh Họa' },
    areas: places.areas.map(row),
  })

  return {
    tree: () => ({ body: reply() }),
    /** What an act of the domain makes of the body of a request. */
    act:
      <Body>(does: (places: area.Places, body: Body, id: () => string) => area.Places) =>
      (body: unknown) => {
        try {
          const known = body as Body & { version: number }
          if (known.version !== version) throw new Problem('PLACES_CHANGED')
          const ids: string[] = []
          places = does(places, known, () => {
            ids.push(`moi-${++made}`)
            return ids.at(-1) ?? ''
          })
          version += 1
          return { body: { ...reply(), made: ids } }
        } catch (error) {
          if (!(error instanceof Problem)) throw error
          return { status: 422, body: { code: error.code, message: '', detail: error.detail } }
        }
      },
    /** Somebody else does something. */
    meanwhile(does: (places: area.Places) => area.Places) {
      places = does(places)
      version += 1
    },
    now: () => places,
  }
}
