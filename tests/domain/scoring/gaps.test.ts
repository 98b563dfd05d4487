import { describe, expect, it } from 'vitest'
import type { AnswerValue, SingleValue } from '../../../src/domain/answer.ts'
import type { Input, Item, NumberRule } from '../../../src/domain/checklist.ts'
import type { ItemScore } from '../../../src/domain/scoring/result.ts'
import { score } from '../../../src/domain/scoring/score.ts'
import { answers, checklist, facts, item, section } from '../../support/builders.ts'

/** Where the engine falls short, found by random inspections. No published checklist asks such a question today. */

const sites = [
  { id: 'main', name: 'Cơ sở chính' },
  { id: 'far', name: 'Điểm trạm' },
]

function scoreOf(input: Input, value: AnswerValue, more: Partial<Item> = {}, combine: 'worst' | 'mean' = 'worst') {
  const of = checklist([section('s', [item('a', input, more)])], { sites: { combine, origin: 'proposed' } })
  const { byItem } = score(of, facts({ sites }), answers({ a: value }), { date: '2026-11-22' })
  return byItem.a as ItemScore
}

function measure(rule: NumberRule, allowsBelow = false): Input {
  return { kind: 'measure', unit: '%', allowsBelow, rule }
}

const reading = (is: 'number' | 'below', number: string): AnswerValue => ({ is: 'reading', reading: { is, number } })
const proportional: NumberRule = {
  by: 'target',
  better: 'higher',
  target: '90',
  partial: 'proportional',
  origin: 'proposed',
}

describe('known gaps', () => {
  it.fails('a number below zero earns nothing, never less than nothing', () => {
    expect(scoreOf(measure(proportional), reading('number', '-45')).earned).toBe(0)
  })

  it.fails.each(['worst', 'mean'] as const)(
    'an item without points fails where one of its places fails (%s)',
    (combine) => {
      const found = (detected: boolean): SingleValue => ({ is: 'detected', detected })
      const places = sites.map((site, n) => ({ ...site, value: found(n === 1) }))
      const one = scoreOf(
        { kind: 'detect' },
        { is: 'places', places },
        { points: 0, critical: true, each: 'site' },
        combine,
      )
      expect(one).toMatchObject({ state: 'fail', criticalFailure: true })
    },
  )

  it.fails('“<95” does not reach a target of 90: it may be anything below', () => {
    expect(scoreOf(measure(proportional, true), reading('below', '95')).state).toBe('undetermined')
  })

  it.fails('a critical item that falls past its last step fails critically, also where the steps do not say so', () => {
    const steps: NumberRule = {
      by: 'steps',
      better: 'higher',
      steps: [{ bound: '80', points: 100 }],
      elseCritical: false,
      origin: 'proposed',
    }
    expect(scoreOf(measure(steps), reading('number', '10'), { critical: true }).criticalFailure).toBe(true)
  })
})
