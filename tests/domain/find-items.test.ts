import { describe, expect, it } from 'vitest'
import { findItems, type ItemFilter, nextBlank } from '../../src/domain/find-items.ts'
import { createScorer } from '../../src/domain/scoring/score.ts'
import { checklist, facts, fail, item, pass, passFail, section } from '../support/builders.ts'

const list = checklist([
  section('a', [
    item('t.1.1', passFail, { question: 'Nhân viên rửa tay trước khi tiêm?' }),
    item('t.1.2', passFail, { question: 'Có bồn rửa tay ở mỗi phòng?', critical: true }),
  ]),
  section('b', [item('t.2.1', passFail, { question: 'Nước thải được xử lý?' })]),
])
const scoreOf = createScorer({ checklist: list, facts: facts(), date: '2026-11-22' })
const idsOf = (found: ReturnType<typeof findItems>) => found.flatMap(({ items }) => items.map(({ id }) => id))

const score = scoreOf({ 't.1.1': { value: pass }, 't.1.2': { value: fail } })
const withPhoto = new Set(['t.1.1'])

describe('finding items', () => {
  it.each<[string, ItemFilter, string[]]>([
    ['', 'all', ['t.1.1', 't.1.2', 't.2.1']],
    ['rua tay', 'all', ['t.1.1', 't.1.2']],
    ['tay bồn', 'all', ['t.1.2']],
    ['NUOC', 'all', ['t.2.1']],
    ['uoc', 'all', []],
    ['1.', 'all', ['t.1.1', 't.1.2']],
    [' 2.1 ', 'all', ['t.2.1']],
    ['', 'blank', ['t.2.1']],
    ['', 'failed', ['t.1.2']],
    ['rua', 'photo', ['t.1.1']],
    ['nuoc', 'failed', []],
  ])('%s, %s', (query, filter, found) => {
    expect(idsOf(findItems(list.sections.map(open), query, filter, { score, withPhoto }))).toEqual(found)
  })
})

describe('the next gap', () => {
  const sections = list.sections.map(open)
  it.each([
    [null, 't.1.2'],
    ['t.1.1', 't.1.2'],
    ['t.1.2', 't.2.1'],
    // Behind the last comes the first.
    ['t.2.1', 't.1.2'],
  ])('after %s', (after, next) => {
    const some = scoreOf({ 't.1.1': { value: pass } })
    expect(nextBlank(sections, some, after)?.itemId).toBe(next)
  })

  it('is the item itself where it is the only one, and none where nothing is missing', () => {
    expect(nextBlank(sections, score, 't.2.1')).toEqual({ sectionId: 'b', itemId: 't.2.1' })
    const full = scoreOf({ 't.1.1': { value: pass }, 't.1.2': { value: fail }, 't.2.1': { value: pass } })
    expect(nextBlank(sections, full, null)).toBeNull()
  })
})

function open(each: (typeof list.sections)[number]) {
  return { section: each, items: each.items }
}
