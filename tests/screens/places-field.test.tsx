// @vitest-environment jsdom
import { fireEvent, render, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { AnswerValue } from '../../src/domain/answer.ts'
import { answerInWords } from '../../src/domain/answer-words.ts'
import type { Input, Item } from '../../src/domain/checklist.ts'
import type { Facts } from '../../src/domain/facts.ts'
import { BegunShelf } from '../../src/screens/parts/begun-shelf.ts'
import { ItemCard } from '../../src/screens/parts/item-card.tsx'
import { checklist, facts, item, section } from '../support/builders.ts'
import { askOnPage, boardThatKeeps } from './field-on-page.tsx'

const main = { id: 'main', name: 'Trạm chính' }
const far = { id: 'far', name: 'Điểm trạm Khe Đá' }
const level = (of: number) => ({ is: 'level', level: of }) as const
const scale: Input = { kind: 'scale', max: 2 }
const rate: Input = { kind: 'ratio', numerator: 'Dòng đủ', denominator: 'Số dòng', rule: { by: 'recorded' } }

/** One item of a station on a page of its own; what is begun there is on the shelf. */
function ask(
  of: Item,
  sites: Facts['sites'],
  first: AnswerValue | null = null,
  shelf = new BegunShelf(async () => {}),
) {
  const context = { checklist: checklist([section('a', [of])]), facts: facts({ sites }), date: '2026-11-22' }
  const { unmount: leave, ...page } = askOnPage(of, context, { first, shelf })
  return { ...page, shelf, leave }
}

const at = (name: string) => within(screen.getByRole('group', { name }))

describe('a question for each site', () => {
  const each = item('i', scale, { each: 'site' })

  it('has a row for every site of the station, and keeps only the answered ones', async () => {
    const { user, last } = ask(each, [main, far])
    await user.click(at('Điểm trạm Khe Đá').getByRole('radio', { name: '1 Một phần' }))
    expect(last()).toEqual({ is: 'places', places: [{ ...far, value: level(1) }] })
    await user.click(at('Trạm chính').getByRole('radio', { name: '2 Đạt đủ' }))
    expect(last()).toEqual({
      is: 'places',
      places: [
        { ...main, value: level(2) },
        { ...far, value: level(1) },
      ],
    })
  })

  it('tells its rows apart for ears too', () => {
    ask(each, [main, far])
    expect(screen.getByRole('group', { name: 'Trạm chính: Câu hỏi i?' })).toBeInTheDocument()
    expect(screen.getByRole('group', { name: 'Điểm trạm Khe Đá: Câu hỏi i?' })).toBeInTheDocument()
  })

  it('a site may be set aside, and the last answer taken back leaves nothing', async () => {
    const { user, last } = ask(each, [main, far])
    const aside = () => at('Điểm trạm Khe Đá').getByRole('radio', { name: 'Không áp dụng' })
    await user.click(aside())
    expect(last()).toEqual({ is: 'places', places: [{ ...far, value: { is: 'notApplicable' } }] })
    await user.click(aside())
    expect(last()).toBeNull()
  })

  it('one number of two survives leaving the page at each site', async () => {
    const of = item('i', rate, { each: 'site' })
    const before = ask(of, [main, far])
    await before.user.type(at('Điểm trạm Khe Đá').getByLabelText('Dòng đủ'), '5')
    await before.user.tab()
    before.leave()
    ask(of, [main, far], null, before.shelf)
    expect(at('Điểm trạm Khe Đá').getByLabelText('Dòng đủ')).toHaveValue('5')
    expect(at('Trạm chính').getByLabelText('Dòng đủ')).toHaveValue('')
  })

  it('numbers typed at two sites are both kept', async () => {
    const { user, last } = ask(item('i', rate, { each: 'site' }), [main, far])
    for (const [name, top] of [
      ['Trạm chính', '8'],
      ['Điểm trạm Khe Đá', '5'],
    ] as const) {
      await user.type(at(name).getByLabelText('Dòng đủ'), top)
      await user.type(at(name).getByLabelText('Số dòng'), '10')
    }
    await user.tab()
    expect(last()).toEqual({
      is: 'places',
      places: [
        { ...main, value: { is: 'ratio', numerator: 8, denominator: 10 } },
        { ...far, value: { is: 'ratio', numerator: 5, denominator: 10 } },
      ],
    })
  })

  it.each([
    ['without a list of sites', [], 'main'],
    ['with one site', [far], 'far'],
  ])('a facility %s answers once', async (_, sites, id) => {
    const { user, last } = ask(each, sites)
    expect(screen.getAllByRole('radio', { name: '2 Đạt đủ' })).toHaveLength(1)
    await user.click(screen.getByRole('radio', { name: '2 Đạt đủ' }))
    expect(last()).toEqual({ is: 'places', places: [{ id, name: 'Cơ sở chính', value: level(2) }] })
    expect(screen.getByRole('radio', { name: '2 Đạt đủ' })).toBeChecked()
  })

  it('reads in a list as each site with its answer', () => {
    const places = [
      { ...main, value: level(2) },
      { ...far, value: { is: 'notApplicable' } as const },
    ]
    expect(answerInWords(each, { is: 'places', places })).toBe(
      'Trạm chính: Mức 2/2 – đạt đủ; Điểm trạm Khe Đá: Không áp dụng',
    )
  })
})

describe('a question for each room', () => {
  const each = item('i', { kind: 'passFail' }, { each: 'room' })

  it('begins with one, and another can be added and named', async () => {
    const { user, last } = ask(each, [main, far])
    await user.click(at('Phòng 1').getByRole('radio', { name: 'Đạt' }))
    await user.click(screen.getByRole('button', { name: 'Thêm phòng' }))
    await user.click(at('Phòng 2').getByRole('radio', { name: 'Không đạt' }))
    const name = at('Phòng 2').getByLabelText('Tên phòng')
    await user.clear(name)
    await user.type(name, 'Phòng tiêm')
    await user.tab()
    expect(last()).toMatchObject({
      places: [
        { name: 'Phòng 1', value: { verdict: 'pass' } },
        { name: 'Phòng tiêm', value: { verdict: 'fail' } },
      ],
    })
    expect(screen.getByRole('group', { name: 'Phòng tiêm' })).toBeInTheDocument()
  })

  it('a room that was added survives leaving the page before it has an answer', async () => {
    const before = ask(each, [])
    await before.user.click(at('Phòng 1').getByRole('radio', { name: 'Đạt' }))
    await before.user.click(screen.getByRole('button', { name: /^Thêm phòng/ }))
    const name = at('Phòng 2').getByLabelText('Tên phòng')
    await before.user.clear(name)
    await before.user.type(name, 'Phòng tiêm')
    await before.user.tab()
    before.leave()
    ask(each, [], before.last(), before.shelf)
    expect(at('Phòng 1').getByRole('radio', { name: 'Đạt' })).toBeChecked()
    expect(screen.getByRole('group', { name: 'Phòng tiêm' })).toBeInTheDocument()
  })

  it('a room whose answer is taken back stays on the page, and is there when it is opened again', async () => {
    const { user, last, shelf, leave } = ask(each, [])
    await user.type(at('Phòng 1').getByLabelText('Tên phòng'), ' A')
    await user.tab()
    await user.click(at('Phòng 1 A').getByRole('radio', { name: 'Đạt' }))
    expect(shelf.entry('i').texts).toEqual({})
    await user.click(at('Phòng 1 A').getByRole('radio', { name: 'Đạt' }))
    expect(last()).toBeNull()
    leave()
    ask(each, [], null, shelf)
    expect(screen.getByRole('group', { name: 'Phòng 1 A' })).toBeInTheDocument()
  })

  it('a room that was added by mistake is left out again, with what was typed in it; the last one stays', async () => {
    const { user, begun } = ask(item('i', rate, { each: 'room' }), [])
    await user.click(screen.getByRole('button', { name: 'Thêm phòng' }))
    await user.type(at('Phòng 2').getByLabelText('Dòng đủ'), '8')
    await user.tab()
    expect(Object.values(begun())).toEqual(['Phòng 1', 'Phòng 2', '8'])
    await user.click(screen.getByRole('button', { name: 'Bỏ Phòng 2' }))
    expect(Object.values(begun())).toEqual(['Phòng 1'])
    expect(screen.queryByRole('group', { name: 'Phòng 2' })).not.toBeInTheDocument()
    expect(screen.queryByRole('button', { name: /^Bỏ/ })).not.toBeInTheDocument()
    expect(screen.getByRole('button', { name: 'Thêm phòng' })).toHaveFocus()
  })

  it('one number of two is kept in its room, and gone when that room is answered', async () => {
    const of = item('i', rate, { each: 'room' })
    const before = ask(of, [])
    await before.user.click(screen.getByRole('button', { name: 'Thêm phòng' }))
    await before.user.type(at('Phòng 1').getByLabelText('Dòng đủ'), '8')
    await before.user.type(at('Phòng 2').getByLabelText('Dòng đủ'), '5')
    await before.user.tab()
    expect(before.said).toEqual([])
    before.leave()
    const { user, last, begun } = ask(of, [], null, before.shelf)
    expect(at('Phòng 1').getByLabelText('Dòng đủ')).toHaveValue('8')
    expect(at('Phòng 2').getByLabelText('Dòng đủ')).toHaveValue('5')
    await user.type(at('Phòng 1').getByLabelText('Số dòng'), '10')
    await user.tab()
    const value = { is: 'ratio', numerator: 8, denominator: 10 }
    expect(last()).toMatchObject({ is: 'places', places: [{ name: 'Phòng 1', value }] })
    expect(Object.values(begun())).toEqual(['Phòng 2', '5'])
  })
})

describe('a rate on which the inspector concludes', () => {
  const open = item('i', { ...rate, rule: { by: 'inspector', reference: null } })

  it('is kept once both numbers and the conclusion are there', async () => {
    const { user, last } = ask(open, [])
    await user.type(screen.getByLabelText('Dòng đủ'), '9')
    await user.type(screen.getByLabelText('Số dòng'), '12')
    await user.tab()
    expect(last()).toBeUndefined()
    await user.click(screen.getByRole('radio', { name: 'Đạt' }))
    const value = { is: 'ratio', numerator: 9, denominator: 12, verdict: 'pass' } as const
    expect(last()).toEqual(value)
    expect(answerInWords(open, value)).toBe('9/12 = 75 % (đạt)')
  })

  it('another number keeps the conclusion, and taking that back leaves nothing', async () => {
    const first: AnswerValue = { is: 'ratio', numerator: 9, denominator: 12, verdict: 'fail' }
    const { user, last } = ask(open, [], first)
    await user.clear(screen.getByLabelText('Dòng đủ'))
    await user.type(screen.getByLabelText('Dòng đủ'), '10')
    await user.tab()
    expect(last()).toEqual({ ...first, numerator: 10 })
    await user.click(screen.getByRole('radio', { name: 'Không đạt' }))
    expect(last()).toBeNull()
  })
})

it('two sites answered before the first one is drawn on their card: both are kept', async () => {
  const of = item('i', { kind: 'passFail' }, { each: 'site' })
  const context = {
    checklist: checklist([section('a', [of])]),
    facts: facts({ sites: [main, far] }),
    date: '2026-11-22',
  }
  const board = boardThatKeeps()
  render(<ItemCard item={of} number="1" board={board} context={context} contested={false} />)
  fireEvent.click(at('Trạm chính').getByRole('radio', { name: 'Đạt' }))
  fireEvent.click(at('Điểm trạm Khe Đá').getByRole('radio', { name: 'Không đạt' }))
  expect(board.entry('i').answer.value).toEqual({
    is: 'places',
    places: [
      { ...main, value: { is: 'verdict', verdict: 'pass' } },
      { ...far, value: { is: 'verdict', verdict: 'fail' } },
    ],
  })
})
