import { describe, expect, it } from 'vitest'
import { ksnk } from '../../src/criteria/ksnk.ts'
import { ksnkModules } from '../../src/criteria/ksnk-modules.ts'
import { ksnkRutGon } from '../../src/criteria/ksnk-rut-gon.ts'
import { type AnswerValue, fits, type Opportunity, type SingleValue } from '../../src/domain/answer.ts'
import type { Checklist, Item } from '../../src/domain/checklist.ts'
import { points } from '../../src/domain/decimal.ts'
import type { FacilityType, Facts } from '../../src/domain/facts.ts'
import { itemsOf } from '../../src/domain/items.ts'
import { applicableSections } from '../../src/domain/scoring/context.ts'
import { score } from '../../src/domain/scoring/score.ts'
import { answers, facts } from '../support/builders.ts'
import { fullAnswers } from '../support/full-answers.ts'

/** Cases of the infection-control criteria, part B, worked by hand. */

const on = { date: '2026-11-22' }

function itemOf(checklist: Checklist, id: string) {
  const found = itemsOf(checklist).find((item) => item.id === id)
  if (!found) throw new Error(`no item ${id}`)
  return found
}

function scoreOf(given: Record<string, AnswerValue>, about: Facts = facts({ beds: 200 })) {
  return score(ksnk, about, answers(given), on)
}

const share = (numerator: number, denominator: number): AnswerValue => ({ is: 'ratio', numerator, denominator })

function seen(...list: Partial<Opportunity>[]): AnswerValue {
  return {
    is: 'opportunities',
    list: list.map((each, index) => ({ id: `${index}`, profession: 'nurse', moments: [1], action: 'rub', ...each })),
  }
}

/** `n` alike. */
const times = (n: number, each: Partial<Opportunity>) => Array.from({ length: n }, () => each)

describe('which items a facility is asked', () => {
  // "Số câu và điểm theo loại cơ sở (trước khi loại NA)", under B1.
  it.each([
    ['hospital', 118, 205],
    ['healthCentre', 117, 204],
    ['communeStation', 76, 138],
    ['clinic', 80, 146],
    ['psychiatricCare', 107, 192],
  ] as const)('%s: %d items, %d points', (type, count, worth) => {
    const items = applicableSections(ksnk, facts({ type, beds: 150 })).flatMap((section) => section.items)
    expect([items.length, items.reduce((sum, item) => sum + item.points, 0)]).toEqual([count, points(worth)])
  })

  it.each([
    [149, false],
    [150, true],
    [null, false],
  ])('[1.2, TT 16/2018] the chair of the council with %s beds: %s', (beds, asked) => {
    expect('ksnk.1.2' in scoreOf({}, facts({ beds })).byItem).toBe(asked)
  })

  it('[1.8] only a facility without beds of its own is asked for its one person in charge', () => {
    expect(itemOf(ksnk, 'ksnk.1.8').appliesTo.types).toEqual(['communeStation', 'clinic'])
  })
})

describe('hand hygiene, one table for five items (B2)', () => {
  it('an opportunity with two moments counts once overall and once where its moments are asked for', () => {
    // 4 opportunities, 3 with an action: 75 %. Moments 2 or 3: two of them, one with an action: 50 %.
    const result = scoreOf({
      'ksnk.4.1': seen({ moments: [1, 2] }, { moments: [2, 3], action: 'missed' }, { moments: [4, 5] }, {}),
    })
    expect(result.byItem['ksnk.4.1']?.reason).toMatch(/^3\/4\. 75 %/)
    expect(result.byItem['ksnk.4.2']?.reason).toMatch(/^1\/2\. /)
  })

  it.each([
    // opportunities of moment 2, missed ones, outcome, critical
    [9, 9, 'undetermined', false],
    [10, 5, 'partial', false],
    [10, 6, 'fail', true],
    [10, 1, 'pass', false],
  ])('[B2] %i opportunities before a clean procedure, %i missed: %s', (count, missed, state, isCritical) => {
    const of = (index: number) => ({ moments: [2], ...(index < missed && { action: 'missed' as const }) })
    const { byItem } = scoreOf({ 'ksnk.4.1': seen(...Array.from({ length: count }, (_, index) => of(index))) })
    expect(byItem['ksnk.4.2']).toMatchObject({ criticalFailure: isCritical, isOpen: false })
    if (state === 'fail') expect(byItem['ksnk.4.2']?.criticalFailure).toBe(true)
    else expect(byItem['ksnk.4.2']?.state).toBe(state)
  })

  it('all five items are answered by the one that holds the opportunities', () => {
    const result = scoreOf({ 'ksnk.4.1': seen({ moments: [2], technique: 'pass', duration: 'pass' }) })
    expect(result.sections.find(({ sectionId }) => sectionId === 'ksnk.4')?.answered).toBe(5)
    expect(scoreOf({}).sections.find(({ sectionId }) => sectionId === 'ksnk.4')?.answered).toBe(0)
  })

  it('69 of 99 is short of 70 % and earns its share; 7 of 10 reaches it', () => {
    // 5 × (69 ÷ 99) ÷ 0.70 = 4.978… → 4.98
    const short = scoreOf({ 'ksnk.4.1': seen(...times(69, {}), ...times(30, { action: 'missed' })) })
    expect(short.byItem['ksnk.4.1']).toMatchObject({ state: 'partial', earned: 498 })
    const full = scoreOf({ 'ksnk.4.1': seen(...times(7, {}), ...times(3, { action: 'missed' })) })
    expect(full.byItem['ksnk.4.1']).toMatchObject({ state: 'pass', earned: 500 })
  })

  it.each([
    [19, true],
    [20, false],
  ])('%d opportunities are called a small sample: %s', (n, small) => {
    const { byItem } = scoreOf({ 'ksnk.4.1': seen(...times(n, {})) })
    expect(byItem['ksnk.4.1']?.reason.includes('Mẫu nhỏ')).toBe(small)
  })

  it.each([
    ['4 of 9', 4, 9, false],
    ['4 of 10', 4, 10, true],
    ['5 of 10', 5, 10, false],
  ])('[4.2] %s before aseptic work is a critical failure: %s', (_, acted, all, critical) => {
    const list = [...times(acted, { moments: [2] }), ...times(all - acted, { moments: [2], action: 'missed' as const })]
    expect(scoreOf({ 'ksnk.4.1': seen(...list) }).byItem['ksnk.4.2']?.criticalFailure).toBe(critical)
  })

  it('[4.3, 4.4] technique and duration are shares of what was judged, not of all opportunities', () => {
    const { byItem } = scoreOf({
      'ksnk.4.1': seen(
        { technique: 'pass', duration: 'fail' },
        { technique: 'pass', duration: 'notApplicable' },
        { action: 'missed' },
      ),
    })
    expect(byItem['ksnk.4.3']).toMatchObject({ state: 'pass', earned: 200 })
    expect(byItem['ksnk.4.4']).toMatchObject({ state: 'fail', earned: 0 })
    expect(byItem['ksnk.4.4']?.reason).toMatch(/^0\/1/)
  })

  it.each([
    [1, 'pass', 100],
    [2, 'fail', 0],
  ])('[4.5, ≤ 10 %%] %d of 10 missed with gloves on: %s', (n, state, earned) => {
    const list = [...times(n, { action: 'missed' as const, gloves: true }), ...times(10 - n, {})]
    expect(scoreOf({ 'ksnk.4.1': seen(...list) }).byItem['ksnk.4.5']).toMatchObject({ state, earned })
  })
})

describe('shares and counts', () => {
  it.each([
    [90, 300, false],
    [89, 297, false], // 3 × 89 ÷ 90 = 2.966…
    [50, 167, false], // 3 × 50 ÷ 90 = 1.666…
    [49, 163, true], // 3 × 49 ÷ 90 = 1.633…
  ])('[3.1, critical under 50 %%] %d of 100 places to wash hands: %d hundredths', (n, earned, critical) => {
    expect(scoreOf({ 'ksnk.3.1': share(n, 100) }).byItem['ksnk.3.1']).toMatchObject({
      earned,
      criticalFailure: critical,
    })
  })

  it.each([
    [95, 300, false],
    [70, 221, false], // 3 × 70 ÷ 95 = 2.210…
    [69, 218, true], // 3 × 69 ÷ 95 = 2.178…
  ])('[9.1, critical under 70 %%] %d of 100 bins rightly sorted: %d hundredths', (n, earned, critical) => {
    expect(scoreOf({ 'ksnk.9.1': share(n, 100) }).byItem['ksnk.9.1']).toMatchObject({
      earned,
      criticalFailure: critical,
    })
  })

  it.each([
    ['ksnk.2.8', 4, 5, 100],
    ['ksnk.2.8', 3, 5, 0],
    ['ksnk.5.2', 8, 10, 200],
    ['ksnk.5.2', 7, 10, 0],
    ['ksnk.7.8', 9, 10, 200],
    ['ksnk.7.8', 8, 10, 0],
  ])('[quick counts are all or nothing] %s: %d of %d earns %d', (id, n, of, earned) => {
    expect(scoreOf({ [id]: share(n, of) }).byItem[id]?.earned).toBe(earned)
  })

  it('[2.5, ≥ 90 %] 45 of 100 trained earn half of two points', () => {
    expect(scoreOf({ 'ksnk.2.5': share(45, 100) }).byItem['ksnk.2.5']?.earned).toBe(100)
  })

  it('[11.4] a patient with one part missing does not count: 3 of 5 is three quarters of the target', () => {
    expect(scoreOf({ 'ksnk.11.4': share(3, 5) }).byItem['ksnk.11.4']?.earned).toBe(150)
  })
})

describe('what there is nothing of', () => {
  it('0 of 0 can be said where “không áp dụng” cannot, and sinks nothing', () => {
    const item = itemOf(ksnk, 'ksnk.3.1')
    expect(fits(item, { is: 'notApplicable' })).toBe(false)
    expect(fits(item, share(0, 0))).toBe(true)
    expect(scoreOf({ 'ksnk.3.1': share(0, 0) }).byItem['ksnk.3.1']).toMatchObject({
      state: 'undetermined',
      max: 0,
      isOpen: false,
      criticalFailure: false,
    })
  })

  it('of nothing the inspector concludes nothing', () => {
    const item = itemOf(ksnk, 'ksnk.1.5')
    expect(fits(item, { is: 'ratio', numerator: 0, denominator: 0, verdict: 'pass' })).toBe(false)
    expect(fits(item, share(0, 0))).toBe(true)
  })

  it.each([
    ['1.5', [1, 150], 'pass', 200],
    ['1.5', [1, 151], 'fail', 0],
  ] as const)('[%s] %j, concluded %s', (number, [numerator, denominator], verdict, earned) => {
    const id = `ksnk.${number}`
    expect(scoreOf({ [id]: { is: 'ratio', numerator, denominator, verdict } }).byItem[id]?.earned).toBe(earned)
  })
})

describe('how long infectious waste is kept (9.6, TT 20/2021 Điều 8 k3)', () => {
  it.each([
    // days, °C, kg a day
    ['2', null, null, 'pass'],
    ['2.1', null, null, 'fail'],
    ['7', '7.9', null, 'pass'],
    ['7', '8', null, 'fail'],
    ['3', null, '4.9', 'pass'],
    ['3', null, '5', 'fail'],
  ])('%s days at %s °C with %s kg a day: %s', (days, celsius, kgPerDay, state) => {
    const value = { is: 'storage', wasteKind: 'infectious', received: false, days, celsius, kgPerDay } as const
    expect(scoreOf({ 'ksnk.9.6': value }).byItem['ksnk.9.6']?.state).toBe(state)
  })
})

describe('numbers that are scored for being there (3.7, 11.2)', () => {
  it.each([
    ['ksnk.3.7', { is: 'reading', reading: { is: 'number', number: '0.4' } }],
    ['ksnk.11.2', share(9, 100)],
    ['ksnk.11.2', share(0, 100)],
  ] as [string, AnswerValue][])('%s earns its point whatever the number', (id, value) => {
    expect(scoreOf({ [id]: value }).byItem[id]).toMatchObject({ state: 'recorded', earned: 100 })
  })

  it.each(['ksnk.3.7', 'ksnk.11.2'])('%s without a number earns nothing', (id) => {
    expect(scoreOf({ [id]: { is: 'noData' } }).byItem[id]).toMatchObject({ state: 'fail', earned: 0, max: 100 })
  })
})

describe('the short form for stations (B6)', () => {
  const station = facts({ type: 'communeStation', beds: null })

  it('asks a station every one of its items, and nobody else', () => {
    expect(score(ksnkRutGon, station, {}, on).applicable).toBe(33)
    for (const { appliesTo } of itemsOf(ksnkRutGon)) expect(appliesTo.types).toEqual(['communeStation'])
  })

  it('asks in each place of a station about sections 3, 5, 7, 9 and 10, and the worst place counts', () => {
    const asked = ksnkRutGon.sections.filter(({ items }) => items.some(({ each }) => each === 'site'))
    expect(asked.map(({ id }) => id)).toEqual(['ksnk.3', 'ksnk.5', 'ksnk.7', 'ksnk.9', 'ksnk.10'])
    for (const { items } of asked) for (const { each } of items) expect(each).toBe('site')
    const sites = [
      { id: 'main', name: 'Trạm chính' },
      { id: 'far', name: 'Điểm Suối Mơ' },
    ]
    const places = sites.map((site, index) => ({ ...site, value: share(index === 0 ? 9 : 4, 10) as SingleValue }))
    const { byItem } = score(ksnkRutGon, { ...station, sites }, answers({ 'ksnk.3.1': { is: 'places', places } }), on)
    expect(byItem['ksnk.3.1']).toMatchObject({ state: 'partial', earned: 133, criticalFailure: true })
    expect(byItem['ksnk.3.1']?.reason).toContain('Điểm Suối Mơ')
  })

  it('scores the same answer as the full checklist does', () => {
    const given = fullAnswers(ksnkRutGon, station)
    const full = score(ksnk, station, given, on)
    for (const [id, each] of Object.entries(score(ksnkRutGon, station, given, on).byItem))
      expect(full.byItem[id]).toEqual(each)
  })
})

describe('the optional tools (B3)', () => {
  const tool = (id: string) => {
    const found = ksnkModules.find((each) => each.id === id)
    if (!found) throw new Error(`no tool ${id}`)
    return found
  }
  /** Each component with its points; null leaves it out. */
  const scored = (id: string, values: (number | null)[]) => {
    const of = tool(id)
    const given = itemsOf(of).map(({ id: itemId, input }, index): [string, AnswerValue | null] => {
      const value = values[index] ?? null
      if (value === null) return [itemId, { is: 'notApplicable' }]
      if (input.kind === 'scale') return [itemId, { is: 'level', level: value }]
      return [itemId, { is: 'reading', reading: { is: 'number', number: `${value}` } }]
    })
    return score(of, facts({ type: of.facilityTypes[0] as FacilityType }), answers(Object.fromEntries(given)), on)
  }

  it('are offered apart, with the points that their sources set', () => {
    expect(ksnkModules.map(({ id, optional, sections }) => [id, optional, sections[0]?.points])).toEqual([
      ['chat-luong-bv-c4', true, points(30)],
      ['who-ipcaf', true, points(800)],
      ['who-hhsaf', true, points(500)],
      ['qd-4999', true, points(30)],
    ])
  })

  it.each([
    // [WHO 2018, K70] 0–200 · 201–400 · 401–600 · 601–800
    ['who-ipcaf', [100, 100, 0, 0, 0, 0, 0, 0], 'Chưa đầy đủ'],
    ['who-ipcaf', [100, 100, 1, 0, 0, 0, 0, 0], 'Cơ bản'],
    ['who-ipcaf', [100, 100, 100, 100, 0, 0, 0, 0], 'Cơ bản'],
    ['who-ipcaf', [100, 100, 100, 100, 1, 0, 0, 0], 'Trung gian'],
    ['who-ipcaf', [100, 100, 100, 100, 100, 100, 0, 0], 'Trung gian'],
    ['who-ipcaf', [100, 100, 100, 100, 100, 100, 1, 0], 'Nâng cao'],
    // [WHO 2010, K75] 0–125 · 126–250 · 251–375 · 376–500
    ['who-hhsaf', [100, 25, 0, 0, 0], 'Chưa đầy đủ'],
    ['who-hhsaf', [100, 26, 0, 0, 0], 'Cơ bản'],
    ['who-hhsaf', [100, 100, 50, 0, 0], 'Cơ bản'],
    ['who-hhsaf', [100, 100, 51, 0, 0], 'Trung gian'],
    ['who-hhsaf', [100, 100, 100, 75, 0], 'Trung gian'],
    ['who-hhsaf', [100, 100, 100, 76, 0], 'Nâng cao'],
  ])('%s with %j: %s', (id, values, title) => {
    expect(scored(id, values).grade?.title).toBe(title)
  })

  it('a component outside 0–100 is not scored, and the total has no band then', () => {
    const result = scored('who-ipcaf', [100, 100, 100, 100, 100, 100, 100, 101])
    expect(result.byItem['ksnk.ipcaf.8']?.state).toBe('undetermined')
    expect(result.grade).toMatchObject({ title: 'Chưa xác định', tone: 'undetermined' })
  })

  it('[K54–K56] C4 is the mean of the applicable levels, 1 to 5 and never 0', () => {
    expect(scored('chat-luong-bv-c4', [3, 4, 4, 3, 4, 5]).grade?.title).toBe('Mức trung bình 3,83')
    expect(scored('chat-luong-bv-c4', [3, 4, 4, null, 4, null]).grade?.title).toBe('Mức trung bình 3,75')
    const first = itemsOf(tool('chat-luong-bv-c4'))[0] as Item
    expect([0, 1, 5, 6].map((level) => fits(first, { is: 'level', level }))).toEqual([false, true, true, false])
  })

  it('[QĐ 4999] has points and no bands, because nobody here has seen them', () => {
    const { earned, grade } = scored('qd-4999', [3, 4, 6, 3, 4, 5, 3, 2])
    expect(earned).toBe(points(30))
    expect(grade).toMatchObject({ title: 'Chưa xác định', tone: 'undetermined' })
    expect(grade?.why).toContain('30/30 điểm')
  })
})
