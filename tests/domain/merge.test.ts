import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Answer, AnswerValue } from '../../src/domain/answer.ts'
import { printOf } from '../../src/domain/answer.ts'
import { canonicalJson } from '../../src/domain/canonical.ts'
import { answersIn, type InspectionHead, type InspectionRecord, sealedContent } from '../../src/domain/inspection.ts'
import { type ReduceContext, reduce } from '../../src/domain/merge.ts'
import type { Mutation } from '../../src/domain/mutation.ts'
import type { Person } from '../../src/domain/people.ts'
import { score } from '../../src/domain/scoring/score.ts'
import { summaryOf } from '../../src/domain/scoring/summary.ts'
import { checklist, facts, fail, item, pass, passFail, section } from '../support/builders.ts'

const lan: Person = {
  id: 'lan',
  username: 'lan',
  name: 'Nguyễn Thị Lan',
  role: 'inspector',
  provinceId: 'p',
  areaIds: ['suoi-mo'],
  facilityId: null,
}
const hung: Person = { ...lan, id: 'hung', username: 'hung', name: 'Trần Văn Hùng' }
const of = checklist([section('s', [item('a', passFail), item('b', passFail)])])
const ref = { id: of.id, version: of.version, hash: 'f'.repeat(64) }
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
  checklist: ref,
  kind: 'inspection',
  date: '2026-11-20',
  team: ['Nguyễn Thị Lan'],
  facts: facility.facts,
}
const digestOf = (value: unknown) => createHash('sha256').update(canonicalJson(value)).digest('hex')
const context: ReduceContext = {
  person: lan,
  isOfWholeProvince: false,
  facility,
  former: { facts: [], reachedUntil: null },
  checklist: of,
  today: '2026-11-22',
  now: 1_790_000_000_000,
  digestOf,
}

const common = { seq: 1, id: 'm', insp: 'i', at: 0 }
const start = (change: Partial<InspectionHead> = {}): Mutation => ({
  ...common,
  k: 'inspection.start',
  head: { ...head, ...change },
})
const set = (cell: string, base: number, value: AnswerValue | null, note?: string): Mutation => ({
  ...common,
  k: 'answer.set',
  set: { [cell]: [base, note ? { value, note } : { value }] },
})

function stateAfter(mutations: Mutation[], with_: Partial<ReduceContext> = {}): InspectionRecord | null {
  return mutations.reduce<InspectionRecord | null>(
    (state, mutation) => reduce(state, mutation, { ...context, ...with_ }).state,
    null,
  )
}

function submitted(
  state: InspectionRecord | null,
  change: Partial<Extract<Mutation, { k: 'inspection.submit' }>> = {},
): Mutation {
  const answers = answersIn(state?.cells ?? {})
  const summary = summaryOf(score(of, head.facts, answers, { date: head.date }))
  return {
    ...common,
    k: 'inspection.submit',
    digest: digestOf(sealedContent(state?.head ?? head, answers)),
    score: summary,
    ...change,
  }
}

describe('starting', () => {
  it('a visit of one’s own area begins as a draft', () => {
    expect(stateAfter([start()])).toMatchObject({ id: 'i', status: 'draft', createdBy: { id: 'lan' }, cells: {} })
  })

  it.each([
    ['an unknown facility', start(), { facility: null }, 'FACILITY_UNKNOWN'],
    ['a facility of another area', start(), { person: { ...lan, areaIds: [] } }, 'FACILITY_UNKNOWN'],
    ['a supervisor', start(), { person: { ...lan, role: 'supervisor' } }, 'FORBIDDEN'],
    [
      'a facility inspecting itself officially',
      start(),
      { person: { ...lan, role: 'facility', areaIds: [], facilityId: 'tram' } },
      'FORBIDDEN',
    ],
    ['a checklist never published', start(), { checklist: null }, 'CHECKLIST_UNKNOWN'],
    [
      'a checklist for other facilities',
      start(),
      { checklist: { ...of, facilityTypes: ['clinic'] } },
      'CHECKLIST_NOT_FOR_FACILITY',
    ],
    ['a date in 1970', start({ date: '1970-01-01' }), {}, 'DATE_OUT_OF_RANGE'],
    ['the day before the checklist', start({ date: '2023-12-31' }), {}, 'DATE_OUT_OF_RANGE'],
    ['two days from now', start({ date: '2026-11-24' }), {}, 'DATE_OUT_OF_RANGE'],
    ['facts that are not the facility’s', start({ facts: facts({ beds: 5 }) }), {}, 'FACTS_DIFFER'],
  ] as [string, Mutation, Partial<ReduceContext>, string][])('%s is refused', (_case, mutation, with_, code) => {
    const { state, outcome } = reduce(null, mutation, { ...context, ...with_ })
    expect(outcome).toMatchObject({ o: 'rejected', code })
    expect(state).toBeNull()
  })

  const former = { facts: [facts({ beds: 5 }), facts({ type: 'clinic' })], reachedUntil: '2026-11-20' }
  const away: Person = { ...lan, areaIds: ['may-trang'] }

  it.each([
    ['with facts that the facility has had', start({ facts: facts({ beds: 5 }) }), { former }],
    ['dated the day on which the facility left one’s reach', start(), { former, person: away }],
    [
      'of the time before, with the facts of then',
      start({ date: '2026-11-19', facts: facts({ beds: 5 }) }),
      { former, person: away },
    ],
    ['in a facility that has closed', start(), { facility: { ...facility, closedOn: '2026-11-19' } }],
    [
      'of a facility that has become one of another kind since',
      start(),
      {
        facility: { ...facility, facts: facts({ type: 'clinic' }) },
        former: { ...former, facts: [facts()] },
        checklist: { ...of, facilityTypes: ['hospital'] },
      },
    ],
  ] as [string, Mutation, Partial<ReduceContext>][])('[P42] a visit begun %s is taken', (_case, mutation, with_) => {
    expect(reduce(null, mutation, { ...context, ...with_ }).outcome).toEqual({ o: 'applied' })
  })

  it.each([
    [
      'the day after the facility has left one’s reach',
      start({ date: '2026-11-21' }),
      { former, person: away },
      'FACILITY_UNKNOWN',
    ],
    ['what was never in one’s reach', start(), { person: away }, 'FACILITY_UNKNOWN'],
    ['facts that the facility has never had', start({ facts: facts({ beds: 6 }) }), { former }, 'FACTS_DIFFER'],
    [
      'a former type that the checklist is not for',
      start({ facts: facts({ type: 'clinic' }) }),
      { former, checklist: { ...of, facilityTypes: ['hospital'] } },
      'CHECKLIST_NOT_FOR_FACILITY',
    ],
    ['a role that may not', start(), { former, person: { ...away, role: 'supervisor' } }, 'FORBIDDEN'],
  ] as [string, Mutation, Partial<ReduceContext>, string][])('[P42] %s: refused', (_case, mutation, with_, code) => {
    expect(reduce(null, mutation, { ...context, ...with_ })).toMatchObject({
      state: null,
      outcome: { o: 'rejected', code },
    })
  })

  it('the same start again changes nothing; a corrected one moves the head and keeps the answers', () => {
    const begun = stateAfter([start(), set('a', 0, pass)])
    expect(reduce(begun, start(), context).outcome.o).toBe('noop')
    expect(reduce(begun, start({ date: '2026-11-19' }), context).state).toMatchObject({
      head: { date: '2026-11-19' },
      cells: { a: { rev: 1 } },
    })
  })

  it('a facility assesses itself', () => {
    const person: Person = { ...lan, role: 'facility', areaIds: [], facilityId: 'tram' }
    expect(reduce(null, start({ kind: 'selfAssessment' }), { ...context, person }).outcome.o).toBe('applied')
  })
})

describe('one answer, one register', () => {
  it('an answer that saw the head moves it on', () => {
    const { state, outcome, replaced } = reduce(stateAfter([start(), set('a', 0, pass)]), set('a', 1, fail), context)
    expect(outcome).toEqual({ o: 'applied', revs: { a: 2 } })
    expect(state?.cells.a).toEqual({ rev: 2, answer: { value: fail } })
    expect(replaced).toEqual([{ item: 'a', rev: 1, answer: { value: pass }, by: 'head' }])
  })

  it('[I6] two devices with different answers: the last received stands, the other is kept, the cell is contested', () => {
    const { state, outcome, replaced } = reduce(stateAfter([start(), set('a', 0, pass)]), set('a', 0, fail), context)
    expect(outcome).toEqual({ o: 'contested', revs: { a: 2 }, contested: ['a'] })
    expect(state?.cells.a).toEqual({ rev: 2, answer: { value: fail }, contested: true, former: { value: pass } })
    expect(replaced).toHaveLength(1)
  })

  it('the same answer twice is no conflict', () => {
    expect(reduce(stateAfter([start(), set('a', 0, pass)]), set('a', 0, pass), context).outcome.o).toBe('noop')
  })

  it('choosing with the contested revision as base settles it', () => {
    const contested = stateAfter([start(), set('a', 0, pass), set('a', 0, fail)])
    expect(reduce(contested, set('a', 2, fail), context).state?.cells.a).toEqual({ rev: 3, answer: { value: fail } })
  })

  it.each([
    ['is what its author saw', pass, 'applied'],
    ['is an answer of another history', fail, 'contested'],
  ] as const)('[P13] [I6] what stands under the number %s: %s', (_case, seen, o) => {
    const print = printOf(digestOf({ value: seen }))
    const changed: Mutation = { ...common, k: 'answer.set', set: { a: [1, { value: fail, note: 'sau' }, print] } }
    const { state, outcome } = reduce(stateAfter([start(), set('a', 0, pass)]), changed, context)
    expect(outcome.o).toBe(o)
    expect(state?.cells.a).toMatchObject(o === 'contested' ? { rev: 2, former: { value: pass } } : { rev: 2 })
  })

  it.each([
    ['of another person', set('a', 0, pass), { person: hung }, 'INSPECTION_OF_ANOTHER'],
    ['to an item that does not exist', set('zz', 0, pass), {}, 'ITEM_UNKNOWN'],
    ['that cannot belong to the item', set('a', 0, { is: 'level', level: 2 }), {}, 'ANSWER_INVALID'],
  ] as [string, Mutation, Partial<ReduceContext>, string][])(
    'an answer %s is refused',
    (_case, mutation, with_, code) => {
      const begun = stateAfter([start()])
      const { state, outcome } = reduce(begun, mutation, { ...context, ...with_ })
      expect(outcome).toMatchObject({ o: 'rejected', code })
      expect(state).toBe(begun)
    },
  )

  const plan = { what: 'Thay khóa', who: 'Trưởng trạm', by: '2026-12-31' }
  const planned = (base: number, more: Partial<Answer>): Mutation => ({
    ...common,
    k: 'answer.set',
    set: { a: [base, { value: fail, ...more }] },
  })

  it('[P51] [I6] the same value with another plan is another answer: contested, and settled by a choice', () => {
    const before = stateAfter([start(), planned(0, { plan })])
    const { state, outcome } = reduce(before, planned(0, { plan: { ...plan, who: 'Chị Lan' } }), context)
    expect(outcome).toMatchObject({ o: 'contested', contested: ['a'] })
    expect(state?.cells.a).toMatchObject({ answer: { plan: { who: 'Chị Lan' } }, former: { plan } })
    expect(reduce(state, planned(2, { plan }), context).state?.cells.a).toEqual({
      rev: 3,
      answer: { value: fail, plan },
    })
    expect(reduce(before, planned(0, { plan }), context).outcome.o).toBe('noop')
  })

  it('[P51] a follow-up names another visit, known here or not, and never its own', () => {
    const begun = stateAfter([start()])
    expect(reduce(begun, planned(0, { followUp: { of: 'elsewhere', is: 'fixed' } }), context).outcome.o).toBe('applied')
    expect(reduce(begun, planned(0, { followUp: { of: 'i', is: 'fixed' } }), context)).toMatchObject({
      state: begun,
      outcome: { o: 'rejected', code: 'ANSWER_INVALID', detail: { item: 'a' } },
    })
  })

  it('an answer to a visit nobody started is refused', () => {
    expect(reduce(null, set('a', 0, pass), context).outcome.code).toBe('INSPECTION_UNKNOWN')
  })
})

describe('submitting', () => {
  const full = stateAfter([start(), set('a', 0, pass), set('b', 0, fail, 'Hỏng khóa')])

  it('seals the visit with the server’s own score', () => {
    const { state, outcome, sealed } = reduce(full, submitted(full), context)
    expect([outcome.o, sealed]).toEqual(['applied', { kind: 'submit' }])
    expect(state).toMatchObject({
      status: 'submitted',
      submittedAt: context.now,
      score: { earned: 100, max: 200, grade: 'Không đạt' },
    })
  })

  it('[P51] a plan is sealed with its answer, also where nothing else is said of the item', () => {
    const plan = { what: 'Thay khóa', who: 'Trưởng trạm', by: '2026-12-31' }
    const cells = { ...full?.cells, ghost: { rev: 1, answer: { value: null, plan } } }
    const withPlan = { ...full, cells } as InspectionRecord
    expect(reduce(withPlan, submitted(full), context).outcome.code).toBe('DIGEST_MISMATCH')
    expect(reduce(withPlan, submitted(withPlan), context).outcome.o).toBe('applied')
  })

  it('an answer given and taken back says nothing', () => {
    const withBlank = stateAfter([start(), set('a', 0, pass), set('b', 0, fail, 'Hỏng khóa')])
    const cells = { ...withBlank?.cells, ghost: { rev: 2, answer: { value: null } } }
    const blank = { ...withBlank, cells } as InspectionRecord
    expect(reduce(blank, submitted(full), context).outcome.o).toBe('applied')
  })

  it.each([
    ['something is missing', stateAfter([start(), set('a', 0, pass)]), {}, 'INCOMPLETE'],
    [
      'an answer is contested',
      stateAfter([start(), set('a', 0, pass), set('a', 0, fail), set('b', 0, pass)]),
      {},
      'CONTESTED',
    ],
    ['the device saw other answers', full, { digest: 'khác' }, 'DIGEST_MISMATCH'],
    [
      'the device shows another score',
      full,
      { score: { earned: 200, max: 200, grade: 'Đạt', tone: 'pass', criticalFailures: 0 } },
      'SCORE_MISMATCH',
    ],
  ] as [string, InspectionRecord | null, object, string][])(
    'is refused while %s, and the draft stays',
    (_case, state, change, code) => {
      const reduction = reduce(state, submitted(state, change), context)
      expect(reduction.outcome).toMatchObject({ o: 'rejected', code })
      expect(reduction.state).toBe(state)
    },
  )

  it('twice is once', () => {
    const sealed = reduce(full, submitted(full), context).state
    expect(reduce(sealed, submitted(full), context)).toMatchObject({ outcome: { o: 'noop' }, sealed: null })
  })

  it('[I7] an answer after the seal leaves the seal alone and is kept beside it', () => {
    const sealed = reduce(full, submitted(full), context).state
    const reduction = reduce(sealed, set('a', 1, fail), context)
    expect(reduction.outcome.o).toBe('late')
    expect(reduction.state).toEqual({ ...sealed, late: [{ item: 'a', answer: { value: fail } }] })
    expect(reduction.sealed).toBeNull()
    expect(reduction.replaced).toEqual([{ item: 'a', rev: 1, answer: { value: fail }, by: 'late' }])
  })

  it('[I9] no clock of the device changes anything', () => {
    const wild = stateAfter([
      { ...start(), at: -1e15 },
      { ...set('a', 0, pass), at: 9e15 },
      { ...set('b', 0, fail, 'Hỏng khóa'), at: 0 },
    ])
    expect(wild).toEqual(full)
  })
})
