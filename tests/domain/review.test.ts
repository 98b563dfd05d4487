import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Answer } from '../../src/domain/answer.ts'
import { canonicalJson } from '../../src/domain/canonical.ts'
import { answersIn, type InspectionHead, type InspectionRecord, sealedContent } from '../../src/domain/inspection.ts'
import { type ReduceContext, reduce } from '../../src/domain/merge.ts'
import type { Mutation } from '../../src/domain/mutation.ts'
import type { Person } from '../../src/domain/people.ts'
import { lockedItems } from '../../src/domain/review.ts'
import { score } from '../../src/domain/scoring/score.ts'
import { summaryOf } from '../../src/domain/scoring/summary.ts'
import type { RecordStep, Saying } from '../../src/domain/step.ts'
import { checklist, facts, fail, item, pass, passFail, section } from '../support/builders.ts'
import { type Actor, newModel, type Real, reviewCommands } from '../support/review-model.ts'

/** The review of a sealed inspection: its states by a model, and what of it opens. */

const clinicsOnly = { types: ['clinic' as const] }
const of = checklist([
  section('s', [
    item('q1', passFail),
    item('q2', passFail),
    item('q3', passFail),
    item('q4', passFail, { appliesTo: clinicsOnly }),
  ]),
])
const facility = {
  id: 'tram',
  name: 'Trạm Y tế Suối Mơ',
  areaId: 'suoi-mo',
  areaName: 'Xã Suối Mơ',
  address: '',
  demonstration: true,
  facts: facts(),
}
const head: InspectionHead = {
  facilityId: facility.id,
  facilityName: facility.name,
  checklist: { id: of.id, version: of.version, hash: 'f'.repeat(64) },
  kind: 'inspection',
  date: '2026-11-20',
  team: ['Lan'],
  facts: facility.facts,
}
const person = (id: Actor, role: Person['role']): Person => ({
  id,
  username: id,
  name: id,
  role,
  provinceId: 'p',
  areaIds: ['suoi-mo'],
  facilityId: null,
})
const people: Record<Actor, Person> = {
  author: person('author', 'inspector'),
  area: person('area', 'supervisor'),
  province: person('province', 'administrator'),
}
const digestOf = (value: unknown) => createHash('sha256').update(canonicalJson(value)).digest('hex')
const contextOf = (actor: Actor): ReduceContext => ({
  person: people[actor],
  isOfWholeProvince: actor === 'province',
  facility,
  former: { facts: [], reachedUntil: null },
  checklist: of,
  today: '2026-11-22',
  now: 1_790_000_000_000,
  digestOf,
})

const answer = (value: Answer['value']): Answer => ({ value })
const first = { q1: answer(pass), q2: answer(pass), q3: answer(fail) }
const summary = (answers: Record<string, Answer>) => summaryOf(score(of, head.facts, answers, { date: head.date }))
const common = { seq: 1, id: 'm', insp: 'i', at: 0 }

function sealed(more: Partial<InspectionRecord> = {}): InspectionRecord {
  return {
    id: 'i',
    head,
    status: 'submitted',
    createdBy: { id: 'author', name: 'author' },
    submittedAt: 1,
    score: summary(first),
    cells: Object.fromEntries(Object.entries(first).map(([id, each]) => [id, { rev: 1, answer: each }])),
    ...more,
  }
}

function amendment(record: InspectionRecord, baseSeal: number, set: Readonly<Record<string, Answer>>): Mutation {
  const after = { ...answersIn(record.cells), ...set }
  const digest = digestOf(sealedContent(head, after))
  return { ...common, k: 'inspection.amend', baseSeal, set: { ...set }, reason: 'Sửa', digest, score: summary(after) }
}

/** The rules alone, as the server runs them. */
function rules(): Real {
  let record = sealed()
  const take = (actor: Actor, mutation: Mutation) => {
    const { state, outcome } = reduce(record, mutation, contextOf(actor))
    if (state) record = state
    return outcome
  }
  return {
    say: async (actor, step) => take(actor, { ...common, k: 'inspection.step', step }),
    amend: async (baseSeal, set) => take('author', amendment(record, baseSeal, set)),
    record: async () => record,
  }
}

const returned = (items: Record<string, string>, more: Partial<InspectionRecord> = {}) => {
  const say: Saying = { is: 'return', comment: '', items }
  const by = { id: 'area', name: 'area', role: 'supervisor' as const }
  const step: RecordStep = { id: 'r', seal: 1, say, by, at: 1, receivedAt: 1 }
  return sealed({ status: 'returned', steps: [step], ...more })
}

describe('the states of a review', () => {
  it('[P67] [P68] are those of the model, whatever reviewers and the author do in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(reviewCommands(30), async (commands) => {
        await fc.asyncModelRun(() => ({ model: newModel(), real: rules() }), commands)
      }),
      { numRuns: 300 },
    )
  })
})

describe('what a return opens', () => {
  it('[P68] is what it names, and what has no answer; everything else stays as it was signed', () => {
    const record = returned({ q3: 'Kiểm tra lại' })
    expect(lockedItems(record, ['q1', 'q2', 'q3', 'q4'])).toEqual(['q1', 'q2'])
    expect(lockedItems(sealed(), ['q1', 'q2', 'q3', 'q4'])).toEqual([])
    expect(lockedItems(sealed({ status: 'approved' }), ['q1', 'q4'])).toEqual(['q1', 'q4'])
  })

  it('[P68] is what any of its returns names', () => {
    const record = returned({ q3: 'Kiểm tra lại' })
    const [one] = record.steps ?? []
    const another = { ...one, id: 'r2', say: { is: 'return', comment: '', items: { q1: 'Cả câu này' } } } as RecordStep
    expect(lockedItems({ ...record, steps: [one as RecordStep, another] }, ['q1', 'q2', 'q3'])).toEqual(['q2'])
  })

  it('[P68] is nothing of a return of an older seal, or of one that came late', () => {
    const record = returned({ q3: 'Kiểm tra lại' })
    const [one] = record.steps as [RecordStep]
    expect(lockedItems({ ...record, sealNo: 2 }, ['q3'])).toEqual(['q3'])
    expect(lockedItems({ ...record, steps: [{ ...one, late: true }] }, ['q3'])).toEqual(['q3'])
  })

  it('[P68] lets a correction go that also says again what is sealed elsewhere', () => {
    const record = returned({ q3: 'Kiểm tra lại' })
    const mutation = amendment(record, 1, { q3: answer(pass), q1: answer(pass) })
    const { outcome, state } = reduce(record, mutation, contextOf('author'))
    expect(outcome.o).toBe('applied')
    expect(state).toMatchObject({ status: 'submitted', sealNo: 2 })
  })

  it('[P71] photos of what was named are taken, and stand beside the seal; of anything else they are late', () => {
    const photo = { id: 'p1', item: 'q3', sha256: 'a'.repeat(64), size: 10, width: 1, height: 1, takenAt: 1 }
    const record = returned({ q3: 'Chụp lại' })
    const add = (itemId: string, to = record) =>
      reduce(to, { ...common, k: 'photo.add', photo: { ...photo, item: itemId } } as Mutation, contextOf('author'))
    expect(add('q3')).toMatchObject({ outcome: { o: 'applied' }, state: { photos: [{ id: 'p1', late: true }] } })
    expect(add('q1').outcome).toEqual({ o: 'late', code: 'INSPECTION_CLOSED' })
    expect(add('q3', sealed()).outcome).toEqual({ o: 'late', code: 'INSPECTION_CLOSED' })
  })
})
