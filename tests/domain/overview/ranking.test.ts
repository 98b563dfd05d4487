import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Line } from '../../../src/domain/overview/lines.ts'
import { rankingOf, rankPlaceOf } from '../../../src/domain/overview/ranking.ts'

const lineOf = (id: string, name: string, share: number | null | 'notYet'): Line =>
  ({
    place: { id, name },
    standing: share === 'notYet' ? null : { facilityId: id },
    share: share === 'notYet' ? null : share,
    isDue: true,
    signals: [],
  }) as unknown as Line

const said = (lines: readonly Line[]) =>
  rankingOf(lines, null, lines.length).map(({ rank, line }) => [line.place.id, rank])

describe('the ranking of facilities', () => {
  test('who has the same share has the same rank, in order of their Vietnamese names', () => {
    const lines = [
      lineOf('b', 'Trạm Y tế Đông Xuân', 9_000),
      lineOf('a', 'Trạm Y tế Dương Hòa', 9_000),
      lineOf('top', 'Trạm Y tế Suối Mơ', 9_500),
      lineOf('low', 'Trạm Y tế An Bình', 100),
    ]
    expect(said(lines)).toEqual([
      ['top', 1],
      ['a', 2],
      ['b', 2],
      ['low', 4],
    ])
  })

  test('who cannot be placed stands behind without a rank: not determined, then not visited', () => {
    const lines = [lineOf('away', 'A', 'notYet'), lineOf('unknown', 'B', null), lineOf('zero', 'C', 0)]
    expect(said(lines)).toEqual([
      ['zero', 1],
      ['unknown', null],
      ['away', null],
    ])
  })

  /** Few shares and names, so that many are alike. */
  const lists = fc
    .array(fc.tuple(fc.constantFrom('An', 'Ăn', 'Ân', 'Đá', 'Da'), fc.constantFrom(0, 5_000, 9_000, null, 'notYet')), {
      maxLength: 200,
    })
    .map((rows) => rows.map(([name, share], index) => lineOf(`f${index}`, name, share as number)))

  test('part by part it is what it is as a whole, whatever the size of the parts', () => {
    fc.assert(
      fc.property(lists, fc.integer({ min: 1, max: 30 }), (lines, most) => {
        const parts = []
        for (let part = rankingOf(lines, null, most); part.length > 0; ) {
          parts.push(...part)
          const last = part.at(-1)
          part = last ? rankingOf(lines, rankPlaceOf(last.line), most) : []
        }
        expect(parts).toEqual(rankingOf(lines, null, lines.length))
        expect(new Set(parts.map(({ line }) => line.place.id)).size).toBe(lines.length)
      }),
    )
  })

  test('who was there between two parts and did not change is in one of them, whoever else came or went', () => {
    fc.assert(
      fc.property(lists, fc.nat(), fc.nat(), (lines, most, gone) => {
        const first = rankingOf(lines, null, 1 + (most % 20))
        const last = first.at(-1)
        if (!last) return
        const left = lines.filter((_, index) => index !== gone % lines.length)
        const rest = rankingOf(left, rankPlaceOf(last.line), left.length)
        const seen = [...first, ...rest].map(({ line }) => line.place.id)
        expect(new Set(seen).size).toBe(seen.length)
        for (const { place } of left) expect(seen).toContain(place.id)
      }),
    )
  })
})
