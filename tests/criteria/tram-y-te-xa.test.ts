import { describe, expect, it } from 'vitest'
import { tramYTeXa } from '../../src/criteria/tram-y-te-xa.ts'
import type { Answer, AnswerValue, SingleValue } from '../../src/domain/answer.ts'
import { fits } from '../../src/domain/answer.ts'
import type { Item } from '../../src/domain/checklist.ts'
import { missingIn } from '../../src/domain/completeness.ts'
import { itemNumber, itemsOf } from '../../src/domain/items.ts'
import { score } from '../../src/domain/scoring/score.ts'
import { facts } from '../support/builders.ts'

/** One station visited on one day; every criterion is answered in full unless a test says otherwise. */

const on = { date: '2026-11-22' }
const main = { id: 'main', name: 'Trạm chính' }
const far = { id: 'far', name: 'Điểm trạm Khe Đá' }
const station = facts({ type: 'communeStation', zone: 3, region: 'redRiverDelta', sites: [main, far] })

function best({ input }: Item): SingleValue {
  if (input.kind === 'passFail') return { is: 'verdict', verdict: 'pass' }
  if (input.kind === 'scale') return { is: 'level', level: input.max }
  if (input.kind === 'text') return { is: 'text', text: 'Theo hồ sơ của trạm' }
  if (input.kind === 'measure') return { is: 'reading', reading: { is: 'number', number: '5' } }
  if (input.kind !== 'ratio') throw new Error(`no answer for ${input.kind}`)
  if (input.rule.by === 'region') return rate(0)
  return input.rule.by === 'inspector' ? rate(100, 'pass') : rate(100)
}

function rate(percent: number, verdict?: 'pass' | 'fail'): SingleValue {
  return { is: 'ratio', numerator: Math.round(percent * 100), denominator: 10_000, ...(verdict && { verdict }) }
}

const level = (of: number): SingleValue => ({ is: 'level', level: of })
const no: SingleValue = { is: 'verdict', verdict: 'fail' }
const atSites = (first: SingleValue, second: SingleValue): AnswerValue => ({
  is: 'places',
  places: [
    { ...main, value: first },
    { ...far, value: second },
  ],
})

/** All answers of the station: the best ones, but for those given. */
function answered(given: Record<string, AnswerValue | null> = {}): Record<string, Answer> {
  const entries = itemsOf(tramYTeXa).map((item): [string, Answer] => {
    const said = given[item.id]
    const value = said === undefined ? best(item) : said
    const isPlain = item.each !== undefined && value !== null && value.is !== 'places'
    return [item.id, { value: isPlain ? atSites(value, value) : value }]
  })
  return Object.fromEntries(entries)
}

const scoreOf = (given: Record<string, AnswerValue | null> = {}, of = station) =>
  score(tramYTeXa, of, answered(given), on)

describe('recognition of a commune [QĐ 1300, source T04]', () => {
  it('everything in order is 100 of 100', () => {
    expect(scoreOf()).toMatchObject({ earned: 10_000, max: 10_000, criticalFailures: 0, grade: { title: 'Đạt' } })
  })

  it('every answer used here fits its item', () => {
    const given = answered()
    for (const item of itemsOf(tramYTeXa)) expect(fits(item, given[item.id]?.value as AnswerValue), item.id).toBe(true)
  })

  // Lost: 9.2 2, 1.4 3, 8.1 2, 10.2 1, so 100 − 8 = 92; criterion 9 keeps 1 of 3 and its half is 1.5.
  it('92 points fail by one criterion below its half, and what is missing is said', () => {
    const result = scoreOf({
      'tyt.9.2': level(0),
      'tyt.1.4': level(0),
      'tyt.8.1': rate(10, 'fail'),
      'tyt.10.2': level(0),
    })
    expect(result.earned).toBe(9200)
    expect(result.grade).toMatchObject({ title: 'Không đạt', tone: 'fail' })
    expect(result.gates).toEqual([
      {
        met: false,
        text: 'Mỗi mục phải đạt từ 50 %: thiếu 0,5 điểm ở “Tiêu chí 9. Truyền thông – giáo dục sức khỏe”.',
      },
      { met: true, text: 'Không có điểm liệt không đạt.' },
    ])
    expect(result.grade?.why).toContain('thiếu 0,5 điểm')
  })

  it('a criterion without a point lacks its whole half: “thiếu 1,5 điểm” of criterion 9', () => {
    const { gates, grade } = scoreOf({ 'tyt.9.1': level(0), 'tyt.9.2': level(0) })
    expect(gates[0]?.text).toContain('thiếu 1,5 điểm ở “Tiêu chí 9. Truyền thông – giáo dục sức khỏe”')
    expect(grade?.title).toBe('Không đạt')
  })

  // Criterion 4 is worth 9: 4.2 gives 3 and 4.3 gives 1.5, which is its half; 40 % of a target of 80 % is half of 3.
  it.each([
    ['exactly 4.5 of 9', { 'tyt.4.1': rate(0), 'tyt.4.4': level(0) }, 450, 'Đạt', true],
    ['4.5 of 9 by another way', { 'tyt.4.1': rate(40), 'tyt.4.3': level(0), 'tyt.4.4': level(0) }, 450, 'Đạt', true],
    // 39.8 ÷ 80 × 3 = 1.4925, so 1.49
    ['4.49 of 9', { 'tyt.4.1': rate(39.8), 'tyt.4.3': level(0), 'tyt.4.4': level(0) }, 449, 'Không đạt', false],
  ] as const)('%s', (_, given, earned, title, met) => {
    const result = scoreOf(given)
    expect(result.sections.find(({ sectionId }) => sectionId === 'tyt.4')).toMatchObject({ earned, max: 900 })
    expect(result.gates[0]?.met).toBe(met)
    expect(result.grade?.title).toBe(title)
  })

  it('4.49 of 9 lacks a hundredth', () => {
    const given = { 'tyt.4.1': rate(39.8), 'tyt.4.3': level(0), 'tyt.4.4': level(0) }
    expect(scoreOf(given).gates[0]?.text).toContain('thiếu 0,01 điểm ở “Tiêu chí 4.')
  })

  // Lost: 1.4 3, 2.1 3, 3.3 4, 5.6 4, 6.2 2.5, 8.1 2 make 18.5; 7.2 and 10.1 half of it, 1 and 0.5: 20 exactly.
  const twentyLost = {
    'tyt.1.4': level(0),
    'tyt.2.1': level(0),
    'tyt.3.3': level(0),
    'tyt.5.6': rate(10, 'fail'),
    'tyt.6.2': level(0),
    'tyt.8.1': rate(10, 'fail'),
    'tyt.7.2': rate(10, 'fail'),
    'tyt.10.1': level(1),
  } as const

  it('80 points are enough', () => {
    const result = scoreOf(twentyLost)
    expect(result.earned).toBe(8000)
    expect(result.gates.every(({ met }) => met)).toBe(true)
    expect(result.grade?.title).toBe('Đạt')
  })

  // 2.3 in proportion: 99.6 % of 2.5 is 2.49.
  it('79.99 points are not, and a hundredth is missing', () => {
    const result = scoreOf({ ...twentyLost, 'tyt.2.3': rate(99.6) })
    expect(result.earned).toBe(7999)
    expect(result.gates.every(({ met }) => met)).toBe(true)
    expect(result.grade).toMatchObject({
      title: 'Không đạt',
      why: expect.stringContaining('Thiếu 0,01 điểm để đạt “Đạt”'),
    })
  })

  it.each(itemsOf(tramYTeXa).flatMap((item) => (item.critical ? [item] : [])))(
    'one critical failure is enough: $id',
    (item) => {
      const result = scoreOf({ [item.id]: item.input.kind === 'passFail' ? no : level(0) })
      expect(result.criticalFailures).toBe(1)
      expect(result.grade?.title).toBe('Không đạt')
      expect(result.gates.at(-1)).toEqual({ met: false, text: `Có 1 điểm liệt không đạt: ${itemNumber(item)}.` })
    },
  )

  it('a doctor who only comes in turn is worth half and is no critical failure', () => {
    expect(scoreOf({ 'tyt.2.2': level(1) })).toMatchObject({ earned: 9850, criticalFailures: 0 })
  })
})

describe('single indicators', () => {
  // Bands of the row: ≥95 % all, 90–<95 % half, <90 % nothing.
  it.each([
    [95, 300],
    [94.99, 150],
    [90, 150],
    [89.99, 0],
  ])('%d %% insured earns %d', (percent, earned) => {
    expect(scoreOf({ 'tyt.1.6': rate(percent) }).byItem['tyt.1.6']?.earned).toBe(earned)
  })

  // T14: scores such as 90.5 exist; 2.3 at 90 % of its target is 2.25.
  it('a rate below its target earns in proportion, to the hundredth', () => {
    expect(scoreOf({ 'tyt.2.3': rate(90) }).byItem['tyt.2.3']?.earned).toBe(225)
    expect(scoreOf({ 'tyt.6.1': rate(45) }).byItem['tyt.6.1']?.earned).toBe(200)
    expect(scoreOf({ 'tyt.6.1': rate(90) }).byItem['tyt.6.1']?.earned).toBe(400)
  })

  it('a rate without a known threshold earns by the inspector’s conclusion, whatever its height', () => {
    expect(scoreOf({ 'tyt.5.3': rate(60, 'pass') }).byItem['tyt.5.3']?.earned).toBe(300)
    expect(scoreOf({ 'tyt.5.3': rate(99, 'fail') }).byItem['tyt.5.3']?.earned).toBe(0)
    expect(scoreOf({ 'tyt.5.3': rate(99) }).byItem['tyt.5.3']?.state).toBe('blank')
  })

  it('only what a single site may not do can be set aside, and nothing critical', () => {
    const notApplicable: AnswerValue = { is: 'notApplicable' }
    for (const item of itemsOf(tramYTeXa).filter(({ id }) => /^tyt\.(?!0|b)/.test(id))) {
      expect(fits(item, notApplicable), item.id).toBe(item.each === 'site' && !item.critical)
    }
  })
})

describe('several sites [source B5.7: worst site, proposed]', () => {
  it('the worst site counts, and is named', () => {
    const { byItem, earned } = scoreOf({ 'tyt.3.3': atSites(level(2), level(1)) })
    expect(byItem['tyt.3.3']).toMatchObject({ state: 'partial', earned: 200 })
    expect(byItem['tyt.3.3']?.reason).toContain('Lấy nơi thấp nhất (Điểm trạm Khe Đá)')
    expect(earned).toBe(9800)
  })

  it('expired medicine at the far site fails the station', () => {
    expect(scoreOf({ 'tyt.4.2': atSites(level(2), level(0)) })).toMatchObject({
      criticalFailures: 1,
      grade: { title: 'Không đạt' },
    })
  })

  it('a site that was not looked at keeps the item open', () => {
    const result = scoreOf({ 'tyt.3.3': { is: 'places', places: [{ ...main, value: level(2) }] } })
    expect(result.byItem['tyt.3.3']?.state).toBe('blank')
    expect(result.grade).toBeNull()
    expect(missingIn(result)).toEqual([{ sectionId: 'tyt.3', itemId: 'tyt.3.3' }])
  })

  it('a critical item set aside at every site leaves the grade open', () => {
    const aside: SingleValue = { is: 'notApplicable' }
    expect(scoreOf({ 'tyt.4.2': atSites(aside, aside) }).grade?.title).toBe('Chưa xác định')
  })
})

describe('what is not scored', () => {
  it('missed targets change neither points nor grade', () => {
    const targets = tramYTeXa.sections.at(-1)?.items ?? []
    const missed = targets.map(({ id, input }): [string, AnswerValue] => {
      if (input.kind === 'passFail') return [id, no]
      if (input.kind === 'scale') return [id, level(0)]
      if (input.kind === 'measure') return [id, { is: 'reading', reading: { is: 'number', number: '0' } }]
      return [id, rate(0)]
    })
    expect(scoreOf(Object.fromEntries(missed))).toMatchObject({
      earned: 10_000,
      max: 10_000,
      criticalFailures: 0,
      grade: { title: 'Đạt' },
    })
  })

  it.each([
    ['tyt.b.6', rate(95), 'fail'],
    ['tyt.b.6', rate(95.01), 'pass'],
    ['tyt.b.9', rate(99.99), 'fail'],
    ['tyt.b.9', rate(100), 'pass'],
    ['tyt.b.10', rate(1), 'recorded'],
    ['tyt.b.19', rate(40), 'pass'],
  ] as const)('%s with %o: %s', (id, value, state) => {
    expect(scoreOf({ [id]: value }).byItem[id]?.state).toBe(state)
  })

  it.each([
    ['3', 'fail'],
    ['4', 'pass'],
  ])('%s doctors by 2027: %s', (number, state) => {
    const value: AnswerValue = { is: 'reading', reading: { is: 'number', number } }
    expect(scoreOf({ 'tyt.b.1': value }).byItem['tyt.b.1']?.state).toBe(state)
  })

  it('an opening fact or a target without an answer is missing; only the fact holds up the grade', () => {
    const withoutFact = scoreOf({ 'tyt.0.2': null })
    expect(missingIn(withoutFact)).toEqual([{ sectionId: 'tyt.0', itemId: 'tyt.0.2' }])
    expect(withoutFact.grade).toBeNull()
    const withoutTarget = scoreOf({ 'tyt.b.1': null })
    expect(missingIn(withoutTarget)).toEqual([{ sectionId: 'tyt.b', itemId: 'tyt.b.1' }])
    expect(withoutTarget.grade?.title).toBe('Đạt')
  })
})

describe('stunting by socio-economic region [QĐ 1453 Điều 1, QĐ 318 15.3]', () => {
  const stunted = (numerator: number) => ({ is: 'ratio', numerator, denominator: 1000 }) as const
  it.each([
    ['northernMidlands', 240, 241, 'tối đa 24 %', false],
    ['redRiverDelta', 165, 166, 'tối đa 16,5 %', false],
    ['northCentralCoast', 250, 251, 'tối đa 25 %', false],
    ['southCentralCoast', 220, 221, 'tối đa 22 %', true],
    ['centralHighlands', 265, 266, 'tối đa 26,5 %', true],
    ['southeast', 145, 146, 'tối đa 14,5 %', true],
    ['mekongDelta', 190, 191, 'tối đa 19 %', true],
  ])('%s: %i of 1,000 meets it, %i does not (%s)', (region, meets, misses, limit, isInferred) => {
    const of = facts({ ...station, region })
    const met = scoreOf({ 'tyt.7.5': stunted(meets) }, of).byItem['tyt.7.5']
    expect(met).toMatchObject({ state: 'pass', earned: 100, limit })
    expect(/cần đối chiếu/.test(met?.reason ?? '')).toBe(isInferred)
    expect(scoreOf({ 'tyt.7.5': stunted(misses) }, of).byItem['tyt.7.5']).toMatchObject({ state: 'fail', earned: 0 })
  })

  it.each([[null], ['một vùng không có thật']])('a region that is not known (%s) is no guess', (region) => {
    expect(scoreOf({ 'tyt.7.5': stunted(1) }, facts({ ...station, region })).byItem['tyt.7.5']).toMatchObject({
      state: 'undetermined',
      max: 0,
    })
  })
})
