import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { actionsOf, disagreementsOf } from '../../src/domain/action-state.ts'
import type { Answer } from '../../src/domain/answer.ts'
import { canonicalJson } from '../../src/domain/canonical.ts'
import {
  answersIn,
  contentOf,
  type InspectionHead,
  type InspectionRecord,
  inspectionRecordSchema,
  sealNoOf,
} from '../../src/domain/inspection.ts'
import { type ReduceContext, reduce } from '../../src/domain/merge.ts'
import type { Mutation } from '../../src/domain/mutation.ts'
import type { Person } from '../../src/domain/people.ts'
import { sealable } from '../../src/domain/photo.ts'
import { reviewOf } from '../../src/domain/review.ts'
import { score } from '../../src/domain/scoring/score.ts'
import { summaryOf } from '../../src/domain/scoring/summary.ts'
import { type Saying, STEP_TEXT_MAX, STEPS_MAX, stepSchema } from '../../src/domain/step.ts'
import { checklist, facts, fail, item, pass, passFail, section } from '../support/builders.ts'
import { photoOf, picture } from '../support/photos.ts'

const list = checklist([section('s', [item('a', passFail), item('b', passFail), item('c', passFail)])])
const facility = {
  id: 'tram',
  name: 'Trạm Y tế Suối Mơ',
  areaId: 'suoi-mo',
  areaName: 'Xã Suối Mơ',
  address: '',
  demonstration: true,
  facts: facts(),
}
const digestOf = (value: unknown) => createHash('sha256').update(canonicalJson(value)).digest('hex')
const somebody = (id: string, role: Person['role'], more: Partial<Person> = {}): Person => ({
  id,
  username: id,
  name: id,
  role,
  provinceId: 'p',
  areaIds: role === 'facility' ? [] : ['suoi-mo'],
  facilityId: role === 'facility' ? 'tram' : null,
  ...more,
})
const lan = somebody('lan', 'inspector')
const giam = somebody('giam', 'supervisor')
const tinh = somebody('tinh', 'supervisor')
const hoa = somebody('hoa', 'facility')
const mai = somebody('mai', 'facility')

const head: InspectionHead = {
  facilityId: 'tram',
  facilityName: 'Trạm Y tế Suối Mơ',
  checklist: { id: 'thu', version: '1.0', hash: 'f'.repeat(64) },
  kind: 'inspection',
  date: '2026-11-20',
  team: ['Nguyễn Thị Lan'],
  facts: facts(),
}
const plan = { what: 'Mua thùng màu vàng', who: 'Tổ kiểm soát nhiễm khuẩn', by: '2026-12-01' }
const scoreOf = (cells: InspectionRecord['cells']) =>
  summaryOf(score(list, head.facts, answersIn(cells), { date: head.date }))
const cells = {
  a: { rev: 1, answer: { value: fail, plan } },
  b: { rev: 1, answer: { value: fail } },
  c: { rev: 1, answer: { value: pass } },
}
const sealed: InspectionRecord = {
  id: 'i',
  head,
  status: 'submitted',
  createdBy: { id: 'lan', name: 'lan' },
  submittedAt: 1,
  score: scoreOf(cells),
  cells,
}

/** Somebody, what they say, and the seal that they saw. */
type Word = [who: Person, say: Saying, seal?: number, id?: string]

const contextOf = (person: Person): ReduceContext => ({
  person,
  isOfWholeProvince: person === tinh,
  facility,
  former: { facts: [], reachedUntil: null },
  checklist: list,
  today: '2026-11-22',
  now: 1_790_000_000_000,
  digestOf,
})
const common = { seq: 1, id: 'm', insp: 'i', at: 5 }
const amendOf = (state: InspectionRecord, set: Record<string, Answer>): Mutation => {
  const after = { ...state.cells }
  for (const [id, answer] of Object.entries(set)) after[id] = { rev: 9, answer }
  return {
    ...common,
    k: 'inspection.amend',
    baseSeal: sealNoOf(state),
    set,
    reason: 'Đã xem lại',
    digest: digestOf(contentOf({ ...state, cells: after }, digestOf)),
    score: scoreOf(after),
  }
}

function told(words: readonly (Word | Record<string, Answer>)[], from = sealed) {
  let state = from
  const outcomes: string[] = []
  for (const [index, word] of words.entries()) {
    const mutation: Mutation = Array.isArray(word)
      ? { ...common, k: 'inspection.step', step: { id: word[3] ?? `s${index}`, seal: word[2] ?? 1, say: word[1] } }
      : amendOf(state, word as Record<string, Answer>)
    const { state: next, outcome } = reduce(state, mutation, contextOf(Array.isArray(word) ? word[0] : lan))
    outcomes.push(outcome.code ? `${outcome.o} ${outcome.code}` : outcome.o)
    state = next as InspectionRecord
  }
  return { state, outcomes, last: outcomes.at(-1) }
}

const approve: Saying = { is: 'approve', comment: '' }
const sendUp: Saying = { is: 'sendUp', comment: 'Nhờ tỉnh xem' }
const hold: Saying = { is: 'hold', draw: { seed: 'x7', percent: 10 } }
const giveBack = (...items: string[]): Saying => ({
  is: 'return',
  comment: '',
  items: Object.fromEntries(items.map((id) => [id, `Xem lại ${id}`])),
})
const done: Saying = { is: 'done', item: 'a', comment: 'Đã mua' }
const verify = (of: string): Saying => ({ is: 'verify', item: 'a', of, comment: '' })
const sendBack = (of: string): Saying => ({ is: 'sendBack', item: 'a', of, comment: 'Chưa có nắp' })
const assign = (owner?: string): Saying => ({ is: 'assign', item: 'a', plan, ...(owner && { owner }) })

describe('[P66] steps are a set beside the seal', () => {
  it('[P66] a step changes nothing that is sealed, and says who took it', () => {
    const { state } = told([[giam, approve]])
    expect(digestOf(contentOf(state, digestOf))).toBe(digestOf(contentOf(sealed, digestOf)))
    expect(state.steps).toEqual([
      {
        id: 's0',
        seal: 1,
        say: approve,
        by: { id: 'giam', name: 'giam', role: 'supervisor' },
        at: 5,
        receivedAt: 1_790_000_000_000,
      },
    ])
    expect(inspectionRecordSchema.parse(state)).toEqual(state)
  })

  it.each<[string, (Word | Record<string, Answer>)[], string]>([
    [
      'the same step again',
      [
        [giam, approve, 1, 'x'],
        [giam, approve, 1, 'x'],
      ],
      'noop',
    ],
    [
      'another step under its id',
      [
        [giam, hold, 1, 'x'],
        [giam, approve, 1, 'x'],
      ],
      'rejected MUTATION_INVALID',
    ],
    [
      'somebody else’s under its id',
      [
        [giam, hold, 1, 'x'],
        [tinh, hold, 1, 'x'],
      ],
      'rejected MUTATION_INVALID',
    ],
    ['an item that is not there', [[giam, giveBack('z')]], 'rejected ITEM_UNKNOWN'],
    ['a review by its author', [[lan, approve]], 'rejected FORBIDDEN'],
    ['a review by the facility', [[hoa, approve]], 'rejected FORBIDDEN'],
    ['a disagreement by the inspector', [[lan, { is: 'disagree', item: 'b', reason: 'x' }]], 'rejected FORBIDDEN'],
    [
      'a step from elsewhere',
      [[somebody('xa', 'supervisor', { areaIds: ['khac'] }), approve]],
      'rejected INSPECTION_UNKNOWN',
    ],
  ])('%s: %s', (_, words, outcome) => {
    expect(told(words).last).toBe(outcome)
  })

  it('a draft has none: it is open to its author, and unknown to everybody else', () => {
    const draft: InspectionRecord = { ...sealed, status: 'draft', submittedAt: null, score: null }
    expect(told([[lan, approve]], draft).last).toBe('rejected INSPECTION_OPEN')
    expect(told([[giam, approve]], draft).last).toBe('rejected INSPECTION_UNKNOWN')
  })

  it('a record is never longer than a device can hold', () => {
    const [step] = told([[hoa, assign()]]).state.steps ?? []
    if (!step) expect.fail('no step')
    const steps = Array.from({ length: STEPS_MAX }, (_, index) => ({ ...step, id: `n${index}` }))
    expect(told([[hoa, assign()]], { ...sealed, steps }).last).toBe('rejected STEP_TOO_MANY')
  })

  it.each<[string, Saying]>([
    ['a return of nothing', { is: 'return', comment: '', items: {} }],
    ['a return without a word', { is: 'return', comment: '', items: { a: '  ' } }],
    ['sending up without a word', { is: 'sendUp', comment: '' }],
    ['sending back without a word', { is: 'sendBack', item: 'a', of: 'x', comment: '' }],
    ['a disagreement without a reason', { is: 'disagree', item: 'a', reason: ' ' }],
    ['a plan of nothing', { is: 'assign', item: 'a', plan: { what: '', who: '', by: null } }],
    ['a novel', { is: 'approve', comment: 'x'.repeat(STEP_TEXT_MAX + 1) }],
    ['a share of more than all', { is: 'hold', draw: { seed: 'x', percent: 101 } }],
  ])('%s is no step', (_, say) => {
    expect(stepSchema.safeParse({ id: 'x', seal: 1, say }).success).toBe(false)
  })
})

describe('[P67] the review', () => {
  it.each<[string, (Word | Record<string, Answer>)[], string[], [string, string]]>([
    ['approved', [[giam, approve]], ['applied'], ['approved', 'area']],
    [
      'held, then approved',
      [
        [giam, hold],
        [giam, approve],
      ],
      ['applied', 'applied'],
      ['approved', 'area'],
    ],
    ['returned', [[giam, giveBack('a')]], ['applied'], ['returned', 'area']],
    [
      'two decide: the second is late',
      [
        [giam, giveBack('a')],
        [tinh, approve],
      ],
      ['applied', 'late REVIEW_DECIDED'],
      ['returned', 'area'],
    ],
    [
      'two return: both count',
      [
        [giam, giveBack('a')],
        [tinh, giveBack('b')],
      ],
      ['applied', 'applied'],
      ['returned', 'area'],
    ],
    [
      'a fault is found in what was approved',
      [
        [giam, approve],
        [giam, giveBack('a')],
      ],
      ['applied', 'applied'],
      ['returned', 'area'],
    ],
    [
      'approved twice',
      [
        [giam, approve],
        [tinh, approve],
      ],
      ['applied', 'late REVIEW_DECIDED'],
      ['approved', 'area'],
    ],
    [
      'amended meanwhile',
      [{ c: { value: fail } }, [giam, approve, 1]],
      ['applied', 'late SEAL_MOVED'],
      ['waiting', 'area'],
    ],
    [
      'sent up: the area decides no more',
      [
        [giam, sendUp],
        [giam, approve],
      ],
      ['applied', 'rejected REVIEW_AT_PROVINCE'],
      ['waiting', 'province'],
    ],
    [
      'sent up: the province decides',
      [
        [giam, sendUp],
        [tinh, approve],
      ],
      ['applied', 'applied'],
      ['approved', 'province'],
    ],
    [
      'what was held is decided by anybody',
      [
        [tinh, hold],
        [giam, giveBack('b')],
      ],
      ['applied', 'applied'],
      ['returned', 'area'],
    ],
  ])('%s', (_, words, outcomes, [state, level]) => {
    const { state: record, outcomes: got } = told(words)
    expect(got).toEqual(outcomes)
    expect(reviewOf(record)).toMatchObject({ state, level })
  })

  it('[P67] once sent up it stays there, also when it was returned and corrected', () => {
    const { state } = told([[giam, sendUp], [tinh, giveBack('a')], { a: { value: pass } }])
    expect(reviewOf(state)).toMatchObject({ state: 'waiting', level: 'province', by: null })
  })

  it('[P67] returns of one seal add up, word for word, and are of that seal alone', () => {
    const { state } = told([
      [giam, giveBack('a')],
      [tinh, { is: 'return', comment: '', items: { a: 'Thiếu ảnh', b: 'Xem' } }],
    ])
    expect([...(reviewOf(state)?.returned ?? [])]).toEqual([
      ['a', ['Xem lại a', 'Thiếu ảnh']],
      ['b', ['Xem']],
    ])
    const { state: corrected } = told([{ a: { value: pass } }], state)
    expect(reviewOf(corrected)).toMatchObject({ state: 'waiting', by: null })
    expect(reviewOf(corrected)?.returned.size).toBe(0)
  })
})

describe('[P68] what opens after a return', () => {
  it.each<[string, (Word | Record<string, Answer>)[], string]>([
    ['an item that was returned', [[giam, giveBack('a', 'b')], { a: { value: pass } }], 'applied'],
    ['another', [[giam, giveBack('a')], { a: { value: pass }, b: { value: pass } }], 'rejected ITEM_NOT_RETURNED'],
    [
      'another, with the answer that stands',
      [[giam, giveBack('a')], { a: { value: pass }, b: { value: fail } }],
      'applied',
    ],
    ['nothing was returned: its author corrects as ever', [{ b: { value: pass } }], 'applied'],
    ['it was approved', [[giam, approve], { a: { value: pass } }], 'rejected INSPECTION_APPROVED'],
  ])('%s', (_, words, outcome) => {
    expect(told(words).last).toBe(outcome)
  })

  it('[P68] a correction puts it before the reviewers again', () => {
    expect(told([[giam, giveBack('a')], { a: { value: pass } }]).state).toMatchObject({
      status: 'submitted',
      sealNo: 2,
    })
  })
})

describe('[P69] corrective actions', () => {
  const state = (words: Word[]) => actionsOf(told(words).state).get('a')?.state
  it.each<[string, Word[], string[], string | undefined]>([
    ['planned by the visit', [], [], 'open'],
    ['done', [[hoa, done]], ['applied'], 'done'],
    [
      'verified by a colleague',
      [
        [hoa, done],
        [mai, verify('s0')],
      ],
      ['applied', 'applied'],
      'verified',
    ],
    [
      'verified by the inspector',
      [
        [hoa, done],
        [lan, verify('s0')],
      ],
      ['applied', 'applied'],
      'verified',
    ],
    [
      'not by who did it',
      [
        [hoa, done],
        [hoa, verify('s0')],
      ],
      ['applied', 'rejected ACTION_OWN_WORK'],
      'done',
    ],
    [
      'not by who answers for it',
      [
        [mai, assign('mai')],
        [hoa, done],
        [mai, verify('s1')],
      ],
      ['applied', 'applied', 'rejected ACTION_OWN_WORK'],
      'done',
    ],
    [
      'taken back by who did it, done again',
      [
        [hoa, done],
        [hoa, sendBack('s0')],
        [hoa, done],
      ],
      ['applied', 'applied', 'applied'],
      'done',
    ],
    [
      'taken back by who answers for it',
      [
        [mai, assign('mai')],
        [hoa, done],
        [mai, sendBack('s1')],
      ],
      ['applied', 'applied', 'applied'],
      'open',
    ],
    [
      'not once somebody has verified it',
      [
        [hoa, done],
        [lan, verify('s0')],
        [hoa, sendBack('s0')],
      ],
      ['applied', 'applied', 'late ACTION_MOVED'],
      'verified',
    ],
    [
      'sent back, done again, verified',
      [
        [hoa, done],
        [giam, sendBack('s0')],
        [hoa, done],
        [giam, verify('s2')],
      ],
      ['applied', 'applied', 'applied', 'applied'],
      'verified',
    ],
    [
      'a judgement of the former report',
      [
        [hoa, done],
        [giam, sendBack('s0')],
        [hoa, done],
        [lan, verify('s0')],
      ],
      ['applied', 'applied', 'applied', 'late ACTION_MOVED'],
      'done',
    ],
    [
      'done twice',
      [
        [hoa, done],
        [mai, done],
      ],
      ['applied', 'late ACTION_MOVED'],
      'done',
    ],
    [
      'assigned after it was verified',
      [
        [hoa, done],
        [lan, verify('s0')],
        [hoa, assign()],
      ],
      ['applied', 'applied', 'late ACTION_MOVED'],
      'verified',
    ],
  ])('%s', (_, words, outcomes, want) => {
    expect([told(words).outcomes, state(words)]).toEqual([outcomes, want])
  })

  it('[P69] there is one where the visit planned it, or where the facility assigned it', () => {
    const ofB: Saying = { is: 'done', item: 'b', comment: '' }
    expect(told([[hoa, ofB]]).last).toBe('rejected ACTION_UNKNOWN')
    const { state: record } = told([
      [hoa, { ...assign(), item: 'b' } as Saying],
      [hoa, ofB],
    ])
    expect([...actionsOf(record)].map(([id, action]) => [id, action.state])).toEqual([
      ['a', 'open'],
      ['b', 'done'],
    ])
  })

  it('[P69] proof is added by who may say that it is done, under no seal, and is never late', () => {
    const photo = photoOf(picture(), { item: 'a', step: 's0' })
    const add = (person: Person) => reduce(sealed, { ...common, k: 'photo.add', photo }, contextOf(person))
    expect(add(hoa)).toMatchObject({ outcome: { o: 'applied' }, state: { photos: [{ ...photo, stored: false }] } })
    expect(sealable(add(hoa).state?.photos)).toEqual([])
    for (const person of [lan, giam]) expect(add(person).outcome).toMatchObject({ o: 'rejected', code: 'FORBIDDEN' })
    // The author's own photos come late, as ever.
    const own = photoOf(picture(), { item: 'a' })
    expect(reduce(sealed, { ...common, k: 'photo.add', photo: own }, contextOf(lan)).outcome.o).toBe('late')
    expect(reduce(sealed, { ...common, k: 'photo.add', photo: own }, contextOf(hoa)).outcome.code).toBe(
      'INSPECTION_OF_ANOTHER',
    )
  })

  it('the facility disagrees, and takes it back', () => {
    const no: Saying = { is: 'disagree', item: 'b', reason: 'Có thùng ở cửa sau' }
    expect([...disagreementsOf(told([[hoa, no]]).state).keys()]).toEqual(['b'])
    expect(
      disagreementsOf(
        told([
          [hoa, no],
          [mai, { is: 'agree', item: 'b' }],
        ]).state,
      ).size,
    ).toBe(0)
  })
})
