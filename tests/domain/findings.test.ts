import { describe, expect, it } from 'vitest'
import type { Checklist } from '../../src/domain/checklist.ts'
import { feedbackOf } from '../../src/domain/findings.ts'
import { score } from '../../src/domain/scoring/score.ts'
import { type WayUp, wayUp } from '../../src/domain/scoring/way-up.ts'
import { answers, checklist, facts, fail, item, notApplicable, pass, passFail, section } from '../support/builders.ts'

/** Five items of 1 to 5 points; 15 in all. The first is critical. */
const items = [1, 2, 3, 4, 5].map((weight) =>
  item(`t.${weight}`, passFail, { points: weight * 100, critical: weight === 1 }),
)
const three: Checklist['grading'] = {
  bands: [
    { id: 'good', title: 'Tốt', atLeast: '90', tone: 'pass' },
    { id: 'passed', title: 'Đạt', atLeast: '60', tone: 'pass' },
    { id: 'weak', title: 'Cần cải thiện', atLeast: '40', tone: 'partial' },
    { id: 'failed', title: 'Không đạt', atLeast: null, tone: 'fail' },
  ],
  gates: [{ kind: 'noCriticalFailure', capTo: 'failed' }],
  origin: 'proposed',
}
const list = checklist([section('a', items)], { grading: three })

function scored(given: Record<string, typeof pass>, of = list) {
  return score(of, facts(), answers(given), { date: '2026-11-20' })
}

function visit(failed: readonly number[]) {
  return scored(Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`t.${n}`, failed.includes(n) ? fail : pass])))
}

/** Grade aimed at, what has to become true, which items suffice. */
function shown(way: WayUp) {
  return way.is === 'missing' ? way.targets.map(({ band, steps, enough }) => [band.title, steps, enough]) : way
}

describe('what is missing to a better grade', () => {
  it.each([
    ['nothing at the top', [], { is: 'best' }],
    // 13/15 = 86.7 %: 13.5 are needed.
    ['points alone, and the one item that holds them', [2], [['Tốt', ['Thiếu 0,5 điểm (hiện 13/15).'], ['2']]]],
    ['several items, the dearest first', [2, 3], [['Tốt', ['Thiếu 3,5 điểm (hiện 10/15).'], ['3', '2']]]],
    [
      'the next grade, and the first that passes',
      [4, 5, 2],
      [
        ['Cần cải thiện', ['Thiếu 2 điểm (hiện 4/15).'], ['5']],
        ['Đạt', ['Thiếu 5 điểm (hiện 4/15).'], ['5']],
      ],
    ],
    [
      // Enough points for the second best: every grade above asks for the same first.
      'a critical failure keeps from every grade, the nearest is no news',
      [1],
      [['Đạt', ['Có 1 điểm liệt không đạt: 1.'], []]],
    ],
    [
      'a critical failure and points',
      [1, 4, 5],
      [
        // 5/15 = 33.3 %
        ['Cần cải thiện', ['Thiếu 1 điểm (hiện 5/15).', 'Có 1 điểm liệt không đạt: 1.'], ['5']],
        ['Đạt', ['Thiếu 4 điểm (hiện 5/15).', 'Có 1 điểm liệt không đạt: 1.'], ['5']],
      ],
    ],
  ])('%s', (_, failed, expected) => {
    expect(shown(wayUp(list, visit(failed)))).toEqual(expected)
  })

  it('says how many are blank while there is no grade', () => {
    expect(wayUp(list, scored({ 't.1': pass, 't.2': fail }))).toEqual({ is: 'unfinished', blank: 3 })
  })

  it('says why where the checklist has no grades', () => {
    const bare = { ...list, grading: { ...three, bands: [] } }
    const way = wayUp(bare, scored(Object.fromEntries(items.map(({ id }) => [id, pass])), bare))
    expect(way).toEqual({
      is: 'undetermined',
      why: '15/15 điểm, bằng 100 %. Các mức xếp loại của bộ này chưa có trong dữ liệu.',
      open: [],
    })
  })

  it('names the critical items that wait for a figure', () => {
    const measured = item(
      't.6',
      { kind: 'measure', unit: 'mg/l', allowsBelow: true, rule: { by: 'permit', fact: 'maxFlow', better: 'lower' } },
      { critical: true },
    )
    const open = checklist([section('a', [...items, measured])], { grading: three })
    const given = { ...answers(Object.fromEntries(items.map(({ id }) => [id, pass]))) }
    given['t.6'] = { value: { is: 'reading', reading: { is: 'number', number: '5' } } }
    const way = wayUp(open, score(open, facts(), given, { date: '2026-11-20' }))
    expect(way).toMatchObject({ is: 'undetermined', open: ['6'] })
  })

  it('what is said to be enough is enough: mended, the grade is reached', () => {
    for (let mask = 0; mask < 32; mask++) {
      const failed = [1, 2, 3, 4, 5].filter((n) => mask & (1 << (n - 1)))
      const way = wayUp(list, visit(failed))
      if (way.is !== 'missing') continue
      for (const { band, enough } of way.targets) {
        const mended = visit(failed.filter((n) => n !== 1 && !enough.includes(`${n}`)))
        const reached = three.bands.findIndex(({ title }) => title === mended.grade?.title)
        expect(reached).toBeLessThanOrEqual(three.bands.findIndex(({ id }) => id === band.id))
      }
    }
  })
})

describe('what a facility is told', () => {
  it('critical failures first, then what cost most; with the same loss in reading order', () => {
    const same = item('t.9', passFail, { points: 500 })
    const both = checklist([section('a', items), section('b', [same])], { grading: three })
    const given = answers({ 't.1': fail, 't.2': fail, 't.3': pass, 't.4': notApplicable, 't.5': fail, 't.9': fail })
    given['t.2'] = { value: fail, note: 'Rách' }
    const { critical, lost } = feedbackOf(both, score(both, facts(), given, { date: '2026-11-20' }), given)
    expect(critical.map(({ number }) => number)).toEqual(['1'])
    expect(lost.map(({ number, lost: points, note }) => [number, points, note])).toEqual([
      ['5', 500, null],
      ['9', 500, null],
      ['2', 200, 'Rách'],
    ])
  })

  it('nothing of what is still blank', () => {
    const given = answers({ 't.2': fail })
    const { critical, lost } = feedbackOf(list, score(list, facts(), given, { date: '2026-11-20' }), given)
    expect([critical, lost.map(({ number }) => number)]).toEqual([[], ['2']])
  })
})
