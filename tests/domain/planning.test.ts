import { describe, expect, it } from 'vitest'
import type { OpenAction } from '../../src/domain/action.ts'
import type { Answer } from '../../src/domain/answer.ts'
import type { FollowUp, Plan } from '../../src/domain/plan.ts'
import { itemsToPlan, type PlanVisit, planWith, suggestionFor } from '../../src/domain/planning.ts'
import { score } from '../../src/domain/scoring/score.ts'
import { checklist, facts, fail, item, pass, passFail, section } from '../support/builders.ts'

const list = checklist([
  section('a', [item('t.1', passFail), item('t.2', passFail, { critical: true }), item('t.3', passFail)]),
  section('b', [item('t.4', passFail, { appliesTo: { types: ['clinic'] } })]),
])
const doors: Plan = { what: 'Sửa cửa kho', who: 'Trưởng trạm', by: '2026-09-30' }
const bins: Plan = { what: 'Mua thùng rác', who: 'Chị Lan', by: '2026-12-31' }
const says = (of: string, is: FollowUp['is']): FollowUp => ({ of, is })

describe('the plan of a visit', () => {
  it('begins with critical failures, then what cost most, then what is no finding any more', () => {
    const answers: Record<string, Answer> = {
      't.1': { value: fail },
      't.2': { value: fail, note: 'Cửa hở' },
      't.3': { value: pass, plan: bins },
      't.4': { value: null, followUp: says('may', 'notFixed') },
    }
    const planned = itemsToPlan(list, score(list, facts(), answers, { date: '2026-11-22' }), answers)
    expect(planned.map(({ item: each, finding }) => [each.id, finding !== null])).toEqual([
      ['t.2', true],
      ['t.1', true],
      ['t.3', false],
      ['t.4', false],
    ])
  })

  const head: PlanVisit = {
    kind: 'inspection',
    team: ['Đoàn A'],
    facts: facts({ type: 'communeStation' }),
    date: '2026-11-22',
  }
  const [t1] = list.sections[0]?.items ?? []
  if (!t1) throw new Error('no item')
  const action: OpenAction = {
    of: 'may',
    plannedOn: '2026-05-03',
    plan: { ...doors, who: 'Anh Tú' },
    notFixedOn: [],
    reported: null,
    owner: null,
  }

  it('suggests the finding’s own words, the head of the facility, who was named, and three days', () => {
    const answers = { 't.1': { value: fail }, 't.2': { value: fail, plan: bins } }
    expect(suggestionFor(t1, answers, head, null)).toEqual({
      what: 'Khắc phục để đạt: Câu hỏi t.1?',
      who: '',
      people: ['Trưởng trạm', 'Chị Lan'],
      days: [
        { words: '7 ngày', by: '2026-11-29' },
        { words: '30 ngày', by: '2026-12-22' },
        { words: 'cuối quý', by: '2026-12-31' },
      ],
    })
    expect(suggestionFor(t1, { 't.1': { value: fail, note: 'Cửa hở' } }, head, null).what).toBe('Khắc phục: Cửa hở')
    expect(suggestionFor(t1, {}, { ...head, kind: 'selfAssessment' }, null).people).toEqual(['Trưởng trạm', 'Đoàn A'])
    // The last day of a quarter may be the 30th day: one choice, not two.
    expect(suggestionFor(t1, {}, { ...head, date: '2026-12-01' }, null).days).toHaveLength(2)
  })

  it('carries over what was not fixed: its words and its name, to be given a new day', () => {
    const marked = (is: FollowUp['is']) => ({ 't.1': { value: fail, followUp: says('may', is) } })
    const suggestion = suggestionFor(t1, marked('notFixed'), head, action)
    expect(suggestion).toMatchObject({ what: 'Sửa cửa kho', who: 'Anh Tú', people: ['Anh Tú', 'Trưởng trạm'] })
    expect(planWith(undefined, { by: '2026-12-31' }, suggestion)).toEqual({
      what: 'Sửa cửa kho',
      who: 'Anh Tú',
      by: '2026-12-31',
    })
    expect(suggestionFor(t1, marked('fixed'), head, action).what).toBe('Khắc phục để đạt: Câu hỏi t.1?')
  })

  const suggestion = { what: 'Khắc phục: Cửa hở', who: '', people: [], days: [] }
  it.each<[string, Plan | undefined, Partial<Plan>, Plan | undefined]>([
    ['a first tap on a name', undefined, { who: 'A' }, { what: 'Khắc phục: Cửa hở', who: 'A', by: null }],
    [
      'a second one on a day',
      { what: 'x', who: 'A', by: null },
      { by: '2026-12-31' },
      { what: 'x', who: 'A', by: '2026-12-31' },
    ],
    ['own words stay', { what: 'x', who: '', by: null }, { who: 'A' }, { what: 'x', who: 'A', by: null }],
    [
      'words that were cleared are not written again',
      { what: 'x', who: 'A', by: null },
      { what: '' },
      { what: '', who: 'A', by: null },
    ],
    ['the last part taken back', { what: '', who: 'A', by: null }, { what: '', who: '' }, undefined],
  ])('%s', (_, plan, said, expected) => expect(planWith(plan, said, suggestion)).toEqual(expected))
})
