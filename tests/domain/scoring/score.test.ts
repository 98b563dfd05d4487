import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checklists } from '../../../src/criteria/all.ts'
import { nuocThai } from '../../../src/criteria/nuoc-thai.ts'
import { xanhSachDep } from '../../../src/criteria/xanh-sach-dep.ts'
import type { Answer, AnswerValue, Opportunity, SingleValue } from '../../../src/domain/answer.ts'
import { fits } from '../../../src/domain/answer.ts'
import type { Checklist, Input, Item } from '../../../src/domain/checklist.ts'
import { itemNumber, itemsOf } from '../../../src/domain/checklist.ts'
import { missingIn } from '../../../src/domain/completeness.ts'
import { facilityTypes } from '../../../src/domain/facts.ts'
import { score } from '../../../src/domain/scoring/score.ts'
import { summaryOf } from '../../../src/domain/scoring/summary.ts'
import {
  answers,
  checklist,
  facts,
  fail,
  item,
  notApplicable,
  pass,
  passFail,
  section,
  wastewater,
} from '../../support/builders.ts'

const on = { date: '2026-11-22' }
const ids = (n: number) => Array.from({ length: n }, (_, index) => `i${index}`)
const all = (list: string[], value: AnswerValue) => answers(Object.fromEntries(list.map((id) => [id, value])))
const simple = (n: number, more: Partial<Item> = {}) =>
  checklist([
    section(
      's',
      ids(n).map((id) => item(id, passFail, more)),
    ),
  ])

describe('the number of an item', () => {
  it.each([
    ['xsd.0.1', '0.1'],
    ['ksnk.4.12', '4.12'],
    ['tyt.b.3', 'B.3'],
  ])('%s is called %s on every screen, whichever items a facility leaves out', (id, number) => {
    expect(itemNumber(item(id, passFail))).toBe(number)
  })
})

describe('the total', () => {
  it('“không áp dụng” leaves numerator and denominator', () => {
    const of = simple(4)
    const result = score(
      of,
      facts(),
      { ...all(['i0', 'i1'], pass), i2: { value: fail }, i3: { value: notApplicable } },
      on,
    )
    expect(result).toMatchObject({ earned: 200, max: 300, answered: 4, applicable: 4 })
  })

  it('nothing applicable is not 0 %', () => {
    const result = score(simple(2), facts(), all(['i0', 'i1'], notApplicable), on)
    expect(result.grade).toMatchObject({ title: 'Chưa xác định', tone: 'undetermined' })
    expect(result.max).toBe(0)
  })

  it('an item that the facility’s facts leave out is not there at all', () => {
    const of = checklist([
      section('s', [item('a', passFail), item('big', passFail, { appliesTo: { types: ['hospital'], minBeds: 150 } })]),
    ])
    expect(score(of, facts({ beds: 149 }), {}, on).applicable).toBe(1)
    expect(score(of, facts({ beds: 150 }), {}, on).applicable).toBe(2)
    expect(score(of, facts({ beds: null }), {}, on).applicable).toBe(1)
  })

  it('three things that look alike are kept apart: blank, “không áp dụng” and “không”', () => {
    const { byItem } = score(simple(3), facts(), { i1: { value: notApplicable }, i2: { value: fail } }, on)
    expect([byItem.i0?.state, byItem.i1?.state, byItem.i2?.state]).toEqual(['blank', 'notApplicable', 'fail'])
  })

  it('there is no grade while something is missing, and what is missing is named', () => {
    const result = score(simple(2), facts(), all(['i0'], pass), on)
    expect(result.grade).toBeNull()
    expect(missingIn(result)).toEqual([{ sectionId: 's', itemId: 'i1' }])
  })

  it('a note without an answer is not an answer', () => {
    const result = score(simple(1), facts(), { i0: { value: null, note: 'Xem lại' } }, on)
    expect(result.answered).toBe(0)
  })
})

describe('grades and gates', () => {
  // 10,000 items of a hundredth each: exactly 79.99 % and 80 %
  it.each([
    [7999, 'Không đạt'],
    [8000, 'Đạt'],
  ])('%d hundredths of 10,000: %s', (earned, title) => {
    const of = checklist([
      section('s', [item('a', passFail, { points: earned }), item('b', passFail, { points: 10_000 - earned })]),
    ])
    const result = score(of, facts(), answers({ a: pass, b: fail }), on)
    expect(result.grade?.title).toBe(title)
  })

  it.each([
    // [K55] published results of hospitals: 83 criteria or fewer, those of C3 and C5 (7) weigh 2.
    [82, 317, '3,56'],
    [83, 324, '3,6'],
    [78, 318, '3,74'],
    [83, 372, '4,13'],
  ])('%i criteria with a weighted sum of levels of %i: mean %s', (count, sum, mean) => {
    const input: Input = { kind: 'scale', min: 1, max: 5 }
    const items = Array.from({ length: count }, (_, index) =>
      item(`c${index}`, input, { points: index < 7 ? 1000 : 500 }),
    )
    const of = checklist([section('s', items)], {
      grading: { by: 'meanLevel', bands: [], gates: [], origin: 'official' },
    })
    // Everyone at level 3, then one level more from the last criterion on until the sum is reached.
    let missing = sum - 3 * (count + 7)
    const levels = items.map(() => 3)
    for (let index = count - 1; missing > 0; index = index === 7 ? count - 1 : index - 1) {
      levels[index] = (levels[index] ?? 3) + 1
      missing--
    }
    const given = Object.fromEntries(levels.map((level, index) => [`c${index}`, { is: 'level', level } as const]))
    expect(score(of, facts(), answers(given), on).grade?.title).toBe(`Mức trung bình ${mean}`)
  })

  it.each([
    // mean of two criteria, the first weighing 2
    [3, 4, 'Trung bình'],
    [4, 2, 'Trung bình'],
    [4, 3, 'Khá'],
  ])('levels %i (weight 2) and %i against a mean of 3.5: %s', (first, second, title) => {
    const input: Input = { kind: 'scale', min: 1, max: 5 }
    const of = checklist([section('s', [item('a', input, { points: 1000 }), item('b', input, { points: 500 })])], {
      grading: {
        by: 'meanLevel',
        bands: [
          { id: 'good', title: 'Khá', atLeast: '3.5', tone: 'pass' },
          { id: 'fair', title: 'Trung bình', atLeast: null, tone: 'partial' },
        ],
        gates: [],
        origin: 'proposed',
      },
    })
    const given = answers({ a: { is: 'level', level: first }, b: { is: 'level', level: second } })
    expect(score(of, facts(), given, on).grade?.title).toBe(title)
  })

  it('says how much is missing to the next grade', () => {
    const of = checklist([section('s', [item('a', passFail, { points: 785 }), item('b', passFail, { points: 215 })])])
    expect(score(of, facts(), answers({ a: pass, b: fail }), on).grade?.why).toContain('Thiếu 0,15 điểm để đạt “Đạt”')
  })

  it('one critical failure caps the grade, however many points there are', () => {
    const of = checklist([
      section('s', [item('a', passFail, { points: 9900 }), item('b', passFail, { critical: true })]),
    ])
    const result = score(of, facts(), answers({ a: pass, b: fail }), on)
    expect(result).toMatchObject({ criticalFailures: 1, grade: { title: 'Không đạt' } })
    expect(result.gates).toEqual([{ met: false, text: 'Có 1 điểm liệt không đạt: B.' }])
    expect(result.grade?.why).toContain('Có 1 điểm liệt không đạt')
  })

  it('each section has to reach its own half', () => {
    const of = checklist(
      [
        section('1', [item('a', passFail, { points: 9700 })]),
        section('9', [item('b', passFail, { points: 149 }), item('c', passFail, { points: 151 })]),
      ],
      {
        grading: {
          ...simple(1).grading,
          gates: [{ kind: 'eachSection', atLeast: '50', capTo: 'failed' }],
        },
      },
    )
    const result = score(of, facts(), answers({ a: pass, b: pass, c: fail }), on)
    expect(result.grade?.title).toBe('Không đạt')
    expect(result.gates[0]?.text).toContain('thiếu 0,01 điểm ở “Mục 9”')
    expect(score(of, facts(), answers({ a: pass, b: fail, c: pass }), on).grade?.title).toBe('Đạt')
  })

  it('a critical item without data leaves only the worst grade certain', () => {
    const of = checklist([
      section('s', [item('a', passFail)]),
      section('p', [item('d', { kind: 'detect' }, { points: 0, critical: true })], {
        counts: 'unscored',
        points: null,
      }),
    ])
    expect(score(of, facts(), answers({ a: pass, d: { is: 'noData' } }), on).grade?.title).toBe('Chưa xác định')
    expect(score(of, facts(), answers({ a: fail, d: { is: 'noData' } }), on).grade?.title).toBe('Không đạt')
    expect(score(of, facts(), answers({ a: pass, d: { is: 'detected', detected: false } }), on).grade?.title).toBe(
      'Đạt',
    )
    expect(score(of, facts(), answers({ a: pass, d: { is: 'detected', detected: true } }), on).grade?.title).toBe(
      'Không đạt',
    )
  })

  it.each([
    [8500, 'Tốt'],
    [8499, 'Khá'],
    [7000, 'Khá'],
    [6999, 'Trung bình'],
    [5000, 'Trung bình'],
    [4999, 'Chưa đạt'],
  ])('xanh – sạch – đẹp: %d of 10,000 is %s', (earned, title) => {
    const of = checklist(
      [section('s', [item('a', passFail, { points: earned }), item('b', passFail, { points: 10_000 - earned })])],
      { grading: { ...xanhSachDep.grading, gates: [] } },
    )
    expect(score(of, facts(), answers({ a: pass, b: fail }), on).grade?.title).toBe(title)
  })
})

describe('numbers that cannot both be right', () => {
  it('COD below BOD5 is said and not scored', () => {
    const reading = (number: string): AnswerValue => ({ is: 'reading', reading: { is: 'number', number } })
    const of = facts({ wastewater: wastewater() })
    const wrong = score(nuocThai, of, answers({ 'nt.1.2': reading('40'), 'nt.1.3': reading('30') }), on)
    expect(wrong.warnings).toHaveLength(1)
    const right = score(nuocThai, of, answers({ 'nt.1.2': reading('40'), 'nt.1.3': reading('40') }), on)
    expect(right.warnings).toEqual([])
  })
})

// Properties, on the real checklists.

const judged = fc.option(fc.constantFrom('pass', 'fail', 'notApplicable'), { nil: undefined })

const opportunity: fc.Arbitrary<Opportunity> = fc
  .record({
    profession: fc.constantFrom('doctor', 'nurse', 'student'),
    moments: fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 5 }),
    action: fc.constantFrom('rub', 'wash', 'missed'),
    gloves: fc.boolean(),
    technique: judged,
    duration: judged,
  })
  .map(({ action, gloves, technique, duration, ...plain }) => ({
    ...plain,
    id: 'o',
    action,
    ...(action === 'missed' ? { gloves } : { ...(technique && { technique }), ...(duration && { duration }) }),
  }))

const placeIds = ['main', 'far', 'high']

/** Any answer that fits an item. */
function answerFor({ input, allowsNotApplicable, each }: Item): fc.Arbitrary<AnswerValue | null> {
  const decimal = fc.integer({ min: 0, max: 20_000 }).map((hundredths) => String(hundredths / 100))
  const reading = fc.oneof(
    decimal.map((number) => ({ is: 'number', number }) as const),
    ...('allowsBelow' in input && input.allowsBelow
      ? [decimal.map((number) => ({ is: 'below', number }) as const), fc.constant({ is: 'notDetected' } as const)]
      : []),
  )
  const values = (): fc.Arbitrary<SingleValue> => {
    switch (input.kind) {
      case 'passFail':
        return fc.constantFrom(pass, fail)
      case 'scale':
        return fc.integer({ min: input.min ?? 0, max: input.max }).map((level) => ({ is: 'level', level }))
      case 'measure':
        if (input.rule.by === 'inspector')
          return fc
            .tuple(reading, fc.constantFrom('pass', 'fail'))
            .map(([read, verdict]) => ({ is: 'reading', reading: read, verdict }) as SingleValue)
        return reading.map((read) => ({ is: 'reading', reading: read }))
      case 'ratio':
        return fc
          .tuple(
            fc.integer({ min: 0, max: 50 }),
            fc.integer({ min: 1, max: 50 }),
            fc.constantFrom('pass' as const, 'fail' as const),
          )
          .map(([a, b, verdict]) => ({
            is: 'ratio',
            numerator: Math.min(a, b),
            denominator: b,
            ...(input.rule.by === 'inspector' && { verdict }),
          }))
      case 'detect':
        return fc.constantFrom<SingleValue>(
          { is: 'detected', detected: true },
          { is: 'detected', detected: false },
          { is: 'noData' },
        )
      case 'date':
        return fc
          .integer({ min: 1, max: 28 })
          .map((day) => ({ is: 'date', date: `2026-0${1 + (day % 9)}-${String(day).padStart(2, '0')}` }))
      case 'observation':
        return fc.array(opportunity, { maxLength: 25 }).map((list) => ({ is: 'opportunities', list }))
      case 'bundle':
      case 'ladder':
        return fc
          .tuple(...input.parts.map(({ id }) => fc.constantFrom('pass', 'fail').map((mark) => [id, mark] as const)))
          .map((marks) => ({ is: 'marks', marks: Object.fromEntries(marks) }) as SingleValue)
      case 'storageTime':
        return fc.record({
          is: fc.constant('storage' as const),
          wasteKind: fc.constantFrom('infectious' as const, 'hazardous' as const),
          received: fc.boolean(),
          celsius: fc.option(decimal, { nil: null }),
          kgPerDay: fc.option(decimal, { nil: null }),
          days: decimal,
        })
      case 'text':
        return fc.constantFrom('', 'Xã Suối Mơ').map((text) => ({ is: 'text', text }))
      default:
        throw new Error(`no arbitrary for ${input.kind}`)
    }
  }
  // An item that counts another's opportunities has no value of its own, unless it is set aside.
  if (input.kind === 'observation' && input.sameAs !== null)
    return fc.constantFrom(null, ...(allowsNotApplicable ? [notApplicable] : []))
  const atPlaces = fc
    .tuple(...placeIds.map((id) => fc.option(values()).map((value) => ({ id, name: `Điểm ${id}`, value }))))
    .map((list) => ({ is: 'places', places: list.filter(({ value }) => value !== null) }) as AnswerValue)
  return fc.oneof(
    { arbitrary: each ? atPlaces : values(), weight: 8 },
    fc.constant(null),
    ...(allowsNotApplicable ? [fc.constant(notApplicable)] : []),
  )
}

const anyFacts = fc
  .record({
    type: fc.constantFrom(...facilityTypes),
    beds: fc.option(fc.integer({ min: 0, max: 600 })),
    sites: fc.subarray(placeIds).map((list) => list.map((id) => ({ id, name: `Điểm ${id}` }))),
    water: fc.option(
      fc.record({
        receivingWater: fc.constantFrom('waterSupply', 'publicSewer', 'otherWater', 'centralPlant', null),
        usesRadioactiveSources: fc.boolean(),
        treatsInfectious: fc.boolean(),
        operatingSince: fc.constantFrom('2012-01-01', '2026-01-01', null),
      }),
    ),
  })
  .map(({ type, beds, sites, water }) => facts({ type, beds, sites, wastewater: water && wastewater(water) }))

const anyInspection = fc
  .constantFrom(...checklists)
  .chain((of) =>
    fc
      .tuple(
        anyFacts,
        fc.tuple(...itemsOf(of).map((each) => answerFor(each).map((value) => [each.id, { value }] as const))),
      )
      .map(([about, entries]) => ({ of, about, given: Object.fromEntries(entries) as Record<string, Answer> })),
  )

/** Whether other items count what is kept on this one: setting it aside sets them aside too. */
function isShared(of: Checklist, itemId: string): boolean {
  return itemsOf(of).some(({ input }) => input.kind === 'observation' && input.sameAs === itemId)
}

describe('whatever is answered', () => {
  it('every generated answer fits its item', () => {
    fc.assert(
      fc.property(anyInspection, ({ of, given }) =>
        itemsOf(of).every((each) => {
          const value = given[each.id]?.value
          return value == null || fits(each, value)
        }),
      ),
      { numRuns: 50 },
    )
  })

  it('the order of answers never matters, nor does a walk through JSON', () => {
    fc.assert(
      fc.property(anyInspection, ({ of, about, given }) => {
        const shuffled = Object.fromEntries(Object.entries(given).reverse())
        const read = JSON.parse(JSON.stringify({ of, about, shuffled })) as {
          of: typeof of
          about: typeof about
          shuffled: typeof given
        }
        expect(score(read.of, read.about, read.shuffled, on)).toEqual(
          JSON.parse(JSON.stringify(score(of, about, given, on))),
        )
      }),
      { numRuns: 100 },
    )
  })

  it('nothing earns less than nothing or more than its maximum, and sections add up', () => {
    fc.assert(
      fc.property(anyInspection, ({ of, about, given }) => {
        const result = score(of, about, given, on)
        const items = result.sections.flatMap((each) => each.items)
        expect(items.every(({ earned, max }) => earned >= 0 && earned <= max)).toBe(true)
        expect(items.reduce((sum, { earned }) => sum + earned, 0)).toBe(result.earned)
        expect(result.earned).toBeLessThanOrEqual(result.max)
        expect(items.every(({ reason }) => reason.length > 3)).toBe(true)
      }),
      { numRuns: 200 },
    )
  })

  it('marking a failed scored item “không áp dụng” never lowers the percentage', () => {
    fc.assert(
      fc.property(anyInspection, fc.nat(), ({ of, about, given }, pick) => {
        const before = score(of, about, given, on)
        const failed = before.sections
          .flatMap(({ items }) => items)
          .filter(({ state, max, itemId }) => state === 'fail' && max > 0 && !isShared(of, itemId))
        const chosen = failed[pick % Math.max(1, failed.length)]
        if (!chosen) return
        const after = score(of, about, { ...given, [chosen.itemId]: { value: notApplicable } }, on)
        if (after.max > 0) expect(after.earned * before.max).toBeGreaterThanOrEqual(before.earned * after.max)
      }),
      { numRuns: 200 },
    )
  })

  it('a better answer never lowers points', () => {
    fc.assert(
      fc.property(anyInspection, ({ of, about, given }) => {
        const before = score(of, about, given, on)
        for (const each of itemsOf(of)) {
          if (each.input.kind !== 'passFail' || before.byItem[each.id]?.state !== 'fail') continue
          const after = summaryOf(score(of, about, { ...given, [each.id]: { value: pass } }, on))
          expect(after.earned).toBeGreaterThanOrEqual(before.earned)
          expect(after.criticalFailures).toBeLessThanOrEqual(before.criticalFailures)
        }
      }),
      { numRuns: 20 },
    )
  })
})
