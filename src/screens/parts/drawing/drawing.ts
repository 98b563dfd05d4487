import { moved, type Point, type Shape, stretched } from '../../../device/camera/shapes.ts'

/** What has been drawn so far, what of it is chosen, and the way back. */
export type Drawing = {
  shapes: readonly Shape[]
  chosen: number | null
  former: readonly (readonly Shape[])[]
}

export type Act =
  | { is: 'add'; shape: Shape }
  | { is: 'choose'; index: number | null }
  /** In pixels of the picture. */
  | { is: 'move' | 'stretch'; by: Point }
  | { is: 'remove' }
  | { is: 'undo' }

export const emptyDrawing: Drawing = { shapes: [], chosen: null, former: [] }

/** One step of drawing on a picture of this size. */
export function draw(drawing: Drawing, act: Act, size: { width: number; height: number }): Drawing {
  const { shapes, chosen, former } = drawing
  const change = (next: readonly Shape[], choice: number | null): Drawing => ({
    shapes: next,
    chosen: choice,
    former: [...former, shapes],
  })
  switch (act.is) {
    case 'add':
      return change([...shapes, act.shape], shapes.length)
    case 'choose':
      return { ...drawing, chosen: act.index }
    case 'move':
    case 'stretch': {
      if (chosen === null) return drawing
      const alter = act.is === 'move' ? moved : stretched
      return change(
        shapes.map((shape, index) => (index === chosen ? alter(shape, act.by, size) : shape)),
        chosen,
      )
    }
    case 'remove':
      if (chosen === null) return drawing
      return change(
        shapes.filter((_, index) => index !== chosen),
        null,
      )
    case 'undo': {
      const last = former.at(-1)
      if (!last) return drawing
      const choice = chosen !== null && chosen < last.length ? chosen : null
      return { shapes: last, chosen: choice, former: former.slice(0, -1) }
    }
    default:
      return act satisfies never
  }
}
