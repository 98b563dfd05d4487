import type { Checklist, NumberRule } from '../../src/domain/checklist.ts'
import { checklist, item, passFail, section } from './builders.ts'

/**
 * What no published checklist asks today and the engine promises all the same:
 * ladders, bundles, counted lines, rooms, levels, a bonus, a total apart. One
 * question of each, so that nothing stays untried until a checklist needs it.
 */

const parts = [1, 1, 2, 2, 3, 4, 5, 5].map((level, n) => ({ id: `p${n}`, text: `Tiểu mục ${n + 1}`, level }))
const lines = [1, 2, 3].map((n) => ({
  id: `l${n}`,
  text: `Thiết bị ${n}`,
  required: { '1': n, '2': 2 * n, '3': n === 3 ? null : 1 },
}))
const target = (partial: 'none' | 'proportional'): NumberRule => ({
  by: 'target',
  better: 'higher',
  target: '87.5',
  exclusive: true,
  partial,
  origin: 'proposed',
})
const bands: NumberRule = {
  by: 'steps',
  better: 'lower',
  steps: [
    { bound: '2.5', exclusive: true, points: 100 },
    { bound: '5', points: 33 },
  ],
  elseCritical: true,
  origin: 'proposed',
}

export function everyKind(combine: 'worst' | 'mean' | 'main'): Checklist {
  return checklist(
    [
      section('sum', [
        item('bundle', { kind: 'bundle', parts: parts.map(({ id, text }) => ({ id, text })) }, { critical: true }),
        item('lines', { kind: 'lines', lines, rule: target('proportional') }),
        item('bonus', passFail, { bonus: true }),
        item('value', { kind: 'measure', unit: 'điểm', allowsBelow: false, rule: { by: 'value', max: '100' } }),
        item('share', { kind: 'measure', unit: '%', allowsBelow: true, rule: target('proportional') }, { points: 33 }),
        item('low', { kind: 'ratio', numerator: 'Lỗi', denominator: 'Lần', rule: bands }),
        item('day', { kind: 'date', rule: { by: 'recorded' } }),
        item('beds', passFail, { appliesTo: { types: ['hospital', 'clinic'], minBeds: 20, belowBeds: 500 } }),
        item('zone', passFail, { appliesTo: { types: ['hospital', 'communeStation'], zones: [2, 3] } }),
      ]),
      section('places', [
        item('site', { kind: 'scale', max: 3 }, { each: 'site', points: 250 }),
        item('room', passFail, { each: 'room', critical: true }),
        item(
          'room-share',
          { kind: 'ratio', numerator: 'Đạt', denominator: 'Đã xem', rule: target('none') },
          { each: 'room' },
        ),
        item('far', passFail, {
          each: 'site',
          appliesTo: { types: ['hospital', 'communeStation'], requires: ['hasSeveralSites', 'hasPermit'] },
        }),
      ]),
      section(
        'levels',
        [item('ladder', { kind: 'ladder', parts }), item('again', { kind: 'ladder', parts }, { weight: 3 })],
        { counts: 'levels' },
      ),
      section('apart', [item('apart', { kind: 'scale', max: 5 })], { counts: 'apart' }),
      section('unscored', [item('detect', { kind: 'detect' }, { points: 0, critical: true, each: 'site' })], {
        counts: 'unscored',
        points: null,
      }),
    ],
    {
      id: `moi-loai-${combine}`,
      sites: { combine, origin: 'proposed' },
      grading: {
        bands: [
          { id: 'good', title: 'Tốt', atLeast: '90', tone: 'pass' },
          { id: 'passed', title: 'Đạt', atLeast: '62.5', tone: 'partial' },
          { id: 'failed', title: 'Không đạt', atLeast: null, tone: 'fail' },
        ],
        gates: [
          { kind: 'noCriticalFailure', capTo: 'failed' },
          { kind: 'eachSection', atLeast: '33.3', capTo: 'failed' },
          { kind: 'noItemAtZero', capTo: 'passed' },
        ],
        origin: 'proposed',
      },
    },
  )
}
