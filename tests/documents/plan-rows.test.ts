import { expect, it } from 'vitest'
import { followUpRows, planRows } from '../../src/documents/plan-rows.ts'
import type { Answer } from '../../src/domain/answer.ts'
import type { InspectionHead } from '../../src/domain/inspection.ts'
import { score } from '../../src/domain/scoring/score.ts'
import { checklist, facts, fail, item, pass, passFail, section } from '../support/builders.ts'

const list = checklist([
  section('a', [item('t.1', passFail), item('t.2', passFail, { critical: true }), item('t.3', passFail)]),
])
const plan = { what: 'Thay tủ', who: '', by: null }

it('everything that was planned, critical failures first, also where nothing falls short any more', () => {
  const answers: Record<string, Answer> = {
    't.1': { value: pass, plan: { ...plan, who: 'Bà Lan', by: '2026-12-31' } },
    't.2': { value: fail, plan },
    't.3': { value: fail },
  }
  const scored = score(list, facts(), answers, { date: '2026-11-22' })
  expect(planRows({ checklist: list, score: scored, answers })).toEqual([
    { finding: '2. Câu hỏi t.2?', action: 'Thay tủ', responsible: null, due: null },
    { finding: '1. Câu hỏi t.1?', action: 'Thay tủ', responsible: 'Bà Lan', due: '2026-12-31' },
  ])
})

it('what was found of earlier actions, in reading order, with what is known of them here', () => {
  const answers: Record<string, Answer> = {
    't.3': { value: pass, followUp: { of: 'may', is: 'fixed' } },
    't.1': { value: fail, followUp: { of: 'elsewhere', is: 'notFixed' } },
    't.2': { value: fail, followUp: { of: 'may', is: 'notFixed' } },
  }
  const head = { date: '2026-05-03' } as InspectionHead
  const may = { head, cells: { 't.3': { rev: 1, answer: { value: fail, plan } } } }
  expect(followUpRows({ checklist: list, answers }, new Map([['may', may]]))).toEqual([
    { finding: '1. Câu hỏi t.1?', is: 'notFixed', action: null },
    // Named, but the visit as it is here planned nothing for it.
    { finding: '2. Câu hỏi t.2?', is: 'notFixed', action: null },
    { finding: '3. Câu hỏi t.3?', is: 'fixed', action: { plan, plannedOn: '2026-05-03' } },
  ])
})
