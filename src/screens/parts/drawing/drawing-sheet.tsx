import { type PointerEvent, useEffect, useRef } from 'react'
import {
  boxOf,
  type Colour,
  drawShapes,
  type Point,
  type Shape,
  type ShapeKind,
  shapeAt,
} from '../../../device/camera/shapes.ts'
import css from './drawing.module.css'

type DrawingSheetProps = {
  /** Of the picture, in pixels. */
  size: { width: number; height: number }
  shapes: readonly Shape[]
  chosen: number | null
  tool: ShapeKind
  colour: Colour
  onShape: (shape: Shape) => void
  /** A tap with the tool for words. */
  onWriteAt: (at: Point) => void
}

/** Shorter than this part of the long side it was a tap. */
const TAP = 0.03

/**
 * The sheet above the picture on which a finger, a pen or a mouse draws. What is being
 * drawn is painted at once and told when it is done: no other part of the page waits for it.
 */
export function DrawingSheet({ size, shapes, chosen, tool, colour, onShape, onWriteAt }: DrawingSheetProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const under = useRef<{ pointer: number; points: Point[] } | null>(null)

  useEffect(() => {
    paint(canvas.current, size, shapes, chosen)
  }, [size, shapes, chosen])

  const placeOf = ({ clientX, clientY, currentTarget }: PointerEvent<HTMLCanvasElement>): Point => {
    const box = currentTarget.getBoundingClientRect()
    const along = (at: number, length: number, pixels: number) =>
      Math.min(Math.max((at / Math.max(1, length)) * pixels, 0), pixels)
    return { x: along(clientX - box.left, box.width, size.width), y: along(clientY - box.top, box.height, size.height) }
  }
  /** What the finger has drawn; null for a tap. */
  function shapeOf(points: readonly Point[]): Shape | null {
    const [from, to] = [points[0], points.at(-1)]
    if (!from || !to || tool === 'text') return null
    const { width, height } = boxOf({ is: 'line', colour, points })
    if (Math.max(width, height) < TAP * Math.max(size.width, size.height)) return null
    return tool === 'line' ? { is: 'line', colour, points } : { is: tool, colour, from, to }
  }

  function begin(event: PointerEvent<HTMLCanvasElement>) {
    // A second finger, or the heel of the hand, draws nothing.
    if (under.current || event.button !== 0) return
    under.current = { pointer: event.pointerId, points: [placeOf(event)] }
    event.currentTarget.setPointerCapture?.(event.pointerId)
  }
  function go(event: PointerEvent<HTMLCanvasElement>) {
    if (under.current?.pointer !== event.pointerId) return
    under.current.points.push(placeOf(event))
    const shape = shapeOf(under.current.points)
    paint(canvas.current, size, shape ? [...shapes, shape] : shapes, null)
  }
  function end(event: PointerEvent<HTMLCanvasElement>) {
    if (under.current?.pointer !== event.pointerId) return
    const { points } = under.current
    under.current = null
    const [at] = points
    const shape = shapeOf([...points, placeOf(event)])
    if (shape) onShape(shape)
    else if (at && tool === 'text') onWriteAt(at)
    else if (at && tool !== 'line') onShape(shapeAt(tool as 'arrow' | 'circle', at, colour, size))
    else paint(canvas.current, size, shapes, chosen)
  }
  function stop() {
    under.current = null
    paint(canvas.current, size, shapes, chosen)
  }

  return (
    <canvas
      ref={canvas}
      className={css.sheet}
      width={size.width}
      height={size.height}
      onPointerDown={begin}
      onPointerMove={go}
      onPointerUp={end}
      onPointerCancel={stop}
    />
  )
}

function paint(
  canvas: HTMLCanvasElement | null,
  size: { width: number; height: number },
  shapes: readonly Shape[],
  chosen: number | null,
) {
  const context = canvas?.getContext('2d')
  if (!context) return
  context.clearRect(0, 0, size.width, size.height)
  drawShapes(context, shapes, size)
  const shape = chosen === null ? undefined : shapes[chosen]
  if (!shape) return
  const { x, y, width, height } = boxOf(shape)
  const gap = Math.max(size.width, size.height) / 40
  context.setLineDash([gap / 2, gap / 2])
  for (const [colour, thick] of [
    ['#000000', gap / 5],
    ['#ffffff', gap / 10],
  ] as const) {
    context.strokeStyle = colour
    context.lineWidth = thick
    context.strokeRect(x - gap, y - gap, width + 2 * gap, height + 2 * gap)
  }
  context.setLineDash([])
}
