// @vitest-environment jsdom
import { screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { chatThaiYTe } from '../../src/criteria/chat-thai-y-te.ts'
import type { AnswerValue } from '../../src/domain/answer.ts'
import { answerInWords } from '../../src/domain/answer-words.ts'
import type { Item } from '../../src/domain/checklist.ts'
import { itemsOf } from '../../src/domain/items.ts'
import { BegunShelf } from '../../src/screens/parts/begun-shelf.ts'
import { facts } from '../support/builders.ts'
import { askOnPage } from './field-on-page.tsx'

/** An item of the checklist; its rows of storage may be widened. */
function itemOf(id: string): Item {
  const found = itemsOf(chatThaiYTe).find((item) => item.id === id)
  if (found?.input.kind !== 'storageTime') throw new Error(`no item ${id}`)
  const aYear = {
    wasteKind: 'hazardous',
    received: false,
    belowCelsius: null,
    belowKgPerDay: null,
    maxDays: 365,
  } as const
  return id === 'ctyt.5.4' ? { ...found, input: { ...found.input, rows: [...found.input.rows, aYear] } } : found
}

const context = { checklist: chatThaiYTe, facts: facts(), date: '2026-11-22' }

/** One item of the waste checklist, answered by a person. */
const ask = (id: string, first: AnswerValue | null = null, shelf = new BegunShelf(async () => {})) =>
  askOnPage(itemOf(id), context, { first, shelf })

const own = { is: 'storage', wasteKind: 'infectious', received: false, celsius: null, kgPerDay: null } as const
const limit = () => screen.getByRole('status', { name: 'Thời hạn lưu giữ' })
const waste = (name: string) => screen.getByRole('radio', { name })
const number = (label: string) => screen.getByLabelText(label)
const days = 'Đã lưu lâu nhất'

describe('storage time', () => {
  it('days without their waste, and waste without its days, survive leaving the page', async () => {
    const shelf = new BegunShelf(async () => {})
    const before = ask('ctyt.5.4', null, shelf)
    await before.user.type(number(days), '2')
    await before.user.tab()
    expect(before.said).toEqual([])
    before.unmount()
    const { user, last, begun, unmount } = ask('ctyt.5.4', null, shelf)
    expect(number(days)).toHaveValue('2')
    await user.click(waste('Lây nhiễm, của cơ sở'))
    expect(last()).toEqual({ ...own, days: '2' })
    expect(begun()).toEqual({})
    await user.clear(number(days))
    await user.tab()
    expect(last()).toBeNull()
    unmount()
    ask('ctyt.5.4', null, shelf)
    expect(waste('Lây nhiễm, của cơ sở')).toBeChecked()
  })

  it('nothing is begun where the only waste there is was chosen by nobody, and the days are taken out', async () => {
    const { user, last, begun } = ask('ctyt.6.4')
    await user.type(number(days), '2')
    await user.tab()
    expect(last()).toMatchObject({ days: '2' })
    await user.clear(number(days))
    await user.tab()
    expect(last()).toBeNull()
    expect(begun()).toEqual({})
  })

  it('is stored once the waste and the days are there', async () => {
    const { user, said } = ask('ctyt.5.4')
    await user.type(number(days), '2')
    await user.tab()
    expect(said).toEqual([])
    await user.click(waste('Lây nhiễm, của cơ sở'))
    expect(said).toEqual([{ ...own, days: '2' }])
  })

  it('shows the limit as it stands, before any day is typed', async () => {
    const { user, said } = ask('ctyt.5.4')
    expect(limit()).toHaveTextContent('Chọn loại chất thải')
    await user.click(waste('Lây nhiễm, của cơ sở'))
    expect(limit()).toHaveTextContent('Thời hạn: tối đa 2 ngày. Chưa nhập nhiệt độ nơi lưu, lượng phát sinh mỗi ngày')
    await user.type(number('Lượng phát sinh mỗi ngày'), '4,9')
    await user.tab()
    expect(limit()).toHaveTextContent('Thời hạn: tối đa 3 ngày. Chưa nhập nhiệt độ nơi lưu:')
    await user.type(number('Nhiệt độ nơi lưu'), '-2,5')
    await user.tab()
    expect(limit()).toHaveTextContent(/^Thời hạn: tối đa 7 ngày\.$/)
    expect(said).toEqual([])
    await user.type(number(days), '6')
    await user.tab()
    expect(said).toEqual([{ ...own, celsius: '-2.5', kgPerDay: '4.9', days: '6' }])
  })

  it('a cold room below zero can be said with a keyboard that has no minus', async () => {
    const { user, last } = ask('ctyt.5.4', { ...own, celsius: '4', days: '6' })
    await user.click(screen.getByRole('button', { name: 'Đổi dấu âm, dương' }))
    expect(last()).toEqual({ ...own, celsius: '-4', days: '6' })
    expect(number('Nhiệt độ nơi lưu')).toHaveValue('-4')
  })

  it('asks only for what decides: hazardous waste has days alone', async () => {
    const { user, last } = ask('ctyt.5.4', { ...own, celsius: '4', days: '6' })
    await user.click(waste('Nguy hại không lây nhiễm, của cơ sở'))
    expect(last()).toEqual({ ...own, wasteKind: 'hazardous', days: '6' })
    expect(screen.queryByLabelText('Nhiệt độ nơi lưu')).not.toBeInTheDocument()
    expect(limit()).toHaveTextContent('tối đa 365 ngày')
  })

  it('of others, above 20 °C, has to be treated on the day', async () => {
    const { user, last } = ask('ctyt.5.4', { ...own, days: '1' })
    await user.click(waste('Lây nhiễm, nhận từ nơi khác'))
    await user.type(number('Nhiệt độ nơi lưu'), '25')
    await user.tab()
    expect(last()).toEqual({ ...own, received: true, celsius: '25', days: '1' })
    expect(limit()).toHaveTextContent('Thời hạn: xử lý trong ngày.')
  })

  it('offers no choice where only waste of others is asked about', async () => {
    const { user, last } = ask('ctyt.6.4')
    expect(screen.queryByText('Loại chất thải')).not.toBeInTheDocument()
    await user.type(number('Nhiệt độ nơi lưu'), '18')
    await user.type(number(days), '2')
    await user.tab()
    expect(last()).toEqual({ ...own, received: true, celsius: '18', days: '2' })
  })

  it.each([
    [days, '2x', 'Chưa đọc được số này'],
    [days, '-1', 'không thể âm'],
    [days, '3.000', 'Nhập 3000 hoặc 3,0.'],
    ['Nhiệt độ nơi lưu', '<8', 'cần một con số'],
    ['Lượng phát sinh mỗi ngày', '-4', 'không thể âm'],
  ])('%s “%s” is refused with a sentence, and the answer stays', async (label, typed, sentence) => {
    const { user, said } = ask('ctyt.5.4', { ...own, celsius: '6', kgPerDay: '4', days: '2' })
    await user.clear(number(label))
    await user.type(number(label), typed)
    await user.tab()
    expect(screen.getByRole('alert')).toHaveTextContent(sentence)
    expect(number(label)).toHaveValue(typed)
    expect(said).toEqual([])
  })

  it('clearing the days clears the answer and keeps the waste chosen', async () => {
    const { user, last } = ask('ctyt.5.4', { ...own, days: '2' })
    await user.clear(number(days))
    await user.tab()
    expect(last()).toBeNull()
    expect(waste('Lây nhiễm, của cơ sở')).toBeChecked()
  })

  it('“Không áp dụng” empties the fields', async () => {
    const { user, last } = ask('ctyt.5.4', { ...own, days: '2' })
    await user.click(waste('Không áp dụng'))
    expect(last()).toEqual({ is: 'notApplicable' })
    expect(number(days)).toHaveValue('')
  })

  it('reads on paper with everything that decides', () => {
    const item = itemOf('ctyt.5.4')
    expect(answerInWords(item, { ...own, days: '2.5' })).toBe('Lây nhiễm, của cơ sở: lưu 2,5 ngày')
    expect(answerInWords(item, { ...own, received: true, celsius: '6.5', kgPerDay: '4', days: '3' })).toBe(
      'Lây nhiễm, nhận từ nơi khác: lưu 3 ngày, 6,5 °C, 4 kg/ngày',
    )
  })
})
