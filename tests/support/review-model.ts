import fc from 'fast-check'
import { expect } from 'vitest'
import type { Answer } from '../../src/domain/answer.ts'
import type { InspectionRecord } from '../../src/domain/inspection.ts'
import { reviewOf } from '../../src/domain/review.ts'
import type { Saying } from '../../src/domain/step.ts'

/**
 * The review of one sealed inspection as a small table of what should happen, written
 * without a look at how the domain decides it; and random acts by several people that
 * are carried out on the model and on the real thing.
 */

export const modelItems = ['q1', 'q2', 'q3'] as const
type ModelItem = (typeof modelItems)[number]

/** Who acts: the author, a reviewer of the area, a reviewer of the whole province. */
export type Actor = 'author' | 'area' | 'province'

export type Model = {
  seal: number
  is: 'waiting' | 'held' | 'returned' | 'approved'
  isUp: boolean
  open: Set<ModelItem>
  answers: Record<ModelItem, 'pass' | 'fail'>
  applied: number
  late: number
}

export const newModel = (): Model => ({
  seal: 1,
  is: 'waiting',
  isUp: false,
  open: new Set(),
  answers: { q1: 'pass', q2: 'pass', q3: 'fail' },
  applied: 0,
  late: 0,
})

export type Outcome = { o: string; code?: string | undefined }

/** The real thing, whichever it is: the rules alone, or a server. */
export type Real = {
  say(actor: Actor, step: { id: string; seal: number; say: Saying }): Promise<Outcome>
  /** An amendment as an honest device would make it. */
  amend(baseSeal: number, set: Readonly<Record<string, Answer>>): Promise<Outcome>
  record(): Promise<InspectionRecord>
}

const answerOf = (verdict: 'pass' | 'fail'): Answer => ({ value: { is: 'verdict', verdict } })

type Command = fc.AsyncCommand<Model, Real>
let steps = 0

function nextId(): string {
  steps += 1
  return `step-${steps}`
}

/** @param isBehind its author has not seen the last amendment */
function sayCommand(actor: Actor, kind: 'approve' | 'hold' | 'sendUp', isBehind: boolean): Command {
  return {
    check: () => true,
    async run(model, real) {
      const seal = isBehind ? Math.max(1, model.seal - 1) : model.seal
      const expected = expectedOf(model, actor, seal, model.is === 'waiting' || model.is === 'held')
      const draw = { seed: 's', percent: 10 }
      const say: Saying =
        kind === 'hold'
          ? { is: kind, draw }
          : kind === 'approve'
            ? { is: kind, comment: '' }
            : { is: kind, comment: 'x' }
      const outcome = await real.say(actor, { id: nextId(), seal, say })
      expect(outcome).toMatchObject(expected)
      if (expected.o === 'applied') {
        if (kind === 'approve') model.is = 'approved'
        if (kind === 'hold') model.is = 'held'
        // What was held waits again before those it was sent to.
        if (kind === 'sendUp') Object.assign(model, { isUp: true, is: 'waiting' })
      }
      await agree(model, real, expected.o)
    },
    toString: () => `${actor} says ${kind}${isBehind ? ' of an older seal' : ''}`,
  }
}

function returnCommand(actor: Actor, items: readonly ModelItem[], isBehind: boolean): Command {
  return {
    check: () => true,
    async run(model, real) {
      const seal = isBehind ? Math.max(1, model.seal - 1) : model.seal
      const expected = expectedOf(model, actor, seal, true)
      const say: Saying = {
        is: 'return',
        comment: '',
        items: Object.fromEntries(items.map((item) => [item, `Sửa ${item}`])),
      }
      expect(await real.say(actor, { id: nextId(), seal, say })).toMatchObject(expected)
      if (expected.o === 'applied') {
        model.is = 'returned'
        for (const item of items) model.open.add(item)
      }
      await agree(model, real, expected.o)
    },
    toString: () => `${actor} returns ${items.join('+')}${isBehind ? ' of an older seal' : ''}`,
  }
}

/** What the table says of a step of the review. */
function expectedOf(model: Model, actor: Actor, seal: number, isTimely: boolean): Outcome {
  if (actor === 'author') return { o: 'rejected', code: 'FORBIDDEN' }
  if (model.isUp && actor !== 'province') return { o: 'rejected', code: 'REVIEW_AT_PROVINCE' }
  if (seal !== model.seal) return { o: 'late', code: 'SEAL_MOVED' }
  return isTimely ? { o: 'applied' } : { o: 'late', code: 'REVIEW_DECIDED' }
}

function amendCommand(items: readonly ModelItem[], isBehind: boolean): Command {
  return {
    check: (model) => !isBehind || model.seal > 1,
    async run(model, real) {
      const base = isBehind ? model.seal - 1 : model.seal
      const flipped = items.map((item) => [item, model.answers[item] === 'pass' ? 'fail' : 'pass'] as const)
      const set = Object.fromEntries(flipped.map(([item, verdict]) => [item, answerOf(verdict)]))
      const isLocked = model.is === 'returned' && items.some((item) => !model.open.has(item))
      const expected = isBehind
        ? { o: 'late', code: 'SEAL_MOVED' }
        : model.is === 'approved'
          ? { o: 'rejected', code: 'INSPECTION_APPROVED' }
          : isLocked
            ? { o: 'rejected', code: 'ITEM_NOT_RETURNED' }
            : { o: 'applied' }
      expect(await real.amend(base, set)).toMatchObject(expected)
      if (expected.o === 'applied') {
        for (const [item, verdict] of flipped) model.answers[item] = verdict
        Object.assign(model, { seal: model.seal + 1, is: 'waiting', open: new Set() })
      }
      await agree(model, real)
    },
    toString: () => `amends ${items.join('+') || 'nothing'}${isBehind ? ' of an older seal' : ''}`,
  }
}

/** The record says what the model says, and nothing said is lost. */
async function agree(model: Model, real: Real, step?: string): Promise<void> {
  if (step === 'applied') model.applied += 1
  if (step === 'late') model.late += 1
  const record = await real.record()
  const review = reviewOf(record)
  expect(review?.state).toBe(model.is)
  expect(review?.level).toBe(model.isUp ? 'province' : 'area')
  expect(new Set(review?.returned.keys())).toEqual(model.open)
  expect(record.sealNo ?? 1).toBe(model.seal)
  expect((record.steps ?? []).filter(({ late }) => late)).toHaveLength(model.late)
  expect((record.steps ?? []).filter(({ late }) => !late)).toHaveLength(model.applied)
  for (const item of modelItems) expect(record.cells[item]?.answer).toMatchObject(answerOf(model.answers[item]))
}

/** Random acts of several people. */
export function reviewCommands(maxCommands: number) {
  const actor = fc.constantFrom<Actor>('author', 'area', 'area', 'province', 'province')
  const isBehind = fc.boolean()
  const items = fc.subarray([...modelItems])
  const some = fc.subarray([...modelItems], { minLength: 1 })
  return fc.commands<Model, Real, false>(
    [
      fc
        .tuple(actor, fc.constantFrom('approve', 'hold', 'sendUp'), isBehind)
        .map(([by, kind, behind]) => sayCommand(by, kind as 'approve' | 'hold' | 'sendUp', behind)),
      fc.tuple(actor, some, isBehind).map(([by, named, behind]) => returnCommand(by, named, behind)),
      fc.tuple(items, isBehind).map(([changed, behind]) => amendCommand(changed, behind)),
    ] as fc.Arbitrary<Command>[],
    { maxCommands },
  )
}
