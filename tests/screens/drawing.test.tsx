// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Shape } from '../../src/device/camera/shapes.ts'
import type { ProblemCode } from '../../src/domain/problem.ts'
import { DrawOnPhoto } from '../../src/screens/parts/drawing/draw-on-photo.tsx'
import { createTablet } from './tablet.tsx'

beforeAll(() => {
  // jsdom paints nothing and lays nothing out: the picture lies at half its size in the corner.
  HTMLCanvasElement.prototype.getContext = (() => null) as never
  HTMLCanvasElement.prototype.getBoundingClientRect = () => new DOMRect(0, 0, 800, 600)
  HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
    this.open = true
  }
  HTMLDialogElement.prototype.close ??= function close(this: HTMLDialogElement) {
    this.open = false
  }
})

const photo = { sha256: 'a'.repeat(64), width: 1600, height: 1200 }
let kept: readonly Shape[] | null
let answer: ProblemCode | null
const onClose = vi.fn()
beforeEach(() => {
  kept = null
  answer = null
  onClose.mockClear()
})

async function open() {
  const { show } = await createTablet()
  const onSave = async (shapes: readonly Shape[]) => {
    kept = shapes
    return answer
  }
  show(<DrawOnPhoto photo={photo} name="Ảnh 1 của tiêu chí 1.2" onSave={onSave} onClose={onClose} />)
  const dialog = await screen.findByRole('dialog', { name: 'Đánh dấu lên ảnh 1 của tiêu chí 1.2' })
  return { user: userEvent.setup(), dialog, sheet: dialog.querySelector('canvas') as HTMLCanvasElement }
}
const button = (name: string | RegExp) => screen.getByRole('button', { name })
const marks = () =>
  within(screen.getByRole('list', { name: 'Dấu đã vẽ' }))
    .getAllByRole('button')
    .map((each) => each.textContent)
const stroke = (sheet: HTMLElement, ...points: [number, number][]) => {
  const at = ([clientX, clientY]: [number, number]) => ({ clientX, clientY, pointerId: 1, button: 0 })
  fireEvent.pointerDown(sheet, at(points[0] as [number, number]))
  for (const point of points.slice(1)) fireEvent.pointerMove(sheet, at(point))
  fireEvent.pointerUp(sheet, at(points.at(-1) as [number, number]))
}
const save = (user: ReturnType<typeof userEvent.setup>) => user.click(button('Lưu ảnh'))

describe('with a finger or a mouse', () => {
  it('an arrow by dragging, a ring by one tap, a line by hand: kept in the pixels of the picture', async () => {
    const { user, sheet } = await open()
    stroke(sheet, [100, 100], [250, 200])
    await user.click(screen.getByRole('radio', { name: 'Vòng tròn' }))
    await user.click(screen.getByRole('radio', { name: 'Vàng' }))
    stroke(sheet, [400, 300])
    await user.click(screen.getByRole('radio', { name: 'Vẽ tay' }))
    stroke(sheet, [10, 10], [90, 20], [90, 80])
    expect(marks()).toEqual(['1. Mũi tên', '2. Vòng tròn', '3. Vẽ tay'])
    await save(user)
    expect(kept).toEqual([
      { is: 'arrow', colour: 'red', from: { x: 200, y: 200 }, to: { x: 500, y: 400 } },
      { is: 'circle', colour: 'yellow', from: { x: 700, y: 500 }, to: { x: 900, y: 700 } },
      {
        is: 'line',
        colour: 'yellow',
        points: [
          [10, 10],
          [90, 20],
          [90, 80],
          [90, 80],
        ].map(([x, y]) => ({ x: 2 * (x ?? 0), y: 2 * (y ?? 0) })),
      },
    ])
    await waitFor(() => expect(onClose).toHaveBeenCalled())
  })

  it('words go where one taps; without words the field is asked for first', async () => {
    const { user, sheet } = await open()
    await user.click(screen.getByRole('radio', { name: 'Chữ' }))
    stroke(sheet, [100, 50])
    expect(screen.queryByRole('list', { name: 'Dấu đã vẽ' })).not.toBeInTheDocument()
    expect(screen.getByLabelText('Chữ ghi lên ảnh')).toHaveFocus()
    await user.keyboard('Rò rỉ ở đây')
    stroke(sheet, [100, 50])
    expect(marks()).toEqual(['1. Chữ “Rò rỉ ở đây”'])
    await save(user)
    expect(kept).toEqual([{ is: 'text', colour: 'red', at: { x: 200, y: 100 }, text: 'Rò rỉ ở đây' }])
  })

  it('a second finger draws nothing, and a stroke that the system takes away is none', async () => {
    const { user, sheet } = await open()
    fireEvent.pointerDown(sheet, { clientX: 10, clientY: 10, pointerId: 1, button: 0 })
    fireEvent.pointerDown(sheet, { clientX: 90, clientY: 90, pointerId: 2, button: 0 })
    fireEvent.pointerUp(sheet, { clientX: 300, clientY: 300, pointerId: 2, button: 0 })
    fireEvent.pointerCancel(sheet, { pointerId: 1 })
    expect(button('Lưu ảnh')).toBeDisabled()
    stroke(sheet, [100, 100], [200, 200])
    await user.click(button('Hoàn tác'))
    expect(button('Lưu ảnh')).toBeDisabled()
    expect(button('Hoàn tác')).toBeDisabled()
  })
})

describe('with keys alone', () => {
  it('a mark is added in the middle, moved, pulled, taken away and brought back', async () => {
    const { user } = await open()
    button('Thêm vào giữa ảnh').focus()
    await user.keyboard('{Enter}')
    expect(button('1. Mũi tên')).toHaveFocus()
    expect(button('1. Mũi tên')).toHaveAttribute('aria-pressed', 'true')
    await user.keyboard('{ArrowRight}{ArrowDown}{Shift>}{ArrowLeft}{/Shift}')
    await save(user)
    // In the middle it came from the upper left, 200 away; then 32 right and down, and its point 32 back.
    expect(kept).toEqual([{ is: 'arrow', colour: 'red', from: { x: 632, y: 432 }, to: { x: 800, y: 632 } }])
    button('1. Mũi tên').focus()
    await user.keyboard('{Delete}')
    expect(screen.queryByRole('list', { name: 'Dấu đã vẽ' })).not.toBeInTheDocument()
    expect(button('Thêm vào giữa ảnh')).toHaveFocus()
    await user.click(button('Hoàn tác'))
    expect(marks()).toEqual(['1. Mũi tên'])
  })

  it('what was drawn is not lost by a slip: leaving asks first', async () => {
    const { user, dialog } = await open()
    await user.click(button('Thêm vào giữa ảnh'))
    fireEvent(dialog, new Event('cancel', { cancelable: true }))
    expect(onClose).not.toHaveBeenCalled()
    await user.click(button('Vẽ tiếp'))
    await user.click(button('Thôi'))
    await user.click(button('Bỏ'))
    expect(onClose).toHaveBeenCalled()
    expect(kept).toBeNull()
  })

  it('nothing drawn, nothing asked', async () => {
    const { user } = await open()
    await user.click(button('Thôi'))
    expect(onClose).toHaveBeenCalled()
  })
})

it('a full disk is said, and what was drawn stays for another try', async () => {
  const { user } = await open()
  answer = 'PHOTO_NO_ROOM'
  await user.click(button('Thêm vào giữa ảnh'))
  await save(user)
  expect(await screen.findByText(/ảnh này CHƯA được lưu/)).toBeInTheDocument()
  expect(onClose).not.toHaveBeenCalled()
  answer = null
  await save(user)
  await waitFor(() => expect(onClose).toHaveBeenCalled())
})
