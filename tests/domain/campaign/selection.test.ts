import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { draw, SEED_MAX } from '../../../src/domain/campaign/draw.ts'
import { type Candidate, type Selection, selectFacilities } from '../../../src/domain/campaign/selection.ts'
import { facilityTypes } from '../../../src/domain/facts.ts'

const areas = ['xa-1', 'xa-2', 'xa-3']
const days = ['2025-03-01', '2025-12-31', '2026-01-15', '2026-11-22']
const candidate: fc.Arbitrary<Candidate> = fc.record({
  id: fc.string({ minLength: 1, maxLength: 8 }),
  areaId: fc.constantFrom(...areas),
  type: fc.constantFrom(...facilityTypes),
  lastDate: fc.option(fc.constantFrom(...days)),
  lowestShare: fc.option(fc.nat(10_000)),
})
const candidates = fc.uniqueArray(candidate, { selector: ({ id }) => id, maxLength: 30 })
const narrow = { areaIds: fc.subarray(areas), types: fc.subarray([...facilityTypes]) }
const count = fc.integer({ min: 1, max: 35 })
const selection: fc.Arbitrary<Selection> = fc.oneof(
  fc.record({
    by: fc.constant('list' as const),
    facilityIds: fc.array(fc.string({ minLength: 1, maxLength: 8 }), { maxLength: 10 }),
  }),
  fc.record({ by: fc.constant('all' as const), ...narrow }),
  fc.record({ by: fc.constant('worst' as const), ...narrow, count }),
  fc.record({ by: fc.constant('oldest' as const), ...narrow, count }),
  fc.record({ by: fc.constant('random' as const), ...narrow, count, seed: fc.integer({ min: 0, max: SEED_MAX }) }),
)

describe('choosing facilities', () => {
  it('does not depend on the order in which they come, and names none twice and none that is not there', () => {
    fc.assert(
      fc.property(selection, candidates, fc.func(fc.nat()), (wanted, list, rank) => {
        const chosen = selectFacilities(wanted, list)
        expect(
          selectFacilities(
            wanted,
            list.toSorted((a, b) => rank(a.id) - rank(b.id)),
          ),
        ).toEqual(chosen)
        expect(new Set(chosen).size).toBe(chosen.length)
        expect(chosen.every((id) => list.some((each) => each.id === id))).toBe(true)
      }),
    )
  })

  it('keeps to areas and types, and takes as many as are asked for and there are', () => {
    fc.assert(
      fc.property(selection, candidates, (wanted, list) => {
        if (wanted.by === 'list') return
        const { areaIds, types } = wanted
        const fit = list.filter(
          ({ areaId, type }) =>
            (areaIds.length === 0 || areaIds.includes(areaId)) && (types.length === 0 || types.includes(type)),
        )
        const chosen = selectFacilities(wanted, list)
        expect(chosen.every((id) => fit.some((each) => each.id === id))).toBe(true)
        expect(chosen).toHaveLength(wanted.by === 'all' ? fit.length : Math.min(wanted.count, fit.length))
      }),
    )
  })

  it('by worst leaves out nobody who is worse than somebody it takes; by oldest nobody who waits longer', () => {
    fc.assert(
      fc.property(fc.constantFrom('worst' as const, 'oldest' as const), count, candidates, (by, many, list) => {
        const chosen = selectFacilities({ by, areaIds: [], types: [], count: many }, list)
        // Never visited waits longest; of whom nothing is known nobody says that they are bad.
        const rank = ({ lowestShare, lastDate }: Candidate) =>
          by === 'worst' ? (lowestShare ?? 99_999) : lastDate === null ? 0 : Date.parse(lastDate)
        const taken = list.filter(({ id }) => chosen.includes(id)).map(rank)
        const left = list.filter(({ id }) => !chosen.includes(id)).map(rank)
        expect(Math.max(...taken, Number.NEGATIVE_INFINITY)).toBeLessThanOrEqual(
          Math.min(...left, Number.POSITIVE_INFINITY),
        )
      }),
    )
  })

  it('who was never visited comes before who was visited long ago', () => {
    const place = (id: string, lastDate: string | null): Candidate => ({
      id,
      areaId: 'xa-1',
      type: 'clinic',
      lastDate,
      lowestShare: null,
    })
    const list = [place('a', '2020-01-01'), place('b', null), place('c', '2026-11-01')]
    expect(selectFacilities({ by: 'oldest', areaIds: [], types: [], count: 2 }, list)).toEqual(['b', 'a'])
  })

  it('at random is the draw of the seed over those that fit', () => {
    fc.assert(
      fc.property(candidates, count, fc.integer({ min: 0, max: SEED_MAX }), (list, many, seed) => {
        const ids = list.map(({ id }) => id)
        expect(selectFacilities({ by: 'random', areaIds: [], types: [], count: many, seed }, list)).toEqual(
          draw(ids, many, seed),
        )
      }),
    )
  })
})
