import { describe, expect, it } from 'vitest'
import { type AnswerValue, fits, type Opportunity } from '../../../src/domain/answer.ts'
import type { Input, Item, NumberRule } from '../../../src/domain/checklist.ts'
import { verdictOf } from '../../../src/domain/scoring/verdict.ts'
import { checklist, facts, fail, item, notApplicable, pass, section, wastewater } from '../../support/builders.ts'

function judge(input: Input, value: AnswerValue, more: Partial<Item> = {}, of = facts(), settings = [] as never[]) {
  const only = item('a', input, { points: 200, ...more })
  return verdictOf(only, value, {
    checklist: checklist([section('s', [only])], { settings }),
    facts: of,
    date: '2026-11-22',
  })
}

const number = (text: string): AnswerValue => ({ is: 'reading', reading: { is: 'number', number: text } })
const measure = (rule: NumberRule): Input => ({ kind: 'measure', unit: '%', allowsBelow: false, rule })

describe('đạt / không đạt and steps of a scale', () => {
  it.each([
    [{ kind: 'passFail' }, pass, 'pass', 200],
    [{ kind: 'passFail' }, fail, 'fail', 0],
    [{ kind: 'scale', max: 2 }, { is: 'level', level: 0 }, 'fail', 0],
    [{ kind: 'scale', max: 2 }, { is: 'level', level: 1 }, 'partial', 100],
    [{ kind: 'scale', max: 2 }, { is: 'level', level: 2 }, 'pass', 200],
    [{ kind: 'scale', max: 3 }, { is: 'level', level: 1 }, 'partial', 67],
    [{ kind: 'detect' }, { is: 'detected', detected: true }, 'fail', 0],
    [{ kind: 'detect' }, { is: 'detected', detected: false }, 'pass', 200],
    [{ kind: 'text' }, { is: 'text', text: 'Xã Suối Mơ' }, 'recorded', 0],
  ] as [Input, AnswerValue, string, number][])('%o %o → %s %d', (input, value, outcome, earned) => {
    expect(judge(input, value)).toMatchObject({ outcome, earned })
  })

  it('a point worth one half: 0–1–2 of an item worth 1 point', () => {
    expect(judge({ kind: 'scale', max: 2 }, { is: 'level', level: 1 }, { points: 100 })?.earned).toBe(50)
  })
})

describe('steps', () => {
  // xsd.2.8: ≥5 % = 3; 2,5–<5 % = 2; 0–<2,5 % = 1; an increase = 0
  const saving = measure({
    by: 'steps',
    better: 'higher',
    steps: [
      { bound: '5', points: 300 },
      { bound: '2.5', points: 200 },
      { bound: '0', points: 100 },
    ],
    elseCritical: false,
    origin: 'proposed',
  })
  it.each([
    ['5', 300],
    ['4.99', 200],
    ['2.5', 200],
    ['2.49', 100],
    ['0', 100],
    ['-0.01', 0],
  ])('%s %% saved earns %d', (value, earned) => {
    expect(judge(saving, number(value), { points: 300 })).toMatchObject({ earned })
  })

  // ctyt.3.2: <80 % = 0 và liệt
  const sorted: Input = {
    kind: 'ratio',
    numerator: 'đúng',
    denominator: 'đã kiểm',
    rule: {
      by: 'steps',
      better: 'higher',
      steps: [
        { bound: '100', points: 400 },
        { bound: '90', points: 300 },
        { bound: '80', points: 100 },
      ],
      elseCritical: true,
      origin: 'proposed',
    },
  }
  it.each([
    [10, 10, 400, false],
    [9, 10, 300, false],
    [8, 10, 100, false],
    [79, 100, 0, true],
    [2, 3, 0, true],
  ])('%d of %d sorted: %d, critical %s', (numerator, denominator, earned, critical) => {
    const verdict = judge(sorted, { is: 'ratio', numerator, denominator }, { points: 400, critical: true })
    expect(verdict?.earned).toBe(earned)
    expect(verdict?.criticalFailure ?? false).toBe(critical)
  })

  it('a bound may be left out of its own step, and lower may be better', () => {
    const lower = measure({
      by: 'steps',
      better: 'lower',
      steps: [{ bound: '8', exclusive: true, points: 200 }],
      elseCritical: false,
      origin: 'official',
    })
    expect(judge(lower, number('7.9'))?.earned).toBe(200)
    expect(judge(lower, number('8'))?.earned).toBe(0)
  })
})

describe('targets', () => {
  const target = (better: 'higher' | 'lower', partial: 'none' | 'proportional') =>
    measure({ by: 'target', better, target: '90', partial, origin: 'proposed' })
  it.each([
    ['higher', 'none', '90', 200],
    ['higher', 'none', '89.99', 0],
    ['higher', 'proportional', '45', 100],
    ['higher', 'proportional', '95', 200],
    ['lower', 'none', '90', 200],
    ['lower', 'none', '90.01', 0],
  ] as const)('%s %s %s → %d', (better, partial, value, earned) => {
    expect(judge(target(better, partial), number(value))?.earned).toBe(earned)
  })

  // "pct >95": 95 itself falls short
  it.each([
    ['95', 'fail', '95 %: chưa đạt mục tiêu trên 95 %.'],
    ['95.01', 'pass', '95,01 %: đạt mục tiêu trên 95 %.'],
  ])('more than 95 %%, worth nothing: %s → %s', (value, outcome, reason) => {
    const rule = { by: 'target', better: 'higher', target: '95', exclusive: true, partial: 'none', origin: 'source' }
    expect(judge(measure(rule as NumberRule), number(value), { points: 0 })).toMatchObject({ outcome, reason })
  })
})

describe('numbers that somebody else must judge', () => {
  it('the inspector concludes where no threshold is known', () => {
    const lux: Input = { kind: 'measure', unit: 'lux', allowsBelow: false, rule: { by: 'inspector', reference: null } }
    const reading = { is: 'number', number: '300' } as const
    expect(judge(lux, { is: 'reading', reading, verdict: 'pass' })).toMatchObject({ outcome: 'pass', earned: 200 })
    expect(judge(lux, { is: 'reading', reading, verdict: 'fail' })).toMatchObject({ outcome: 'fail', earned: 0 })
    expect(judge(lux, { is: 'reading', reading })).toBeNull()
  })

  it('the inspector concludes on a rate too, and both its numbers are kept', () => {
    const rate: Input = {
      kind: 'ratio',
      numerator: 'Hộ có',
      denominator: 'Tổng số hộ',
      rule: { by: 'inspector', reference: null },
    }
    const counts = { is: 'ratio', numerator: 2, denominator: 3 } as const
    expect(judge(rate, { ...counts, verdict: 'pass' })).toMatchObject({
      earned: 200,
      reason: '66,66 %, người kiểm tra kết luận đạt: 2/2 điểm.',
    })
    expect(judge(rate, { ...counts, verdict: 'fail' })).toMatchObject({ outcome: 'fail', earned: 0 })
    expect(judge(rate, counts)).toBeNull()
    expect(fits(item('a', rate), { ...counts, verdict: 'pass' })).toBe(true)
    expect(fits(item('a', rate), counts)).toBe(false)
    expect(fits(item('a', { ...rate, rule: { by: 'recorded' } }), { ...counts, verdict: 'pass' })).toBe(false)
  })

  it('a flow is compared with the permit, and with nothing where there is none', () => {
    const flow = measure({ by: 'permit', fact: 'maxFlow', better: 'lower' })
    const permit = { number: '1', maxFlow: '50', monitoringEveryMonths: 3, limits: [] }
    const of = facts({ wastewater: wastewater({ permit }) })
    expect(judge(flow, number('50'), {}, of)).toMatchObject({ outcome: 'pass' })
    expect(judge(flow, number('50.1'), {}, of)).toMatchObject({ outcome: 'fail' })
    expect(judge(flow, number('50'))).toMatchObject({ outcome: 'undetermined' })
  })

  it('a trend earns by being followed', () => {
    expect(judge(measure({ by: 'recorded' }), number('0'))).toMatchObject({ outcome: 'recorded', earned: 200 })
  })

  it('a WHO component is worth its own value', () => {
    expect(judge(measure({ by: 'value', max: '100' }), number('72.5'), { points: 10_000 })?.earned).toBe(7250)
    expect(judge(measure({ by: 'value', max: '100' }), number('101'), { points: 10_000 })?.outcome).toBe('undetermined')
  })
})

describe('dates', () => {
  const within: Input = { kind: 'date', rule: { by: 'within', months: 12, permitFirst: true, origin: 'proposed' } }
  it.each([
    ['2026-11-22', 'pass'],
    ['2025-11-22', 'pass'],
    ['2025-11-21', 'fail'],
    ['2026-11-23', 'undetermined'],
  ])('sampled %s, visited 22/11/2026: %s', (date, outcome) => {
    expect(judge(within, { is: 'date', date })?.outcome).toBe(outcome)
  })

  it('the permit’s own interval goes first', () => {
    const permit = { number: '1', maxFlow: null, monitoringEveryMonths: 3, limits: [] }
    const of = facts({ wastewater: wastewater({ permit }) })
    expect(judge(within, { is: 'date', date: '2026-08-21' }, {}, of)?.outcome).toBe('fail')
    expect(judge(within, { is: 'date', date: '2026-08-22' }, {}, of)?.outcome).toBe('pass')
  })

  it('a deadline is a setting, and lateness costs by steps', () => {
    const late: Input = {
      kind: 'date',
      rule: {
        by: 'deadline',
        setting: 'report',
        steps: [
          { daysLate: 0, points: 200 },
          { daysLate: 15, points: 100 },
        ],
      },
    }
    // Visited 22/11/2026: the last 15/12 was in 2025.
    const settings = [{ id: 'report', title: 'Hạn', value: '12-15', origin: 'proposed' }] as never[]
    const earned = (date: string) => judge(late, { is: 'date', date }, {}, facts(), settings)?.earned
    expect(earned('2025-12-15')).toBe(200)
    expect(earned('2025-12-16')).toBe(100)
    expect(earned('2025-12-30')).toBe(100)
    expect(earned('2025-12-31')).toBe(0)
    // Three weeks late is late, though the year has turned; last year's report is not this one.
    expect(earned('2026-01-05')).toBe(0)
    expect(earned('2024-12-15')).toBe(0)
    expect(earned('2024-12-16')).toBe(200)
  })
})

describe('levels, bundles and lines', () => {
  const ladder: Input = {
    kind: 'ladder',
    parts: [
      { id: 'v', level: 1, text: 'Có vi phạm.' },
      { id: 'a', level: 2, text: 'Có quy trình.' },
      { id: 'b', level: 3, text: 'Có tập huấn.' },
      { id: 'c', level: 4, text: 'Có giám sát.' },
      { id: 'd', level: 5, text: 'Có cải tiến.' },
    ],
  }
  it.each([
    [{ v: 'pass', a: 'pass', b: 'pass', c: 'pass', d: 'pass' }, 100],
    [{ v: 'fail', a: 'fail' }, 100],
    [{ v: 'fail', a: 'pass', b: 'fail' }, 200],
    [{ v: 'fail', a: 'pass', b: 'pass', c: 'fail', d: 'pass' }, 300],
    [{ v: 'fail', a: 'pass', b: 'pass', c: 'pass', d: 'pass' }, 500],
  ] as const)('%o → %d', (marks, earned) => {
    expect(judge(ladder, { is: 'marks', marks }, { points: 500 })?.earned).toBe(earned)
  })

  it('a level half marked has no verdict yet', () => {
    expect(judge(ladder, { is: 'marks', marks: { v: 'fail', a: 'pass' } })).toBeNull()
  })

  it('a bundle is all or none', () => {
    const bundle: Input = {
      kind: 'bundle',
      parts: [
        { id: 'a', text: 'A' },
        { id: 'b', text: 'B' },
      ],
    }
    expect(judge(bundle, { is: 'marks', marks: { a: 'pass', b: 'pass' } })?.earned).toBe(200)
    expect(judge(bundle, { is: 'marks', marks: { a: 'pass', b: 'fail' } })?.earned).toBe(0)
    expect(judge(bundle, { is: 'marks', marks: { a: 'pass', b: 'notApplicable' } })?.earned).toBe(200)
    expect(judge(bundle, { is: 'marks', marks: { a: 'pass' } })).toBeNull()
  })

  it('lines count by the zone of the station', () => {
    const lines: Input = {
      kind: 'lines',
      lines: [
        { id: 'huyet-ap', text: 'Huyết áp kế', required: { 1: 2, 2: 2, 3: 2 } },
        { id: 'den', text: 'Đèn khám bệnh', required: { 1: null, 2: 1, 3: 1 } },
      ],
      rule: { by: 'target', better: 'higher', target: '100', partial: 'none', origin: 'proposed' },
    }
    const counts: AnswerValue = { is: 'counts', counts: { 'huyet-ap': 2, den: 0 } }
    expect(judge(lines, counts, {}, facts({ zone: 1 }))?.outcome).toBe('pass')
    expect(judge(lines, counts, {}, facts({ zone: 2 }))?.outcome).toBe('fail')
    expect(judge(lines, counts, {}, facts({ zone: null }))?.outcome).toBe('undetermined')
  })
})

describe('hand hygiene by the five moments', () => {
  const chance = (
    id: string,
    moments: number[],
    action: Opportunity['action'],
    more: Partial<Opportunity> = {},
  ): Opportunity => ({
    id,
    profession: 'nurse',
    moments,
    action,
    ...more,
  })
  const list = [
    chance('1', [1, 2], 'rub', { technique: 'pass' }),
    chance('2', [2], 'missed', { gloves: true }),
    chance('3', [5], 'wash', { technique: 'fail' }),
    chance('4', [1], 'missed'),
  ]
  const observation = (more: Partial<Extract<Input, { kind: 'observation' }>> = {}): Input => ({
    kind: 'observation',
    counts: 'compliance',
    moments: [],
    sameAs: null,
    smallSampleBelow: 20,
    critical: null,
    rule: { by: 'target', better: 'higher', target: '50', partial: 'none', origin: 'proposed' },
    ...more,
  })
  it('counts an opportunity with two moments once overall and once for each', () => {
    expect(judge(observation(), { is: 'opportunities', list })?.reason).toMatch(/^2\/4/)
    expect(judge(observation({ moments: [2] }), { is: 'opportunities', list })?.reason).toMatch(/^1\/2/)
    expect(judge(observation({ moments: [1] }), { is: 'opportunities', list })?.reason).toMatch(/^1\/2/)
  })
  it('says when the sample is small, and is critical only from a sample large enough', () => {
    const critical = { below: '60', fromSample: 4 }
    expect(judge(observation({ critical }), { is: 'opportunities', list })).toMatchObject({ criticalFailure: true })
    expect(
      judge(observation({ critical: { ...critical, fromSample: 5 } }), { is: 'opportunities', list })?.criticalFailure,
    ).toBe(false)
    expect(judge(observation(), { is: 'opportunities', list })?.reason).toContain('Mẫu nhỏ')
  })
  it('technique and glove misuse have their own denominators', () => {
    expect(judge(observation({ counts: 'technique' }), { is: 'opportunities', list })?.reason).toMatch(/^1\/2/)
    expect(judge(observation({ counts: 'gloveMisuse' }), { is: 'opportunities', list })?.reason).toMatch(/^1\/4/)
    expect(judge(observation(), { is: 'opportunities', list: [] })?.outcome).toBe('undetermined')
  })
})

describe('storage time of infectious waste', () => {
  // chat-thai-y-te A6
  const storage: Input = {
    kind: 'storageTime',
    rows: [
      { wasteKind: 'infectious', received: false, belowCelsius: '8', belowKgPerDay: null, maxDays: 7 },
      { wasteKind: 'infectious', received: false, belowCelsius: null, belowKgPerDay: '5', maxDays: 3 },
      { wasteKind: 'infectious', received: false, belowCelsius: null, belowKgPerDay: null, maxDays: 2 },
      { wasteKind: 'infectious', received: true, belowCelsius: '20', belowKgPerDay: null, maxDays: 2 },
    ],
  }
  const stored = (more: Partial<Extract<AnswerValue, { is: 'storage' }>>): AnswerValue => ({
    is: 'storage',
    wasteKind: 'infectious',
    received: false,
    celsius: null,
    kgPerDay: null,
    days: '2',
    ...more,
  })
  it.each([
    [{ days: '2' }, 'pass'],
    [{ days: '2.5' }, 'fail'],
    [{ days: '7', celsius: '7.9' }, 'pass'],
    [{ days: '7', celsius: '8' }, 'fail'],
    [{ days: '3', kgPerDay: '4.9' }, 'pass'],
    [{ days: '3', kgPerDay: '5' }, 'fail'],
    [{ days: '2', received: true, celsius: '19' }, 'pass'],
    [{ days: '1', received: true, celsius: '25' }, 'undetermined'],
  ] as const)('%o: %s', (more, outcome) => {
    expect(judge(storage, stored(more))?.outcome).toBe(outcome)
  })
})

describe('several sites', () => {
  const only = item('a', { kind: 'scale', max: 2 }, { points: 200, each: 'site' })
  const places = (levels: (number | null)[]): AnswerValue => ({
    is: 'places',
    places: levels.map((level, index) => ({
      id: String(index),
      name: `Điểm ${index}`,
      value: level === null ? notApplicable : ({ is: 'level', level } as const),
    })) as never,
  })
  it.each([
    ['worst', [2, 1, 2], 100],
    ['mean', [2, 1, 0], 100],
    ['main', [2, 0, 0], 200],
    ['worst', [2, null], 200],
    ['worst', [0], 0],
  ] as const)('%s of %o earns %d', (combine, levels, earned) => {
    const of = checklist([section('s', [only])], { sites: { combine, origin: 'proposed' } })
    expect(verdictOf(only, places([...levels]), { checklist: of, facts: facts(), date: '2026-11-22' })?.earned).toBe(
      earned,
    )
  })

  const sites = [
    { id: '0', name: 'Trạm chính' },
    { id: '1', name: 'Điểm trạm' },
  ]
  it.each<[string, 'site' | 'room', typeof sites, (number | null)[], number | undefined]>([
    ['one of two sites answered', 'site', sites, [2], undefined],
    ['both sites answered', 'site', sites, [2, 1], 100],
    ['one of two set aside', 'site', sites, [2, null], 200],
    ['one site in the facts', 'site', sites.slice(0, 1), [2], 200],
    ['a facility without a list', 'site', [], [1], 100],
    ['nothing answered', 'site', [], [], undefined],
    ['rooms do not wait for sites', 'room', sites, [2], 200],
    ['no room looked at', 'room', sites, [], undefined],
  ])('%s', (_, each, known, levels, earned) => {
    const of = checklist([section('s', [only])], { sites: { combine: 'worst', origin: 'proposed' } })
    const context = { checklist: of, facts: facts({ sites: known }), date: '2026-11-22' }
    expect(verdictOf({ ...only, each }, places(levels), context)?.earned).toBe(earned)
  })

  it('the main site is the first of the facility’s list, whichever was answered first', () => {
    const of = checklist([section('s', [only])], { sites: { combine: 'main', origin: 'proposed' } })
    const context = { checklist: of, facts: facts({ sites: [...sites].reverse() }), date: '2026-11-22' }
    const verdict = verdictOf(only, places([2, 0]), context)
    expect(verdict).toMatchObject({ earned: 0, reason: expect.stringMatching(/^Lấy cơ sở chính \(Điểm 1\)/) })
  })

  it('a critical failure at one site is one, also where the mean or the main site counts', () => {
    for (const combine of ['worst', 'mean', 'main'] as const) {
      const of = checklist([section('s', [only])], { sites: { combine, origin: 'proposed' } })
      const context = { checklist: of, facts: facts({ sites }), date: '2026-11-22' }
      expect(verdictOf({ ...only, critical: true }, places([2, 0]), context)?.criticalFailure).toBe(true)
      expect(verdictOf({ ...only, critical: true }, places([2, 1]), context)?.criticalFailure).toBe(false)
    }
  })
})
