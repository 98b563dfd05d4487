import { describe, expect, it } from 'vitest'
import { boxOf, drawShapes, moved, type Shape, shapeAt, stretched } from '../../src/device/camera/shapes.ts'

const size = { width: 1600, height: 1200 }
const arrow: Shape = { is: 'arrow', colour: 'red', from: { x: 100, y: 100 }, to: { x: 300, y: 200 } }
const line: Shape = {
  is: 'line',
  colour: 'blue',
  points: [
    { x: 10, y: 20 },
    { x: 60, y: 5 },
    { x: 30, y: 90 },
  ],
}
const words: Shape = { is: 'text', colour: 'yellow', at: { x: 800, y: 600 }, text: 'rò rỉ' }

describe('shapes on a photo', () => {
  it('are moved whole, and never out of the picture', () => {
    expect(moved(arrow, { x: 50, y: -20 }, size)).toMatchObject({ from: { x: 150, y: 80 }, to: { x: 350, y: 180 } })
    expect(boxOf(moved(arrow, { x: -5000, y: 5000 }, size))).toEqual({ x: 0, y: 1100, width: 200, height: 100 })
    expect(boxOf(moved(line, { x: 9999, y: -9999 }, size))).toEqual({ x: 1550, y: 0, width: 50, height: 85 })
    expect(moved(words, { x: 9999, y: 1 }, size)).toMatchObject({ at: { x: 1600, y: 601 } })
  })

  it('an arrow or a ring has an end to pull, other shapes have none', () => {
    expect(stretched(arrow, { x: 5000, y: 10 }, size)).toMatchObject({
      from: { x: 100, y: 100 },
      to: { x: 1600, y: 210 },
    })
    expect(stretched(words, { x: 5, y: 5 }, size)).toBe(words)
    expect(stretched(line, { x: 5, y: 5 }, size)).toBe(line)
  })

  it.each([[{ x: 0, y: 0 }], [{ x: 1600, y: 1200 }], [{ x: 800, y: 3 }], [{ x: 1599, y: 600 }]])(
    'a tap at %j makes an arrow to there and a ring that both lie inside',
    (at) => {
      const [pointing, ring] = [shapeAt('arrow', at, 'red', size), shapeAt('circle', at, 'red', size)]
      expect(pointing).toMatchObject({ to: at })
      for (const { x, y, width, height } of [boxOf(pointing), boxOf(ring)]) {
        expect(Math.min(x, y)).toBeGreaterThanOrEqual(0)
        expect(x + width).toBeLessThanOrEqual(1600)
        expect(y + height).toBeLessThanOrEqual(1200)
        expect(width).toBe(200)
      }
    },
  )
})

/** A canvas that writes down what it is told; letters are half as wide as high. */
function notebook() {
  const told: string[] = []
  let letter = 0
  const pen = {
    strokeStyle: '',
    fillStyle: '',
    lineWidth: 0,
    set font(text: string) {
      letter = Number(/(\d+(\.\d+)?)px/.exec(text)?.[1])
    },
    measureText: (text: string) => ({ width: text.length * letter * 0.5 }),
    beginPath: () => {},
    moveTo: () => {},
    lineTo: () => {},
    ellipse: (x: number, y: number, a: number, b: number) => told.push(`ellipse ${x} ${y} ${a} ${b}`),
    stroke: () => told.push(`stroke ${pen.strokeStyle} ${pen.lineWidth.toFixed(1)}`),
    strokeText: (text: string, x: number, y: number) =>
      told.push(`border ${text} ${Math.round(x)} ${Math.round(y)} ${Math.round(letter)}`),
    fillText: (text: string) => told.push(`fill ${text} ${pen.fillStyle}`),
  }
  return { told, context: pen as unknown as CanvasRenderingContext2D }
}

describe('drawing them', () => {
  it('each has a border of the opposite lightness under its own colour', () => {
    const { told, context } = notebook()
    drawShapes(context, [{ ...arrow, is: 'circle' }, words], size)
    expect(told).toEqual([
      'ellipse 200 150 100 50',
      'stroke #ffffff 22.4',
      'ellipse 200 150 100 50',
      'stroke #d8180c 12.8',
      'border rò rỉ 800 600 77',
      'fill rò rỉ #ffd60a',
    ])
  })

  it('words at the edge move in, and long ones become smaller until they fit', () => {
    const { told, context } = notebook()
    const long = 'Bồn rửa tay không có xà phòng, không có khăn lau và nước chảy yếu'
    drawShapes(
      context,
      [
        { ...words, at: { x: 0, y: 0 } },
        { ...words, text: long },
      ],
      size,
    )
    expect(told[0]).toBe('border rò rỉ 115 77 77')
    const letter = Number(told[2]?.split(' ').at(-1))
    expect(letter).toBeLessThan(77)
    expect(long.length * letter * 0.5).toBeLessThan(1600)
  })
})
