import { expect, it } from 'vitest'
import type { Answer } from '../../src/domain/answer.ts'
import { Problem } from '../../src/domain/problem.ts'
import { AnswerBoard } from '../../src/screens/parts/answer-board.ts'
import { BegunShelf } from '../../src/screens/parts/begun-shelf.ts'
import { fail, pass } from '../support/builders.ts'

const shelf = () => new BegunShelf(async () => {})
const none = async () => ({ savedAt: 1, answers: {} })
const skipped = { is: 'notApplicable' } as const

it('[I6] a tap is saved with what had come down when the person looked, also when it is tried again later', async () => {
  const saved: [string, number][] = []
  let isFull = true
  const board = new AnswerBoard(
    async (item, _answer, shown) => {
      saved.push([item, shown])
      if (isFull) throw new Problem('DEVICE_STORAGE_FULL')
      return { savedAt: 1 }
    },
    none,
    shelf(),
  )
  board.receive({ a: { value: pass } }, 0, { a: 2 })
  board.change('a', { value: fail })
  board.change('b', { value: fail })
  await expect.poll(() => board.summary().failed).toEqual(['a', 'b'])
  // Somebody else answers both; the screen goes on showing what this person wanted.
  board.receive({ a: { value: pass }, b: { value: pass } }, 0, { a: 3, b: 1 })
  expect(board.entry('a').answer).toEqual({ value: fail })
  isFull = false
  board.retry('a')
  board.retry('b')
  await expect.poll(() => board.summary().failed).toEqual([])
  board.receive({ a: { value: pass }, b: { value: pass } }, 1, { a: 3, b: 1 })
  board.change('a', { value: fail })
  await expect.poll(() => saved.length).toBe(5)
  expect(saved).toEqual([
    ['a', 2],
    ['b', 0],
    ['a', 2],
    ['b', 0],
    ['a', 3],
  ])
})

/** A board whose store keeps everything at once. */
function keptBoard(answers: Record<string, Answer> = {}) {
  const kept = new Map(Object.entries(answers))
  const board = new AnswerBoard(
    async (item, answer) => {
      kept.set(item, answer)
      return { savedAt: 1 }
    },
    async (items, value, note) => {
      const filled = items.filter((item) => !kept.get(item)?.value).map((item) => [item, { value, note }] as const)
      for (const [item, answer] of filled) kept.set(item, answer)
      return { savedAt: 1, answers: Object.fromEntries(filled) }
    },
    shelf(),
  )
  board.receive(answers, 0)
  return { board, kept }
}

it('the last changes are taken back one after the other, notes that were written since stay', async () => {
  const { board, kept } = keptBoard({ a: { value: pass } })
  board.change('a', { value: fail })
  board.change('a', { note: 'kho hở' })
  board.change('b', { value: pass })
  expect(board.former('a')).toBeNull()
  expect(board.undo()).toEqual(['b'])
  expect(board.former('a')).toEqual(pass)
  expect(board.undo()).toEqual(['a'])
  expect(board.undo()).toBeNull()
  await expect.poll(() => board.summary().saving).toBe(0)
  expect(Object.fromEntries(kept)).toEqual({ a: { value: pass, note: 'kho hở' }, b: { value: null } })
})

it('what somebody else has answered meanwhile is not taken back', () => {
  const { board, kept } = keptBoard({ a: { value: pass } })
  board.change('a', { value: fail })
  return expect
    .poll(() => board.summary().saving)
    .toBe(0)
    .then(() => {
      board.receive({ a: { value: skipped } }, 2)
      expect(board.former('a')).toBeNull()
      expect(board.undo()).toEqual([])
      expect(kept.get('a')).toEqual({ value: fail })
    })
})

it('blank items are answered together, and taken back together', async () => {
  const { board, kept } = keptBoard({ a: { value: pass } })
  const step = await board.fillBlanks(['a', 'b', 'c'], skipped, 'mục không có')
  expect([...step.keys()]).toEqual(['b', 'c'])
  expect(board.lastStep()).toBe(step)
  expect(board.entry('b')).toMatchObject({ answer: { value: skipped, note: 'mục không có' }, save: { is: 'saved' } })
  expect(board.undo()).toEqual(['b', 'c'])
  await expect.poll(() => board.summary().saving).toBe(0)
  expect(Object.fromEntries(kept)).toEqual({ a: { value: pass }, b: { value: null }, c: { value: null } })
})

it('what its field shows already is here, and on its way to the store, before the page draws what follows of it', async () => {
  const saved: string[] = []
  const board = new AnswerBoard(
    (item) => {
      saved.push(item)
      return new Promise(() => {})
    },
    none,
    shelf(),
  )
  const heard: string[] = []
  board.watch(() => heard.push('watcher'))
  board.subscribe(() => heard.push('page'))
  board.change('a', { value: pass }, true)
  expect(saved).toEqual(['a'])
  expect(board.entry('a')).toEqual({ answer: { value: pass }, save: { is: 'saving' } })
  expect(board.answers()).toEqual({ a: { value: pass } })
  // Who leaves the page now is asked, and no new version of the app takes its place.
  expect(board.summary().saving).toBe(1)
  expect(heard).toEqual(['watcher'])
  // A save that takes its time is spoken of all the same.
  await expect.poll(() => heard).toEqual(['watcher', 'page'])
})

it('a card that says of the answer before that it is saved does not say so of the next one for a moment', async () => {
  const { board } = keptBoard()
  board.change('a', { value: pass }, true)
  await expect.poll(() => board.entry('a').save.is).toBe('saved')
  let drawn: string | undefined
  board.subscribe(() => {
    drawn ??= board.entry('a').save.is
  })
  board.change('a', { value: fail }, true)
  expect(drawn).toBe('saving')
})

it('whatever else is said of an answer is drawn at once: the next tap may add to it', () => {
  const { board } = keptBoard()
  let drawn = 0
  board.subscribe(() => drawn++)
  board.change('a', { value: { is: 'marks', marks: { x: 'pass' } } })
  expect(drawn).toBe(1)
})

it('an answer lets go what was begun of its item, also one that came from elsewhere; one of several places does not', async () => {
  const disk = new Map<string, object>()
  const kept = new BegunShelf(async (item, texts) => void disk.set(item, texts))
  const board = new AnswerBoard(async () => ({ savedAt: 1 }), none, kept)
  kept.receive({ a: { top: '9' }, b: { top: '8' }, c: { 'r1:top': '7' }, d: { top: '6' } })
  board.receive({}, 0)
  expect(kept.items()).toEqual(['a', 'b', 'c', 'd'])
  board.change('a', { note: 'sẽ đếm lại' })
  board.change('b', { value: skipped })
  const places = { is: 'places' as const, places: [{ id: 'r2', name: 'Phòng 2', value: pass }] }
  board.change('c', { value: places })
  board.receive({ d: { value: pass } }, 1)
  await expect
    .poll(() => [...disk])
    .toEqual([
      ['b', {}],
      ['d', {}],
    ])
  expect(kept.items()).toEqual(['a', 'c'])
})
