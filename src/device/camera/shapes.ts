/** What is drawn on a photo, in the photo's own pixels. The page that previews it and the worker that keeps it draw with the same code. */

export type Point = { x: number; y: number }
export type Colour = keyof typeof colours
export type Shape = { colour: Colour } & (
  | { is: 'arrow' | 'circle'; from: Point; to: Point }
  | { is: 'line'; points: readonly Point[] }
  | { is: 'text'; at: Point; text: string }
)
export type ShapeKind = Shape['is']

/** Each with a border that is seen where the colour itself is not. */
export const colours = {
  red: { ink: '#d8180c', border: '#ffffff' },
  yellow: { ink: '#ffd60a', border: '#000000' },
  blue: { ink: '#0a58ca', border: '#ffffff' },
} as const

type Size = { width: number; height: number }
type Context = OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D

/** Of the long side: seen on a phone, where 1,600 pixels are 340, and on paper. */
const STROKE = 0.008
const BORDER = 0.006
const LETTER = 0.048

/** Draws every shape, the first lowest. The context's own unit is a pixel of the photo. */
export function drawShapes(context: Context, shapes: readonly Shape[], size: Size): void {
  const side = Math.max(size.width, size.height)
  for (const shape of shapes) {
    const { ink, border } = colours[shape.colour]
    context.lineCap = 'round'
    context.lineJoin = 'round'
    if (shape.is === 'text') {
      write(context, shape, size)
      continue
    }
    for (const [colour, width] of [
      [border, STROKE + BORDER],
      [ink, STROKE],
    ] as const) {
      context.strokeStyle = colour
      context.lineWidth = side * width
      context.beginPath()
      trace(context, shape, side)
      context.stroke()
    }
  }
}

function trace(context: Context, shape: Exclude<Shape, { is: 'text' }>, side: number): void {
  switch (shape.is) {
    case 'arrow': {
      const { from, to } = shape
      const back = Math.atan2(from.y - to.y, from.x - to.x)
      context.moveTo(from.x, from.y)
      context.lineTo(to.x, to.y)
      for (const turn of [-0.5, 0.5]) {
        context.moveTo(to.x, to.y)
        context.lineTo(to.x + side * 0.035 * Math.cos(back + turn), to.y + side * 0.035 * Math.sin(back + turn))
      }
      break
    }
    case 'circle': {
      const { x, y, width, height } = boxOf(shape)
      context.ellipse(x + width / 2, y + height / 2, width / 2, height / 2, 0, 0, 2 * Math.PI)
      break
    }
    case 'line': {
      const [first, ...rest] = shape.points
      if (!first) return
      context.moveTo(first.x, first.y)
      for (const { x, y } of rest) context.lineTo(x, y)
      break
    }
    default:
      shape satisfies never
  }
}

/** Around its point, never beyond the picture: what is too long is written smaller, what would stick out moves in. */
function write(context: Context, { at, text, colour }: Extract<Shape, { is: 'text' }>, { width, height }: Size): void {
  const most = Math.max(width, height) * LETTER
  // The system's letters, on the page and in a worker alike: all of them know Vietnamese.
  const fontOf = (letter: number) => `700 ${letter}px system-ui, "Noto Sans", sans-serif`
  context.font = fontOf(most)
  const room = width - most
  const letter = most * Math.min(1, room / Math.max(1, context.measureText(text).width))
  context.font = fontOf(letter)
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  const half = context.measureText(text).width / 2 + letter / 4
  const x = Math.min(Math.max(at.x, half), width - half)
  const y = Math.min(Math.max(at.y, letter), height - letter)
  context.lineWidth = letter * 0.22
  context.strokeStyle = colours[colour].border
  context.strokeText(text, x, y)
  context.fillStyle = colours[colour].ink
  context.fillText(text, x, y)
}

export type Box = { x: number; y: number; width: number; height: number }

/** What a shape covers; of a text its middle alone. */
export function boxOf(shape: Shape): Box {
  const points = shape.is === 'line' ? shape.points : shape.is === 'text' ? [shape.at] : [shape.from, shape.to]
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)]
  const [x, y] = [Math.min(...xs), Math.min(...ys)]
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y }
}

/** The shape moved, but not out of the picture. */
export function moved(shape: Shape, by: Point, { width, height }: Size): Shape {
  const box = boxOf(shape)
  const dx = within(by.x, -box.x, width - box.x - box.width)
  const dy = within(by.y, -box.y, height - box.y - box.height)
  const move = ({ x, y }: Point) => ({ x: x + dx, y: y + dy })
  switch (shape.is) {
    case 'line':
      return { ...shape, points: shape.points.map(move) }
    case 'text':
      return { ...shape, at: move(shape.at) }
    default:
      return { ...shape, from: move(shape.from), to: move(shape.to) }
  }
}

/** An arrow's point or a circle's corner moved; other shapes have no end of their own. */
export function stretched(shape: Shape, by: Point, { width, height }: Size): Shape {
  if (shape.is === 'line' || shape.is === 'text') return shape
  const to = { x: within(shape.to.x + by.x, 0, width), y: within(shape.to.y + by.y, 0, height) }
  return { ...shape, to }
}

function within(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most)
}

/**
 * What one tap makes: an arrow that points there, a ring around it. So nobody has to
 * drag who cannot. The arrow comes from the side that has more room.
 */
export function shapeAt(kind: 'arrow' | 'circle', at: Point, colour: Colour, { width, height }: Size): Shape {
  const reach = Math.max(width, height) / 8
  if (kind === 'arrow') {
    const from = {
      x: at.x + (at.x < width / 2 ? reach : -reach),
      y: at.y + (at.y < height / 2 ? reach : -reach),
    }
    return { is: 'arrow', colour, from, to: at }
  }
  const half = reach / 2
  return moved(
    { is: 'circle', colour, from: { x: at.x - half, y: at.y - half }, to: { x: at.x + half, y: at.y + half } },
    { x: 0, y: 0 },
    { width, height },
  )
}
