import * as z from 'zod/mini'

/**
 * A drawing made by hand, as lines: whole numbers in a box of its own, so that it is a few
 * kB, the same on every screen whichever way it is held, and sharp on paper.
 */

/** The box of a drawing, in its own units. */
export const BOX_WIDTH = 1000
export const BOX_HEIGHT = 500
/** Points of one drawing: about 6 kB of JSON. */
export const POINTS_MAX = 700
export const STROKES_MAX = 80
/** Less far apart than this a drawing is a slip of the finger: a twentieth of the box. */
const EXTENT_LEAST = 50

/** One line from pen down to pen up: x, y, x, y … */
export type Stroke = number[]
export type Point = { x: number; y: number }

const coordinateSchema = z.int().check(z.gte(0), z.lte(BOX_WIDTH))
export const strokesSchema = z
  .array(z.array(coordinateSchema).check(z.minLength(2), z.maxLength(2 * POINTS_MAX)))
  .check(z.minLength(1), z.maxLength(STROKES_MAX), z.refine(isWhole))

/** Pairs inside the box, and not too many of them. */
function isWhole(strokes: readonly Stroke[]): boolean {
  const isPaired = strokes.every(
    (stroke) => stroke.length % 2 === 0 && stroke.every((value, index) => index % 2 === 0 || value <= BOX_HEIGHT),
  )
  return isPaired && countPoints(strokes) <= POINTS_MAX
}

function countPoints(strokes: readonly Stroke[]): number {
  return strokes.reduce((sum, { length }) => sum + length / 2, 0)
}

/** Whether something was drawn that can be called a signature: a tap or a speck is none. */
export function isInk(strokes: readonly Stroke[]): boolean {
  const points = strokes.flatMap(pointsOf)
  const extent = (of: (point: Point) => number) =>
    points.length === 0 ? 0 : Math.max(...points.map(of)) - Math.min(...points.map(of))
  return (
    Math.max(
      extent(({ x }) => x),
      extent(({ y }) => y),
    ) >= EXTENT_LEAST
  )
}

function pointsOf(stroke: Stroke): Point[] {
  return Array.from({ length: stroke.length / 2 }, (_, index) => ({
    x: stroke[2 * index] as number,
    y: stroke[2 * index + 1] as number,
  }))
}

/**
 * What was drawn as strokes of the box: points that lie too close to say anything are left
 * out, and as many more as it takes to keep within the limits.
 * @param drawn lines in the units of the box, as exact as they came
 */
export function strokesOf(drawn: readonly (readonly Point[])[]): Stroke[] {
  const lines = drawn.filter(({ length }) => length > 0).slice(0, STROKES_MAX)
  for (let apart = 3; ; apart *= 1.5) {
    const strokes = lines.map((line) => thinned(line.map(inside), apart))
    if (countPoints(strokes) <= POINTS_MAX) return strokes
  }
}

function inside({ x, y }: Point): Point {
  const within = (value: number, most: number) => Math.round(Math.min(most, Math.max(0, value)))
  return { x: within(x, BOX_WIDTH), y: within(y, BOX_HEIGHT) }
}

/** The first and the last point stay. */
function thinned(line: readonly Point[], apart: number): Stroke {
  let kept = line[0] as Point
  const points = [kept]
  for (const [index, point] of line.entries()) {
    const isLast = index === line.length - 1
    const distance = Math.hypot(point.x - kept.x, point.y - kept.y)
    if (index === 0 || distance === 0 || (distance < apart && !isLast)) continue
    points.push(point)
    kept = point
  }
  return points.flatMap(({ x, y }) => [x, y])
}

export type InkBox = { left: number; top: number; width: number; height: number }

/** Around the ink, never smaller than this: a small mark is not blown up to a large one. */
const INK_WIDTH_LEAST = 400
const INK_HEIGHT_LEAST = 200
const AROUND = 16

/** The part of the box in which something was drawn, with some white around it. */
export function inkBoxOf(strokes: readonly Stroke[]): InkBox {
  const points = strokes.flatMap(pointsOf)
  const side = (of: (point: Point) => number, least: number) => {
    const values = points.length > 0 ? points.map(of) : [0]
    const [low, high] = [Math.min(...values) - AROUND, Math.max(...values) + AROUND]
    const size = Math.max(least, high - low)
    return { at: (low + high - size) / 2, size }
  }
  const [across, down] = [side(({ x }) => x, INK_WIDTH_LEAST), side(({ y }) => y, INK_HEIGHT_LEAST)]
  return { left: across.at, top: down.at, width: across.size, height: down.size }
}

/**
 * Strokes as the path of an SVG, on the screen and on paper alike: each point but the ends is
 * where a curve bends, and the curves meet half-way between, so that no corner shows.
 */
export function pathOf(strokes: readonly Stroke[]): string {
  return strokes.map((stroke) => lineOf(pointsOf(stroke))).join('')
}

function lineOf([first, ...rest]: readonly Point[]): string {
  if (!first) return ''
  const last = rest.at(-1)
  // A dot: round ends make it one.
  if (!last) return `M${first.x} ${first.y}h1`
  const bends = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1] as Point
    return `Q${point.x} ${point.y} ${(point.x + next.x) / 2} ${(point.y + next.y) / 2}`
  })
  return `M${first.x} ${first.y}${bends.join('')}L${last.x} ${last.y}`
}
