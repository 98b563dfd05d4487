import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  BOX_HEIGHT,
  BOX_WIDTH,
  isInk,
  POINTS_MAX,
  type Point,
  pathOf,
  STROKES_MAX,
  strokesOf,
  strokesSchema,
} from '../../src/domain/strokes.ts'

const point = fc.record({
  x: fc.double({ min: -50, max: BOX_WIDTH + 50, noNaN: true }),
  y: fc.double({ min: -50, max: BOX_HEIGHT + 50, noNaN: true }),
})
const lines = fc.array(fc.array(point, { maxLength: 400 }), { maxLength: STROKES_MAX + 5 })

describe('a drawing kept as lines', () => {
  it('is always small enough to be sent, and begins and ends where the hand did', () => {
    fc.assert(
      fc.property(lines, (drawn) => {
        const strokes = strokesOf(drawn)
        if (strokes.length > 0) expect(strokesSchema.safeParse(strokes).success).toBe(true)
        expect(JSON.stringify(strokes).length).toBeLessThan(10 * POINTS_MAX)
        const first = drawn.find(({ length }) => length > 0)?.[0] as Point | undefined
        if (first) {
          const within = (value: number, most: number) => Math.round(Math.min(most, Math.max(0, value)))
          expect(strokes[0]?.slice(0, 2)).toEqual([within(first.x, BOX_WIDTH), within(first.y, BOX_HEIGHT)])
        }
      }),
    )
  })

  it('stays as near to the hand as the limits allow', () => {
    const circle = Array.from({ length: 2000 }, (_, n) => ({
      x: 500 + 240 * Math.cos(n / 30),
      y: 250 + 240 * Math.sin(n / 30),
    }))
    const [stroke = []] = strokesOf([circle])
    expect(stroke.length / 2).toBeGreaterThan(300)
    for (let n = 0; n < stroke.length; n += 2) {
      const radius = Math.hypot((stroke[n] as number) - 500, (stroke[n + 1] as number) - 250)
      expect(Math.abs(radius - 240)).toBeLessThan(1)
    }
  })

  it.each<[string, Point[][], boolean]>([
    ['nothing', [], false],
    ['a tap', [[{ x: 500, y: 200 }]], false],
    [
      'a slip of the finger',
      [
        [
          { x: 500, y: 200 },
          { x: 530, y: 215 },
        ],
      ],
      false,
    ],
    [
      'a line',
      [
        [
          { x: 100, y: 200 },
          { x: 400, y: 215 },
        ],
      ],
      true,
    ],
    ['two dots far apart', [[{ x: 100, y: 200 }], [{ x: 400, y: 215 }]], true],
  ])('%s can be called a signature or not', (_, drawn, is) => {
    expect(isInk(strokesOf(drawn))).toBe(is)
  })

  it.each<[string, number[][], string]>([
    ['a dot', [[5, 6]], 'M5 6h1'],
    ['a line', [[0, 0, 10, 20]], 'M0 0L10 20'],
    ['a bend is a curve', [[0, 0, 10, 0, 10, 10]], 'M0 0Q10 0 10 5L10 10'],
    [
      'lines one after the other',
      [
        [0, 0, 1, 1],
        [2, 2],
      ],
      'M0 0L1 1M2 2h1',
    ],
    ['nothing', [], ''],
  ])('as a path: %s', (_, strokes, path) => {
    expect(pathOf(strokes)).toBe(path)
  })
})
