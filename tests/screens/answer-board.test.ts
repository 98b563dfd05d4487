import { expect, it } from 'vitest'
import { Problem } from '../../src/domain/problem.ts'
import { AnswerBoard } from '../../src/screens/parts/answer-board.ts'
import { fail, pass } from '../support/builders.ts'

it('[I6] a tap is saved with what had come down when the person looked, also when it is tried again later', async () => {
  const saved: [string, number][] = []
  let isFull = true
  const board = new AnswerBoard(async (item, _answer, shown) => {
    saved.push([item, shown])
    if (isFull) throw new Problem('DEVICE_STORAGE_FULL')
    return { savedAt: 1 }
  })
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
