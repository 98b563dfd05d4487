import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type ActionStanding,
  daysLate,
  followActions,
  markOf,
  marksAsSteps,
  openActions,
  standingOf,
  unmarkedIn,
  visitActionsOf,
} from '../../src/domain/action.ts'
import { actionLines, planInWords } from '../../src/domain/action-words.ts'
import { type Answer, answerSchema, isSameAnswer, saysNothing, withSaid } from '../../src/domain/answer.ts'
import { type InspectionHead, type InspectionRecord, sealedContent } from '../../src/domain/inspection.ts'
import { type FollowUp, type Plan, planSchema } from '../../src/domain/plan.ts'
import type { RecordStep, Saying } from '../../src/domain/step.ts'
import { checklist, facts, fail, item, pass, passFail, section } from '../support/builders.ts'

const list = checklist([
  section('a', [item('t.1', passFail), item('t.2', passFail, { critical: true }), item('t.3', passFail)]),
  section('b', [item('t.4', passFail, { appliesTo: { types: ['clinic'] } })]),
])
const doors: Plan = { what: 'Sửa cửa kho', who: 'Trưởng trạm', by: '2026-09-30' }
const bins: Plan = { what: 'Mua thùng rác', who: 'Chị Lan', by: '2026-12-31' }
const says = (of: string, is: FollowUp['is']): FollowUp => ({ of, is })

function visit(
  id: string,
  date: string,
  answers: Record<string, Partial<Answer>>,
  head: Partial<InspectionHead> = {},
): InspectionRecord {
  const cells = Object.entries(answers).map(([each, answer]) => [each, { rev: 1, answer: { value: fail, ...answer } }])
  return {
    id,
    head: {
      facilityId: 'tram',
      facilityName: 'Trạm',
      checklist: { id: 'thu', version: '1.0', hash: 'f'.repeat(64) },
      kind: 'inspection',
      date,
      team: ['Lan'],
      facts: facts(),
      ...head,
    },
    status: 'submitted',
    createdBy: { id: 'lan', name: 'Lan' },
    submittedAt: Date.parse(`${date}T03:00:00Z`),
    score: null,
    cells: Object.fromEntries(cells),
  }
}

const open = (visits: InspectionRecord[]) =>
  [...openActions(visits, 'inspection')].map(([each, { of, notFixedOn }]) => [each, of, ...notFixedOn]).sort()

describe('which actions are open', () => {
  const may = visit('may', '2026-05-03', { 't.1': { plan: doors }, 't.2': { plan: bins } })
  it.each<[string, InspectionRecord[], string[][]]>([
    ['nothing was planned', [visit('may', '2026-05-03', { 't.1': {} })], []],
    [
      'planned, and nobody has been there since',
      [may],
      [
        ['t.1', 'may'],
        ['t.2', 'may'],
      ],
    ],
    [
      'a visit that says nothing of it leaves it open, whatever it answers',
      [may, visit('aug', '2026-08-12', { 't.1': { value: pass } })],
      [
        ['t.1', 'may'],
        ['t.2', 'may'],
      ],
    ],
    [
      'fixed, and the other not fixed',
      [
        may,
        visit('aug', '2026-08-12', {
          't.1': { value: pass, followUp: says('may', 'fixed') },
          't.2': { followUp: says('may', 'notFixed') },
        }),
      ],
      [['t.2', 'may', '2026-08-12']],
    ],
    [
      'not fixed twice, then fixed',
      [
        may,
        visit('aug', '2026-08-12', { 't.2': { followUp: says('may', 'notFixed') } }),
        visit('sep', '2026-09-12', {
          't.2': { followUp: says('may', 'notFixed') },
          't.1': { followUp: says('may', 'fixed') },
        }),
        visit('oct', '2026-10-12', { 't.2': { followUp: says('may', 'fixed') } }),
      ],
      [],
    ],
    [
      'not fixed and planned anew: the new one stands',
      [may, visit('aug', '2026-08-12', { 't.1': { followUp: says('may', 'notFixed'), plan: bins } })],
      [
        ['t.1', 'aug'],
        ['t.2', 'may'],
      ],
    ],
    [
      'fixed, and something else planned',
      [may, visit('aug', '2026-08-12', { 't.1': { followUp: says('may', 'fixed'), plan: bins } })],
      [
        ['t.1', 'aug'],
        ['t.2', 'may'],
      ],
    ],
    [
      'whoever did not know of the later plan closes the earlier one alone',
      [
        may,
        visit('aug', '2026-08-12', { 't.1': { plan: bins } }),
        visit('sep', '2026-09-12', { 't.1': { followUp: says('may', 'fixed') } }),
      ],
      [
        ['t.1', 'aug'],
        ['t.2', 'may'],
      ],
    ],
    [
      'what is said before it was planned closes nothing',
      [visit('jan', '2026-01-12', { 't.1': { followUp: says('may', 'fixed') } }), may],
      [
        ['t.1', 'may'],
        ['t.2', 'may'],
      ],
    ],
    [
      'the facility’s own word closes no action of an inspector',
      [may, visit('own', '2026-08-12', { 't.1': { followUp: says('may', 'fixed') } }, { kind: 'selfAssessment' })],
      [
        ['t.1', 'may'],
        ['t.2', 'may'],
      ],
    ],
  ])('%s', (_, visits, expected) => {
    expect(open(visits)).toEqual(expected)
    expect(open([...visits].reverse())).toEqual(expected)
  })

  it('a self-assessment is asked about what the facility planned itself', () => {
    const own = visit('own', '2026-08-12', { 't.3': { plan: bins } }, { kind: 'selfAssessment' })
    expect([...openActions([may, own], 'selfAssessment').keys()]).toEqual(['t.3'])
  })

  it('for any history, in any order: an action is open from the last plan of its item until a later visit calls just that one fixed', () => {
    const days = Array.from({ length: 6 }, (_, n) => `2026-0${n + 1}-10`)
    const said = fc.record({
      plan: fc.option(fc.constantFrom(doors, bins), { nil: undefined }),
      followUp: fc.option(
        fc.record({ of: fc.constantFrom(...days), is: fc.constantFrom('fixed' as const, 'notFixed' as const) }),
        { nil: undefined },
      ),
    })
    fc.assert(
      fc.property(fc.array(said, { minLength: 6, maxLength: 6 }), fc.infiniteStream(fc.nat()), (each, chance) => {
        const visits = each.map((answer, n) => visit(days[n] as string, days[n] as string, { 't.1': answer }))
        const shuffled = visits.map((one) => ({ one, at: chance.next().value })).sort((a, b) => a.at - b.at)
        const action = openActions(
          shuffled.map(({ one }) => one),
          'inspection',
        ).get('t.1')
        const last = each.findLastIndex(({ plan }) => plan !== undefined)
        const isFixed = each.some(
          ({ followUp }, n) => n > last && followUp?.of === days[last] && followUp?.is === 'fixed',
        )
        expect(action?.of).toBe(last < 0 || isFixed ? undefined : days[last])
        if (action) expect(action.plan).toEqual(each[last]?.plan)
      }),
    )
  })
})

describe('what a new visit has to say', () => {
  const actions = openActions(
    [visit('may', '2026-05-03', { 't.1': { plan: doors }, 't.4': { plan: bins } })],
    'inspection',
  )
  const asked = (answers: Record<string, Answer>, type: 'hospital' | 'clinic' = 'hospital') =>
    unmarkedIn({ checklist: list, facts: facts({ type }) }, actions, answers).map(({ itemId }) => itemId)

  it.each<[string, Record<string, Answer>, string[]]>([
    ['nothing said', {}, ['t.1']],
    ['answered, but not marked', { 't.1': { value: pass } }, ['t.1']],
    ['not fixed', { 't.1': { value: fail, followUp: says('may', 'notFixed') } }, []],
    ['fixed, before the question itself is answered', { 't.1': { value: null, followUp: says('may', 'fixed') } }, []],
    ['another action was meant', { 't.1': { value: pass, followUp: says('jan', 'fixed') } }, ['t.1']],
  ])('%s', (_, answers, expected) => expect(asked(answers)).toEqual(expected))

  it('asks only where the item still applies to the facility', () => {
    expect(asked({}, 'clinic')).toEqual(['t.1', 't.4'])
  })

  it.each([
    ['2026-09-29', 0],
    ['2026-09-30', 0],
    ['2026-10-01', 1],
    ['2026-12-31', 92],
  ])('what is due on 30/09 is on %s late by %i days', (date, days) => expect(daysLate(doors, date)).toBe(days))

  it('what has no day is never late', () => expect(daysLate({ ...doors, by: null }, '2099-01-01')).toBe(0))
})

describe('an answer with a plan', () => {
  it.each<[string, unknown, boolean]>([
    ['whole', doors, true],
    ['without a day yet', { ...doors, by: null }, true],
    ['empty', { what: '', who: '', by: null }, false],
    ['a day that no calendar has', { ...doors, by: '2026-02-30' }, false],
    ['a page of words', { ...doors, what: 'x'.repeat(1001) }, false],
    ['something nobody knows', { ...doors, done: true }, false],
  ])('%s', (_, plan, isTaken) => {
    expect(planSchema.safeParse(plan).success).toBe(isTaken)
    expect(answerSchema.safeParse({ value: null, plan }).success).toBe(isTaken)
  })

  it.each<[Answer, boolean]>([
    [{ value: null }, true],
    [{ value: null, note: '' }, true],
    [{ value: null, note: 'Hỏi lại' }, false],
    [{ value: null, plan: doors }, false],
    [{ value: null, followUp: says('may', 'fixed') }, false],
    [{ value: pass }, false],
    [{ value: null, added: 'by a newer app' } as Answer, false],
  ])('%j says nothing: %s', (answer, isNothing) => {
    expect(saysNothing(answer)).toBe(isNothing)
    const sealed = sealedContent(visit('may', '2026-05-03', {}).head, { 't.1': answer }) as { answers: object }
    expect(Object.keys(sealed.answers)).toHaveLength(isNothing ? 0 : 1)
  })

  it('what is said anew leaves the rest, and what a newer app has added', () => {
    const before = { value: fail, note: 'Cửa hở', plan: doors, added: 1 } as Answer
    expect(withSaid(before, { value: pass })).toEqual({ ...before, value: pass })
    expect(withSaid(before, { note: '' })).toEqual({ value: fail, plan: doors, added: 1 })
    expect(withSaid(before, { plan: undefined, note: '', followUp: undefined })).toEqual({ value: fail, added: 1 })
    expect(isSameAnswer({ value: pass, note: 'a' }, { note: 'a', value: pass } as Answer)).toBe(true)
  })

  it('reads in words, whatever is missing', () => {
    expect(planInWords(doors)).toBe('Sửa cửa kho (Trưởng trạm, hạn 30/09/2026)')
    expect(planInWords({ what: 'Sửa cửa kho', who: '', by: null })).toBe('Sửa cửa kho')
    expect(planInWords({ what: '', who: '', by: '2026-09-30' })).toBe('Chưa ghi nội dung (hạn 30/09/2026)')
    expect(actionLines({ plan: doors, followUp: says('may', 'notFixed') })).toEqual([
      'Biện pháp lần trước: chưa khắc phục',
      'Biện pháp khắc phục: Sửa cửa kho (Trưởng trạm, hạn 30/09/2026)',
    ])
    expect(actionLines({})).toEqual([])
  })

  it('a mark counts for the action it names', () => {
    const [action] = [...openActions([visit('may', '2026-05-03', { 't.1': { plan: doors } })], 'inspection').values()]
    if (!action) throw new Error('no action')
    expect(markOf(action, { value: fail, followUp: says('may', 'fixed') })).toBe('fixed')
    expect(markOf(action, { value: fail, followUp: says('jan', 'fixed') })).toBeNull()
    expect(markOf(action, undefined)).toBeNull()
  })
})

describe('what is said of an action between two visits', () => {
  const people = {
    tu: { id: 'tu', name: 'Anh Tú', role: 'facility' },
    lan: { id: 'lan', name: 'Lan', role: 'inspector' },
  } as const
  const step = (id: string, say: Saying, by: keyof typeof people = 'tu', late?: true): RecordStep => {
    const at = Date.parse('2026-06-01T03:00:00Z')
    return { id, seal: 1, say, by: people[by], at, receivedAt: at, ...(late && { late }) }
  }
  const done = step('s1', { is: 'done', item: 't.1', comment: 'Xong' })
  const verify = step('s2', { is: 'verify', item: 't.1', of: 's1', comment: '' }, 'lan')
  const sendBack = step('s2', { is: 'sendBack', item: 't.1', of: 's1', comment: 'Còn hở' }, 'lan')
  const may = (...steps: RecordStep[]) => ({ ...visit('may', '2026-05-03', { 't.1': { plan: doors } }), steps })
  const aug = (is: FollowUp['is']) => visit('aug', '2026-08-12', { 't.1': { followUp: says('may', is) } })
  const standingAt = (visits: InspectionRecord[]) => followActions(visits.map(visitActionsOf)).map(standingOf)

  it.each<[string, InspectionRecord[], ActionStanding[], string | null]>([
    ['nothing was said', [may()], ['open'], null],
    ['reported as done: the next visit still says what it finds', [may(done)], ['done'], 's1'],
    ['sent back: open again', [may(done, sendBack)], ['open'], null],
    ['a report that came too late has no effect', [may(step('s0', done.say, 'tu', true))], ['open'], null],
    ['done, and the next visit calls it fixed', [may(done), aug('fixed')], ['fixed'], null],
    ['done, and the next visit calls it not fixed', [may(done), aug('notFixed')], ['done'], 's1'],
    ['fixed, never reported', [may(), aug('fixed')], ['fixed'], null],
  ])('%s', (_, visits, standings, reported) => {
    expect(standingAt(visits)).toEqual(standings)
    const open = openActions(visits, 'inspection').get('t.1')
    expect(open !== undefined).toBe(['open', 'done'].includes(standings[0] ?? ''))
    expect(open?.reported?.step.id ?? null).toBe(reported)
  })

  it('verified: no later visit is asked, and one that planned anew does not take it back', () => {
    expect(standingAt([may(done, verify)])).toEqual(['verified'])
    expect(openActions([may(done, verify)], 'inspection').size).toBe(0)
    const anew = visit('aug', '2026-08-12', { 't.1': { plan: bins } })
    expect(standingAt([may(done, verify), anew])).toEqual(['verified', 'open'])
    expect(standingAt([may(done), anew])).toEqual(['replanned', 'open'])
  })

  it('the visits ask by what was last assigned, of items that no visit had planned too', () => {
    const assigned = step('s0', { is: 'assign', item: 't.3', plan: bins, owner: 'tu' })
    const again = step('s9', { is: 'assign', item: 't.1', plan: bins })
    const open = openActions([may(assigned, again)], 'inspection')
    expect([...open].map(([item, { plan, owner }]) => [item, plan, owner])).toEqual([
      ['t.1', bins, null],
      ['t.3', bins, 'tu'],
    ])
  })

  const august = { kind: 'inspection', date: '2026-08-12' } as const
  it.each<[string, FollowUp['is'] | null, string, string | null, Saying['is'] | null]>([
    ['fixed verifies', 'fixed', 'lan', null, 'verify'],
    ['not fixed sends back', 'notFixed', 'lan', null, 'sendBack'],
    ['nothing marked says nothing', null, 'lan', null, null],
    ['not of one’s own report', 'fixed', 'tu', null, null],
    ['nor of what one answers for', 'fixed', 'lan', 'lan', null],
    ['that one’s own report does not hold after all', 'notFixed', 'tu', null, 'sendBack'],
    ['nor what one answers for', 'notFixed', 'lan', 'lan', 'sendBack'],
  ])('what a visit marks is said to what was reported: %s', (_, is, personId, owner, expected) => {
    const assigned = owner === null ? [] : [step('s0', { is: 'assign', item: 't.1', plan: doors, owner })]
    const open = openActions([may(...assigned, done)], 'inspection')
    const answers = { 't.1': { value: fail, note: 'Vẫn hở', ...(is && { followUp: says('may', is) }) } }
    const said = marksAsSteps(open, answers, { personId, head: august })
    expect(said.map(({ insp, say }) => [insp, say.is])).toEqual(expected ? [['may', expected]] : [])
    if (expected === 'sendBack')
      expect(said[0]?.say).toEqual({
        is: 'sendBack',
        item: 't.1',
        of: 's1',
        comment: 'Lượt kiểm tra ngày 12/08/2026: chưa khắc phục. Vẫn hở',
      })
  })

  it('what was not reported is not verified by a mark: it is closed by the visit alone', () => {
    const answers = { 't.1': { value: pass, followUp: says('may', 'fixed') } }
    expect(marksAsSteps(openActions([may()], 'inspection'), answers, { personId: 'lan', head: august })).toEqual([])
  })

  it('is the same of visits in short as of whole records, whatever was said and found', () => {
    const saying = fc.constantFrom<Saying>(
      { is: 'assign', item: 't.1', plan: bins },
      { is: 'done', item: 't.1', comment: '' },
      { is: 'verify', item: 't.1', of: 'x', comment: '' },
      { is: 'sendBack', item: 't.1', of: 'x', comment: 'Còn hở' },
    )
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            steps: fc.array(saying, { maxLength: 4 }),
            planned: fc.boolean(),
            is: fc.constantFrom('fixed' as const, 'notFixed' as const, null),
          }),
          { maxLength: 5 },
        ),
        (rows) => {
          const visits = rows.map(({ steps, planned, is }, index) => ({
            ...visit(`v${index}`, `2026-0${index + 1}-01`, {
              't.1': {
                ...(planned && { plan: doors }),
                ...(is && index > 0 && { followUp: says(`v${index - 1}`, is) }),
              },
            }),
            steps: steps.map((say, n) => step(`${index}-${n}`, say)),
          }))
          const standing = followActions(visits.map(visitActionsOf))
          const left = standing.filter((each) => ['open', 'done'].includes(standingOf(each)))
          const open = openActions(visits, 'inspection')
          // At most one for an item, and only the last that was planned.
          expect(left.length).toBeLessThanOrEqual(1)
          expect([...open.values()].map(({ of }) => of)).toEqual(left.map(({ visit: { id } }) => id))
          // What is closed says by what.
          for (const each of standing) expect(each.closed !== null || each === standing.at(-1)).toBe(true)
        },
      ),
      { numRuns: 500 },
    )
  })
})
