import { describe, expect, test } from 'vitest'
import {
  type Area,
  areaOfFacility,
  byFacility,
  createArea,
  endArea,
  holdsFacilities,
  membersOf,
  mergeAreas,
  moveArea,
  nameOn,
  type Places,
  parentOn,
  placeFacility,
  renameArea,
  splitArea,
  standsOn,
  treeOn,
} from '../../src/domain/area.ts'
import { addDays } from '../../src/domain/date.ts'
import { Problem, type ProblemCode } from '../../src/domain/problem.ts'
import { places as invented } from '../../src/server/demonstration-data.ts'
import { type Random, seededRandom } from '../support/seeded-random.ts'

const TODAY = '2026-11-22'
const none: Places = { areas: [], stays: [] }

function area(id: string, more: Partial<Area> = {}): Area {
  const from = more.from ?? '2008-01-01'
  return {
    id,
    kind: 'commune',
    from,
    until: null,
    names: [{ from, name: `Xã ${id}` }],
    parents: [{ from, parentId: null }],
    became: [],
    ...more,
  }
}
const inDistrict = (parentId: string) => ({ parents: [{ from: '2008-01-01', parentId }] })

/** A district with two communes, one commune beside it, and a facility in each of the three. */
const before: Places = {
  areas: [
    area('huyen', { kind: 'district', names: [{ from: '2008-01-01', name: 'Huyện Cũ' }] }),
    area('a', inDistrict('huyen')),
    area('b', inDistrict('huyen')),
    area('c'),
  ],
  stays: ['a', 'b', 'c'].map((id) => ({ facilityId: `tram-${id}`, areaId: id, from: '2010-05-01' })),
}

const into = { id: 'ab', kind: 'commune', name: 'Xã Mới', parentId: null } as const
const merged = mergeAreas(before, { areaIds: ['a', 'b'], into, from: '2025-07-01' }, TODAY)
const part = (id: string, facilityIds: string[] = [], areaIds: string[] = []) => ({
  id,
  kind: 'commune' as const,
  name: `Xã ${id}`,
  facilityIds,
  areaIds,
})

function codeOf(act: () => unknown): [ProblemCode, unknown] | 'done' {
  try {
    act()
    return 'done'
  } catch (error) {
    if (error instanceof Problem) return [error.code, error.detail]
    throw error
  }
}

describe('what an area was on a day', () => {
  test('two communes of a district become one of the province; each report finds the area of its own day', () => {
    const where = (date: string) => areaOfFacility(merged, 'tram-a', date)?.id ?? null
    expect(['2010-04-30', '2010-05-01', '2025-06-30', '2025-07-01', TODAY].map(where)).toEqual([
      null,
      'a',
      'a',
      'ab',
      'ab',
    ])
    expect(areaOfFacility(merged, 'tram-c', TODAY)?.id).toBe('c')
    expect(areaOfFacility(merged, 'không có', TODAY)).toBeNull()
    const ids = (date: string) => treeOn(merged, date).map(({ id, parentId }) => `${id}<${parentId ?? 'tỉnh'}`)
    expect(ids('2025-06-30')).toEqual(['huyen<tỉnh', 'a<huyen', 'b<huyen', 'c<tỉnh'])
    expect(ids('2025-07-01')).toEqual(['huyen<tỉnh', 'c<tỉnh', 'ab<tỉnh'])
    expect(merged.areas.find(({ id }) => id === 'a')).toMatchObject({ until: '2025-07-01', became: ['ab'] })
  })

  test('the district ends once nothing lies in it', () => {
    const ended = endArea(merged, 'huyen', { from: '2025-07-01' }, TODAY)
    expect(treeOn(ended, '2025-07-01').map(({ id }) => id)).toEqual(['c', 'ab'])
    expect(treeOn(ended, '2025-06-30')).toEqual(treeOn(before, '2025-06-30'))
  })

  test('a name holds from its day on; given again on that day it is corrected', () => {
    const renamed = renameArea(merged, 'ab', { name: 'Xã Hai Sông', from: '2026-01-01' }, TODAY)
    const corrected = renameArea(renamed, 'ab', { name: 'Xã Hai Suối', from: '2026-01-01' }, TODAY)
    const found = corrected.areas.find(({ id }) => id === 'ab')
    expect(found && ['2025-07-01', '2025-12-31', '2026-01-01'].map((date) => nameOn(found, date))).toEqual([
      'Xã Mới',
      'Xã Mới',
      'Xã Hai Suối',
    ])
  })

  test('a commune moves right into the province and back into its district; nothing else moves with it', () => {
    const out = moveArea(before, 'a', { parentId: null, from: '2020-01-01' }, TODAY)
    const back = moveArea(out, 'a', { parentId: 'huyen', from: '2021-01-01' }, TODAY)
    const found = back.areas.find(({ id }) => id === 'a')
    expect(found && ['2019-12-31', '2020-01-01', '2021-01-01'].map((date) => parentOn(found, date))).toEqual([
      'huyen',
      null,
      'huyen',
    ])
    expect(back.stays).toEqual(before.stays)
  })

  test('a divided commune: each facility goes where the act says', () => {
    const parts = [part('p', ['tram-a']), part('q', ['tram-b'])]
    const split = splitArea(merged, 'ab', { parts, from: '2026-03-01' }, TODAY)
    const where = (facility: string) => areaOfFacility(split, facility, '2026-03-01')?.id
    expect([where('tram-a'), where('tram-b')]).toEqual(['p', 'q'])
    expect(areaOfFacility(split, 'tram-b', '2026-02-28')?.id).toBe('ab')
  })

  test('districts merge and divide with the communes in them', () => {
    const two = createArea(
      before,
      { id: 'huyen2', kind: 'district', name: 'Huyện Khác', parentId: null, from: '2009-01-01' },
      TODAY,
    )
    const one = mergeAreas(
      two,
      {
        areaIds: ['huyen', 'huyen2'],
        into: { id: 'H', kind: 'district', name: 'Huyện Chung', parentId: null },
        from: '2015-01-01',
      },
      TODAY,
    )
    expect(membersOf(one, 'H').areaIds).toEqual(['a', 'b'])
    const parts = [
      { ...part('H1', [], ['a']), kind: 'district' as const },
      { ...part('H2', [], ['b']), kind: 'district' as const },
    ]
    const again = splitArea(one, 'H', { parts, from: '2018-01-01' }, TODAY)
    const found = again.areas.find(({ id }) => id === 'b')
    expect(found?.parents.map(({ parentId }) => parentId)).toEqual(['huyen', 'H', 'H2'])
  })

  test('the invented province is such a history', () => {
    expect(faultsOf(invented)).toEqual([])
    expect(treeOn(invented, '2025-06-30').filter(({ kind }) => kind === 'district').length).toBe(2)
    expect(treeOn(invented, '2025-07-01').every(({ parentId }) => parentId === null)).toBe(true)
    for (const { facilityId } of invented.stays) expect(areaOfFacility(invented, facilityId, TODAY)).not.toBeNull()
  })
})

describe('what is refused', () => {
  const commune = { id: 'neu', kind: 'commune', name: 'Xã Khác', parentId: null, from: '2025-07-01' } as const
  test.each<[string, () => unknown, ProblemCode, unknown?]>([
    ['a day after today', () => createArea(none, { ...commune, from: '2026-11-23' }, TODAY), 'EFFECTIVE_DATE_FUTURE'],
    ['a parent that is none', () => createArea(none, { ...commune, parentId: 'x' }, TODAY), 'AREA_PARENT_INVALID'],
    ['a commune in a commune', () => createArea(before, { ...commune, parentId: 'a' }, TODAY), 'AREA_PARENT_INVALID'],
    [
      'a district in a district',
      () => createArea(before, { ...commune, kind: 'district', parentId: 'huyen' }, TODAY),
      'AREA_PARENT_INVALID',
    ],
    [
      'an area older than its district',
      () => createArea(before, { ...commune, parentId: 'huyen', from: '2007-12-31' }, TODAY),
      'AREA_PARENT_INVALID',
    ],
    [
      'a name that stands beside it',
      () => createArea(before, { ...commune, name: 'xã C' }, TODAY),
      'AREA_NAME_TAKEN',
      { name: 'xã C' },
    ],
    [
      'a name that has come to stand beside it since',
      () => {
        const later = createArea(before, { ...commune, from: '2026-01-01' }, TODAY)
        mergeAreas(later, { areaIds: ['a', 'b'], into: { ...into, name: 'Xã Khác' }, from: '2025-07-01' }, TODAY)
      },
      'AREA_NAME_TAKEN',
    ],
    [
      'the name of a neighbour',
      () => renameArea(before, 'a', { name: 'Xã b', from: TODAY }, TODAY),
      'AREA_NAME_TAKEN',
      { name: 'Xã b' },
    ],
    [
      'a name before the last one',
      () => {
        const renamed = renameArea(before, 'a', { name: 'Xã Mới', from: '2020-01-01' }, TODAY)
        renameArea(renamed, 'a', { name: 'Xã Cũ', from: '2019-12-31' }, TODAY)
      },
      'EFFECTIVE_DATE_TOO_EARLY',
      { notBefore: '2020-01-01' },
    ],
    [
      'a name before the area',
      () => renameArea(before, 'a', { name: 'Xã Cũ', from: '2007-12-31' }, TODAY),
      'EFFECTIVE_DATE_TOO_EARLY',
      { notBefore: '2008-01-01' },
    ],
    [
      'a former area',
      () => renameArea(merged, 'a', { name: 'Xã Cũ', from: TODAY }, TODAY),
      'AREA_UNKNOWN',
      { area: 'a' },
    ],
    [
      'one area merged with itself',
      () => mergeAreas(before, { areaIds: ['a', 'a'], into, from: TODAY }, TODAY),
      'AREA_UNKNOWN',
    ],
    [
      'a commune and a district in one',
      () => mergeAreas(before, { areaIds: ['c', 'huyen'], into, from: TODAY }, TODAY),
      'AREA_KINDS_DIFFER',
    ],
    [
      'communes that become a district',
      () => mergeAreas(before, { areaIds: ['a', 'b'], into: { ...into, kind: 'district' }, from: TODAY }, TODAY),
      'AREA_KINDS_DIFFER',
    ],
    [
      'a merge before a facility came',
      () => mergeAreas(before, { areaIds: ['a', 'b'], into, from: '2010-04-30' }, TODAY),
      'EFFECTIVE_DATE_TOO_EARLY',
      { notBefore: '2010-05-01' },
    ],
    [
      'a merge before a facility left',
      () => {
        const moved = placeFacility(before, 'tram-a', { areaId: 'c', from: '2024-01-01' }, TODAY)
        mergeAreas(moved, { areaIds: ['a', 'b'], into, from: '2023-12-31' }, TODAY)
      },
      'EFFECTIVE_DATE_TOO_EARLY',
      { notBefore: '2024-01-01' },
    ],
    [
      'an area that would never have stood',
      () => splitArea(merged, 'ab', { parts: [part('p', ['tram-a', 'tram-b']), part('q')], from: '2025-07-01' }, TODAY),
      'EFFECTIVE_DATE_TOO_EARLY',
      { notBefore: '2025-07-02' },
    ],
    [
      'a facility that is left out of a split',
      () => splitArea(merged, 'ab', { parts: [part('p', ['tram-a']), part('q')], from: TODAY }, TODAY),
      'AREA_PARTS_INCOMPLETE',
      { missing: ['tram-b'], unknown: [], twice: [] },
    ],
    [
      'one that is said twice, and one that lies elsewhere',
      () =>
        splitArea(
          merged,
          'ab',
          { parts: [part('p', ['tram-a', 'tram-b', 'tram-c']), part('q', ['tram-a'])], from: TODAY },
          TODAY,
        ),
      'AREA_PARTS_INCOMPLETE',
      { missing: [], unknown: ['tram-c'], twice: ['tram-a'] },
    ],
    [
      'a split into one',
      () => splitArea(merged, 'ab', { parts: [part('p', ['tram-a', 'tram-b'])], from: TODAY }, TODAY),
      'AREA_PARTS_INCOMPLETE',
    ],
    [
      'two parts of one name',
      () =>
        splitArea(
          merged,
          'ab',
          { parts: [part('p', ['tram-a', 'tram-b']), { ...part('q'), name: 'XÃ P' }], from: TODAY },
          TODAY,
        ),
      'AREA_NAME_TAKEN',
    ],
    [
      'a commune moved into a commune',
      () => moveArea(before, 'a', { parentId: 'c', from: TODAY }, TODAY),
      'AREA_PARENT_INVALID',
      { parent: 'c' },
    ],
    [
      'a commune moved into itself',
      () => moveArea(before, 'a', { parentId: 'a', from: TODAY }, TODAY),
      'AREA_PARENT_INVALID',
    ],
    [
      'the end of a district with communes',
      () => endArea(before, 'huyen', { from: TODAY }, TODAY),
      'AREA_NOT_EMPTY',
      { facilities: 0, areas: 2 },
    ],
    [
      'the end of a commune with facilities',
      () => endArea(before, 'c', { from: TODAY }, TODAY),
      'AREA_NOT_EMPTY',
      { facilities: 1, areas: 0 },
    ],
    [
      'the end of a district on a day when a commune was in it',
      () => endArea(merged, 'huyen', { from: '2025-06-30' }, TODAY),
      'EFFECTIVE_DATE_TOO_EARLY',
      { notBefore: '2025-07-01' },
    ],
    [
      'a facility right in a district',
      () => placeFacility(before, 'x', { areaId: 'huyen', from: null }, TODAY),
      'AREA_UNKNOWN',
    ],
    [
      'a facility in an area that was not yet',
      () => placeFacility(merged, 'x', { areaId: 'ab', from: '2025-06-30' }, TODAY),
      'EFFECTIVE_DATE_TOO_EARLY',
      { notBefore: '2025-07-01' },
    ],
    [
      'a move before the facility came',
      () => placeFacility(before, 'tram-a', { areaId: 'c', from: '2010-04-30' }, TODAY),
      'EFFECTIVE_DATE_TOO_EARLY',
      { notBefore: '2010-05-01' },
    ],
  ])('%s', (_case, act, code, detail) => {
    const said = codeOf(act)
    expect(said[0]).toBe(code)
    if (detail) expect(said[1]).toEqual(detail)
  })
})

/** What no history may be, said without the code under test: sentences. */
function faultsOf({ areas, stays }: Places): string[] {
  const faults: string[] = []
  const known = new Map(areas.map((each) => [each.id, each]))
  const days = new Set([TODAY])
  for (const { from, until, names, parents } of areas)
    for (const day of [from, until ?? TODAY, ...names.map((e) => e.from), ...parents.map((e) => e.from)])
      for (const near of [-1, 0, 1]) days.add(addDays(day, near))
  for (const { from } of stays) for (const near of [-1, 0, 1]) days.add(addDays(from, near))
  const stood = ({ from, until }: Area, day: string) => from <= day && (until === null || day < until)
  const at = <T extends { from: string }>(entries: readonly T[], day: string) =>
    [...entries].reverse().find(({ from }) => from <= day)

  for (const each of areas) {
    for (const entries of [each.names, each.parents]) {
      if (entries[0]?.from !== each.from) faults.push(`${each.id}: the first entry is not of its first day`)
      if (entries.some(({ from }, n) => n > 0 && from <= (entries[n - 1]?.from ?? '')))
        faults.push(`${each.id}: entries out of order`)
      if (each.until !== null && entries.some(({ from }) => from > (each.until ?? '')))
        faults.push(`${each.id}: an entry after its end`)
    }
    for (const heir of each.became) {
      if (known.get(heir)?.from !== each.until) faults.push(`${each.id} became ${heir}, which began on another day`)
    }
  }
  for (const day of days) {
    for (const each of areas.filter((one) => stood(one, day))) {
      const parentId = at(each.parents, day)?.parentId
      if (parentId === undefined) faults.push(`${each.id} lay nowhere on ${day}`)
      if (!parentId) continue
      const parent = known.get(parentId)
      if (parent?.kind !== 'district' || !stood(parent, day) || each.kind === 'district')
        faults.push(`${each.id} lay in ${parentId} on ${day}`)
    }
    for (const [facility, own] of byFacility(stays)) {
      if (own.some(({ from }, n) => n > 0 && from <= (own[n - 1]?.from ?? '')))
        faults.push(`${facility}: stays out of order`)
      const stay = at(own, day)
      if (!stay) continue
      const where = known.get(stay.areaId)
      if (!where || where.kind === 'district' || !stood(where, day))
        faults.push(`${facility} lay in ${stay.areaId} on ${day}`)
    }
  }
  return faults
}

/** One act at random; a good part of them must be refused. */
function randomAct(places: Places, random: Random, n: number): { from: string; next: () => Places } {
  const from = addDays('2024-01-01', random.below(1070) + Math.min(n, 10))
  const ids = places.areas.map(({ id }) => id)
  const anyId = () => (ids.length > 0 && random.chance(0.97) ? random.pick(ids) : 'x')
  const standing = places.areas.filter(({ until }) => until === null)
  const some = () => (standing.length > 0 && random.chance(0.9) ? random.pick(standing).id : anyId())
  const kind = random.chance(0.2) ? ('district' as const) : ('commune' as const)
  const districts = standing.filter((each) => each.kind === 'district')
  const parent = () =>
    kind === 'commune' && districts.length > 0 && random.chance(0.6) ? random.pick(districts).id : null
  const name = `Tên ${random.below(12)}`
  const on = some()
  const { facilityIds, areaIds } = membersOf(places, on)
  const isDistrict = places.areas.find(({ id }) => id === on)?.kind === 'district'
  const acts = {
    create: () => createArea(places, { id: `n${n}`, kind, name, parentId: parent(), from }, TODAY),
    rename: () => renameArea(places, on, { name, from }, TODAY),
    merge: () => {
      const alike = standing.filter((each) => holdsFacilities(each.kind) === (kind === 'commune'))
      const areaIds =
        alike.length > 1 && random.chance(0.9)
          ? random
              .shuffled(alike)
              .slice(0, 2)
              .map(({ id }) => id)
          : [on, some()]
      return mergeAreas(places, { areaIds, into: { id: `n${n}`, kind, name, parentId: parent() }, from }, TODAY)
    },
    split: () => {
      const parts = [0, 1].map((half) => ({
        id: `n${n}-${half}`,
        kind: isDistrict ? ('district' as const) : ('commune' as const),
        name: `${name} ${half}`,
        facilityIds: facilityIds.filter((_, index) => index % 2 === half || random.chance(0.2)),
        areaIds: areaIds.filter((_, index) => index % 2 === half || random.chance(0.2)),
      }))
      return splitArea(places, on, { parts, from }, TODAY)
    },
    move: () => moveArea(places, on, { parentId: parent(), from }, TODAY),
    end: () => endArea(places, on, { from }, TODAY),
    place: () =>
      placeFacility(places, `f${random.below(12)}`, { areaId: on, from: random.chance(0.9) ? from : null }, TODAY),
  }
  // Facilities are many: most of what happens to a province happens around them.
  const names = [...(Object.keys(acts) as (keyof typeof acts)[]), 'place', 'place', 'split'] as const
  return { from, next: acts[random.pick(names)] }
}

/** What was on a day, in the words of the code under test. */
function snapshot(places: Places, day: string): unknown {
  const facilities = [...byFacility(places.stays).keys()].sort()
  return [treeOn(places, day), facilities.map((id) => [id, areaOfFacility(places, id, day)?.id]).filter(([, at]) => at)]
}

test('whatever is done to a province: every day has one tree, and no act changes a day before its own', () => {
  const done: Record<string, number> = {}
  for (let seed = 0; seed < 120; seed++) {
    const random = seededRandom(seed)
    let places = none
    for (let n = 0; n < 45; n++) {
      const { from, next } = randomAct(places, random, n)
      let after: Places
      try {
        after = next()
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        done[error.code] = (done[error.code] ?? 0) + 1
        continue
      }
      done.done = (done.done ?? 0) + 1
      // A stay that reaches back to the area's first day begins a history; it changes none.
      const first = after.stays.reduce(
        (least, stay) => (places.stays.includes(stay) || stay.from > least ? least : stay.from),
        from,
      )
      for (const back of [1, 2, 30, 400]) {
        const day = addDays(first, -back)
        expect([seed, n, snapshot(after, day)]).toEqual([seed, n, snapshot(places, day)])
      }
      places = after
    }
    expect([seed, faultsOf(places)]).toEqual([seed, []])
    for (const { became, until } of places.areas) {
      for (const heir of became)
        expect(standsOn(places.areas.find(({ id }) => id === heir) as Area, until ?? '')).toBe(true)
    }
  }
  // Enough of each to mean something.
  expect(done.done).toBeGreaterThan(1000)
  for (const code of ['AREA_PARTS_INCOMPLETE', 'AREA_NOT_EMPTY', 'EFFECTIVE_DATE_TOO_EARLY', 'AREA_NAME_TAKEN'])
    expect([code, done[code] ?? 0]).toEqual([code, expect.toSatisfy((count: number) => count > 10)])
})
