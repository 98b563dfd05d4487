// @vitest-environment jsdom
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import type { AnswerValue } from '../../src/domain/answer.ts'
import type { Input, Item } from '../../src/domain/checklist.ts'
import { BegunShelf } from '../../src/screens/parts/begun-shelf.ts'
import { ItemField } from '../../src/screens/parts/item-field.tsx'
import { checklist, facts, item, section, wastewater } from '../support/builders.ts'
import { askOnPage, nothingBegun } from './field-on-page.tsx'

const contextOf = (of: Item) => ({
  checklist: checklist([section('a', [of])]),
  facts: facts({ zone: 2, wastewater: wastewater() }),
  date: '2026-11-22',
})

const ask = (of: Item, first: AnswerValue | null = null) => askOnPage(of, contextOf(of), { first })

const measure = (more: Partial<Extract<Input, { kind: 'measure' }>> = {}): Input => ({
  kind: 'measure',
  unit: 'mg/l',
  allowsBelow: true,
  rule: { by: 'recorded' },
  ...more,
})
const marks = {
  parts: [
    { id: 'x', text: 'Có bảng tên' },
    { id: 'y', text: 'Có khóa' },
  ],
}

describe('one tap per answer', () => {
  it.each<[string, string, Input, AnswerValue]>([
    ['passFail', 'Đạt', { kind: 'passFail' }, { is: 'verdict', verdict: 'pass' }],
    ['passFail', 'Không đạt', { kind: 'passFail' }, { is: 'verdict', verdict: 'fail' }],
    ['passFail', 'Không áp dụng', { kind: 'passFail' }, { is: 'notApplicable' }],
    ['scale', '1 Một phần', { kind: 'scale', max: 2 }, { is: 'level', level: 1 }],
    ['detect', 'Không phát hiện', { kind: 'detect' }, { is: 'detected', detected: false }],
    ['detect', 'Chưa có số liệu', { kind: 'detect' }, { is: 'noData' }],
    ['measure', 'Không phát hiện (KPH)', measure(), { is: 'reading', reading: { is: 'notDetected' } }],
  ])('%s: %s', async (_, label, input, value) => {
    const { user, last } = ask(item('i', input))
    await user.click(screen.getByRole('radio', { name: label }))
    expect(last()).toEqual(value)
    expect(screen.getByRole('radio', { name: label })).toBeChecked()
  })

  it('tapping the chosen one again takes it back', async () => {
    const { user, said } = ask(item('i', { kind: 'passFail' }))
    await user.click(screen.getByRole('radio', { name: 'Đạt' }))
    await user.click(screen.getByRole('radio', { name: 'Đạt' }))
    expect(said).toEqual([{ is: 'verdict', verdict: 'pass' }, null])
  })

  it('a choice that is not taken does not go on standing there as chosen', async () => {
    const of = item('i', { kind: 'passFail' })
    const context = { checklist: checklist([section('a', [of])]), facts: facts(), date: '2026-11-22' }
    render(
      <ItemField
        item={of}
        value={{ is: 'verdict', verdict: 'fail' }}
        onAnswer={() => {}}
        context={context}
        begun={nothingBegun}
      />,
    )
    fireEvent.click(screen.getByRole('radio', { name: 'Đạt' }))
    expect(screen.getByRole('radio', { name: 'Đạt' })).toBeChecked()
    await waitFor(() => expect(screen.getByRole('radio', { name: 'Không đạt' })).toBeChecked())
    expect(screen.getByRole('radio', { name: 'Đạt' })).not.toBeChecked()
  })

  it('“Không áp dụng” is offered only where the item allows it', () => {
    ask(item('i', { kind: 'passFail' }, { allowsNotApplicable: false }))
    expect(screen.queryByRole('radio', { name: 'Không áp dụng' })).not.toBeInTheDocument()
  })
})

describe('a measure', () => {
  it.each([
    ['6,5', { is: 'number', number: '6.5' }],
    ['6.5', { is: 'number', number: '6.5' }],
    ['<0,01', { is: 'below', number: '0.01' }],
    ['KPH', { is: 'notDetected' }],
  ])('typed as %s', async (typed, reading) => {
    const { user, last } = ask(item('i', measure()))
    await user.type(screen.getByRole('textbox'), typed)
    await user.tab()
    expect(last()).toEqual({ is: 'reading', reading })
  })

  it('is kept half a second after the last key, without leaving the field', async () => {
    const { user, said } = ask(item('i', measure()))
    await user.type(screen.getByRole('textbox'), '61')
    expect(said).toEqual([])
    await waitFor(() => expect(said).toEqual([{ is: 'reading', reading: { is: 'number', number: '61' } }]), {
      timeout: 2000,
    })
  })

  it('is kept at once when the page is left, and when the screen changes', async () => {
    const first = ask(item('i', measure()))
    await first.user.type(screen.getByRole('textbox'), '7')
    window.dispatchEvent(new Event('pagehide'))
    expect(first.last()).toEqual({ is: 'reading', reading: { is: 'number', number: '7' } })
    await first.user.type(screen.getByRole('textbox'), '5')
    first.unmount()
    expect(first.last()).toEqual({ is: 'reading', reading: { is: 'number', number: '75' } })
  })

  it('“3.000” is asked about and stays in its field', async () => {
    const { user, said } = ask(item('i', measure()))
    await user.type(screen.getByRole('textbox'), '3.000')
    await user.tab()
    expect(screen.getByRole('alert')).toHaveTextContent('Nhập 3000 hoặc 3,0.')
    expect(screen.getByRole('textbox')).toHaveValue('3.000')
    expect(said).toEqual([])
  })

  it('says which number is kept while another cannot be read', async () => {
    const { user } = ask(item('i', measure()), { is: 'reading', reading: { is: 'number', number: '61' } })
    await user.clear(screen.getByRole('textbox'))
    await user.type(screen.getByRole('textbox'), '6x')
    await user.click(document.body)
    expect(screen.getByRole('alert')).toHaveTextContent(/Chưa đọc được số này.* Số đang lưu: 61\./)
  })

  it('without a detection limit “<5” is refused', async () => {
    const { user, said } = ask(item('i', measure({ allowsBelow: false })))
    await user.type(screen.getByRole('textbox'), '<5')
    await user.tab()
    expect(screen.getByRole('alert')).toHaveTextContent('cần một con số')
    expect(said).toEqual([])
  })

  it('where the inspector concludes, nothing is kept before number and conclusion are there', async () => {
    const { user, said } = ask(item('i', measure({ unit: 'lux', rule: { by: 'inspector', reference: null } })))
    await user.type(screen.getByRole('textbox'), '250')
    await user.tab()
    expect(said).toEqual([])
    await user.click(screen.getByRole('radio', { name: 'Đạt' }))
    expect(said).toEqual([{ is: 'reading', reading: { is: 'number', number: '250' }, verdict: 'pass' }])
  })

  const cold: Input = measure({ unit: '°C', allowsBelow: false })
  const sign = () => screen.getByRole('button', { name: 'Đổi dấu âm, dương' })

  it('below zero can be said with a keyboard that has no minus, before or after the digits', async () => {
    const { user, last, said } = ask(item('i', cold))
    await user.type(screen.getByRole('textbox'), '4,5')
    await user.click(sign())
    await user.tab()
    expect(last()).toEqual({ is: 'reading', reading: { is: 'number', number: '-4.5' } })
    await user.click(sign())
    expect(last()).toEqual({ is: 'reading', reading: { is: 'number', number: '4.5' } })
    await user.clear(screen.getByRole('textbox'))
    await user.tab()
    said.length = 0
    await user.click(sign())
    expect(screen.getByRole('textbox')).toHaveFocus()
    await user.keyboard('18')
    await user.tab()
    expect(said).toEqual([{ is: 'reading', reading: { is: 'number', number: '-18' } }])
  })

  it('below the detection limit can be said with it too', async () => {
    const { user, last } = ask(item('i', measure()))
    const below = screen.getByRole('button', { name: 'Dưới giới hạn phát hiện (<)' })
    await user.click(below)
    await user.keyboard('0,01')
    await user.tab()
    expect(last()).toEqual({ is: 'reading', reading: { is: 'below', number: '0.01' } })
    await user.click(below)
    expect(last()).toEqual({ is: 'reading', reading: { is: 'number', number: '0.01' } })
  })

  it('a lone minus is the beginning of a number, not a mistake', async () => {
    const { user, said } = ask(item('i', cold))
    await user.click(sign())
    await user.tab()
    expect(screen.queryByRole('alert')).not.toBeInTheDocument()
    expect(said).toEqual([])
  })

  it('the sign is offered where something lies below zero, and nowhere else', () => {
    const saved = { by: 'steps', better: 'higher', steps: [{ bound: '0', points: 100 }], elseCritical: false } as const
    const grown = ask(
      item('i', measure({ unit: '%', rule: { ...saved, steps: [...saved.steps], origin: 'proposed' } })),
    )
    expect(sign()).toBeInTheDocument()
    grown.unmount()
    ask(item('i', measure()))
    expect(screen.queryByRole('button', { name: 'Đổi dấu âm, dương' })).not.toBeInTheDocument()
  })

  it('a concentration below zero is refused: it would pass every limit', async () => {
    const { user, said } = ask(item('i', measure()))
    await user.type(screen.getByRole('textbox'), '-5')
    await user.tab()
    expect(screen.getByRole('alert')).toHaveTextContent('không thể âm')
    expect(said).toEqual([])
  })

  it.each([
    ['-2.5', '-2,5', '-2,6', '-2.6'],
    ['12000', '12000', '12500', '12500'],
  ])('a kept %s stands in the field as it can be typed again', async (kept, shown, typed, number) => {
    const { user, last } = ask(item('i', cold), { is: 'reading', reading: { is: 'number', number: kept } })
    expect(screen.getByRole('textbox')).toHaveValue(shown)
    await user.type(screen.getByRole('textbox'), '{Backspace>3/}')
    await user.type(screen.getByRole('textbox'), typed.slice(shown.length - 3))
    await user.tab()
    expect(last()).toEqual({ is: 'reading', reading: { is: 'number', number } })
  })

  it('a minus sign that is not a hyphen is read too', async () => {
    const { user, last } = ask(item('i', cold))
    await user.type(screen.getByRole('textbox'), '−2,5')
    await user.tab()
    expect(last()).toEqual({ is: 'reading', reading: { is: 'number', number: '-2.5' } })
  })

  it('a conclusion does not bring in a reading that the item does not take', async () => {
    const open = measure({ allowsBelow: false, rule: { by: 'inspector', reference: null } })
    const { user, said } = ask(item('i', open))
    await user.type(screen.getByRole('textbox'), '<5')
    await user.click(screen.getByRole('radio', { name: 'Đạt' }))
    expect(screen.getByRole('alert')).toHaveTextContent('cần một con số')
    expect(said).toEqual([])
  })

  it('“Không áp dụng” takes the conclusion with it', async () => {
    const { user, last } = ask(item('i', measure({ rule: { by: 'inspector', reference: null } })))
    await user.click(screen.getByRole('radio', { name: 'Đạt' }))
    await user.click(screen.getByRole('radio', { name: 'Không áp dụng' }))
    expect(last()).toEqual({ is: 'notApplicable' })
    expect(screen.getByRole('radio', { name: 'Đạt' })).not.toBeChecked()
  })

  it('clearing the field clears the answer', async () => {
    const { user, last } = ask(item('i', measure()), { is: 'reading', reading: { is: 'number', number: '61' } })
    await user.clear(screen.getByRole('textbox'))
    await user.tab()
    expect(last()).toBeNull()
  })

  it('another answer from outside shows in the field', () => {
    const of = item('i', measure())
    const context = { checklist: checklist([section('a', [of])]), facts: facts(), date: '2026-11-22' }
    const value = (number: string): AnswerValue => ({ is: 'reading', reading: { is: 'number', number } })
    const view = render(
      <ItemField item={of} value={value('1')} onAnswer={vi.fn()} context={context} begun={nothingBegun} />,
    )
    view.rerender(
      <ItemField item={of} value={value('2.5')} onAnswer={vi.fn()} context={context} begun={nothingBegun} />,
    )
    expect(screen.getByRole('textbox')).toHaveValue('2,5')
  })
})

describe('a ratio', () => {
  const ratio: Input = { kind: 'ratio', numerator: 'Túi đúng', denominator: 'Túi đã kiểm', rule: { by: 'recorded' } }

  it('is kept once both numbers are there, with its percentage', async () => {
    const { user, said, last } = ask(item('i', ratio))
    await user.type(screen.getByLabelText('Túi đúng'), '8')
    await user.tab()
    expect(said).toEqual([])
    await user.type(screen.getByLabelText('Túi đã kiểm'), '12')
    await user.tab()
    expect(last()).toEqual({ is: 'ratio', numerator: 8, denominator: 12 })
    expect(screen.getByRole('status', { name: 'Tỷ lệ' })).toHaveTextContent('66,66 %')
  })

  it.each([
    ['9', '8', 'không thể lớn hơn'],
    ['1', '0', 'không thể lớn hơn'],
    ['1,5', '3', 'Chỉ nhập số nguyên'],
  ])('%s of %s is refused with a sentence', async (top, bottom, words) => {
    const { user, said } = ask(item('i', ratio))
    await user.type(screen.getByLabelText('Túi đúng'), top)
    await user.type(screen.getByLabelText('Túi đã kiểm'), bottom)
    await user.tab()
    expect(screen.getByRole('alert')).toHaveTextContent(words)
    expect(said).toEqual([])
  })
})

describe('a ratio of nothing', () => {
  it('0 of 0 is kept, and has no percentage', async () => {
    const nothing: Input = {
      kind: 'ratio',
      numerator: 'Túi đúng',
      denominator: 'Túi đã kiểm',
      rule: { by: 'recorded' },
    }
    const { user, last } = ask(item('i', nothing))
    await user.type(screen.getByLabelText('Túi đúng'), '0')
    await user.type(screen.getByLabelText('Túi đã kiểm'), '0')
    await user.tab()
    expect(last()).toEqual({ is: 'ratio', numerator: 0, denominator: 0 })
    expect(screen.getByRole('status', { name: 'Tỷ lệ' })).toHaveTextContent('– %')
  })
})

describe('the other kinds', () => {
  it('bundle: each part is marked, and taking the last mark back leaves nothing', async () => {
    const { user, last } = ask(item('i', { kind: 'bundle', ...marks }))
    const part = within(screen.getByRole('group', { name: 'Có khóa' }))
    await user.click(part.getByRole('radio', { name: 'Không đạt' }))
    expect(last()).toEqual({ is: 'marks', marks: { y: 'fail' } })
    await user.click(part.getByRole('radio', { name: 'Không đạt' }))
    expect(last()).toBeNull()
  })

  it('ladder: on level 1 one says whether the violation is there', async () => {
    const parts = [{ id: 'v', text: 'Đốt rác ngoài trời', level: 1 }]
    const { user, last } = ask(item('i', { kind: 'ladder', parts }))
    await user.click(screen.getByRole('radio', { name: 'Có vi phạm' }))
    expect(last()).toEqual({ is: 'marks', marks: { v: 'pass' } })
  })

  it('lines: counts, each with what the zone asks for', async () => {
    const lines = [{ id: 'bed', text: 'Giường bệnh', required: { 1: null, 2: 5, 3: 3 } }]
    const { user, last } = ask(item('i', { kind: 'lines', lines, rule: { by: 'recorded' } }))
    expect(screen.getByText('Cần có 5.')).toBeInTheDocument()
    await user.type(screen.getByLabelText('Giường bệnh'), '4')
    await user.tab()
    expect(last()).toEqual({ is: 'counts', counts: { bed: 4 } })
  })

  it('date', async () => {
    const { user, last } = ask(item('i', { kind: 'date', rule: { by: 'recorded' } }))
    await user.type(screen.getByLabelText('Câu hỏi i?'), '2026-10-01')
    await user.tab()
    expect(last()).toEqual({ is: 'date', date: '2026-10-01' })
    expect(screen.getByText(/1\/10\/2026/)).toBeInTheDocument()
  })

  it('text', async () => {
    const { user, last } = ask(item('i', { kind: 'text' }))
    await user.type(screen.getByRole('textbox'), 'Đang sửa kho')
    await user.tab()
    expect(last()).toEqual({ is: 'text', text: 'Đang sửa kho' })
  })
})

describe('the page is left before half a second has gone by', () => {
  const ratio: Input = { kind: 'ratio', numerator: 'Túi đúng', denominator: 'Túi đã kiểm', rule: { by: 'recorded' } }
  const lines: Input = {
    kind: 'lines',
    lines: [{ id: 'x', text: 'Bác sĩ', required: { 1: 1, 2: 1, 3: 1 } }],
    rule: { by: 'recorded' },
  }

  it('the second number of two is kept', async () => {
    const { user, last, unmount } = ask(item('i', ratio))
    await user.type(screen.getByLabelText('Túi đúng'), '8')
    await user.type(screen.getByLabelText('Túi đã kiểm'), '12')
    unmount()
    expect(last()).toEqual({ is: 'ratio', numerator: 8, denominator: 12 })
  })

  it('a ratio that was changed is not wiped', async () => {
    const { user, said, unmount } = ask(item('i', ratio), { is: 'ratio', numerator: 8, denominator: 12 })
    await user.type(screen.getByLabelText('Túi đã kiểm'), '0')
    unmount()
    expect(said).toEqual([{ is: 'ratio', numerator: 8, denominator: 120 }])
  })

  it('counts that were changed are not wiped', async () => {
    const { user, said, unmount } = ask(item('i', lines), { is: 'counts', counts: { x: 2 } })
    await user.type(screen.getByLabelText('Bác sĩ'), '1')
    unmount()
    expect(said).toEqual([{ is: 'counts', counts: { x: 21 } }])
  })
})

describe('what is typed and is no answer yet survives leaving the page', () => {
  /** The page is left, and opened again on the same tablet. */
  async function comeBack(of: Item, begin: (user: ReturnType<typeof askOnPage>['user']) => Promise<void>) {
    const shelf = new BegunShelf(async () => {})
    const before = askOnPage(of, contextOf(of), { shelf })
    await begin(before.user)
    expect(before.said).toEqual([])
    before.unmount()
    return askOnPage(of, contextOf(of), { shelf })
  }
  const inspector = { by: 'inspector' as const, reference: null }
  const ratio: Input = { kind: 'ratio', numerator: 'Túi đúng', denominator: 'Túi đã kiểm', rule: { by: 'recorded' } }

  it('one number of two, until the other makes it an answer', async () => {
    const { user, last, begun } = await comeBack(item('i', ratio), (user) =>
      user.type(screen.getByLabelText('Túi đúng'), '8'),
    )
    expect(screen.getByLabelText('Túi đúng')).toHaveValue('8')
    await user.type(screen.getByLabelText('Túi đã kiểm'), '12')
    await user.tab()
    expect(last()).toEqual({ is: 'ratio', numerator: 8, denominator: 12 })
    expect(begun()).toEqual({})
  })

  it('two numbers that do not go together, and why', async () => {
    const { user, begun } = await comeBack(item('i', ratio), async (user) => {
      await user.type(screen.getByLabelText('Túi đúng'), '12')
      await user.type(screen.getByLabelText('Túi đã kiểm'), '8')
    })
    expect(screen.getByLabelText('Túi đã kiểm')).toHaveValue('8')
    expect(screen.getByRole('alert')).toHaveTextContent('Số thứ nhất (12) không thể lớn hơn số thứ hai (8).')
    await user.click(screen.getByRole('radio', { name: 'Không áp dụng' }))
    expect(screen.queryByRole('alert')).not.toBeInTheDocument()
    expect(begun()).toEqual({})
  })

  it('both numbers and no conclusion, and a conclusion without its numbers', async () => {
    const of = item('i', { ...ratio, rule: inspector })
    const { user, begun, last } = await comeBack(of, async (user) => {
      await user.click(screen.getByRole('radio', { name: 'Không đạt' }))
      await user.type(screen.getByLabelText('Túi đúng'), '3')
    })
    expect(screen.getByRole('radio', { name: 'Không đạt' })).toBeChecked()
    expect(begun()).toEqual({ top: '3', verdict: 'fail' })
    await user.type(screen.getByLabelText('Túi đã kiểm'), '12')
    await user.tab()
    expect(last()).toEqual({ is: 'ratio', numerator: 3, denominator: 12, verdict: 'fail' })
  })

  it('an answer of which one number was taken out', async () => {
    const shelf = new BegunShelf(async () => {})
    const of = item('i', ratio)
    const first: AnswerValue = { is: 'ratio', numerator: 8, denominator: 12 }
    const { user, last, unmount } = askOnPage(of, contextOf(of), { first, shelf })
    await user.clear(screen.getByLabelText('Túi đúng'))
    await user.tab()
    expect(last()).toBeNull()
    unmount()
    askOnPage(of, contextOf(of), { shelf })
    expect(screen.getByLabelText('Túi đã kiểm')).toHaveValue('12')
  })

  it('a measure that waits for its conclusion', async () => {
    const of = item('i', measure({ rule: inspector }))
    const { user, last, begun } = await comeBack(of, (user) => user.type(screen.getByRole('textbox'), '6,5'))
    expect(screen.getByRole('textbox')).toHaveValue('6,5')
    await user.click(screen.getByRole('radio', { name: 'Đạt' }))
    expect(last()).toEqual({ is: 'reading', reading: { is: 'number', number: '6.5' }, verdict: 'pass' })
    expect(begun()).toEqual({})
  })

  it('a measure whose conclusion is taken back keeps its number', async () => {
    const of = item('i', measure({ rule: inspector }))
    const first: AnswerValue = { is: 'reading', reading: { is: 'number', number: '6.5' }, verdict: 'pass' }
    const { user, last, begun } = askOnPage(of, contextOf(of), { first })
    await user.click(screen.getByRole('radio', { name: 'Đạt' }))
    expect(last()).toBeNull()
    expect(screen.getByRole('textbox')).toHaveValue('6,5')
    expect(begun()).toEqual({ number: '6,5' })
  })

  it('a number that cannot be read, and why', async () => {
    await comeBack(item('i', measure()), (user) => user.type(screen.getByRole('textbox'), '1,2,3'))
    expect(screen.getByRole('textbox')).toHaveValue('1,2,3')
    expect(screen.getByRole('textbox')).toBeInvalid()
  })

  it('a count among others that cannot be read', async () => {
    const lines: Input = {
      kind: 'lines',
      lines: [
        { id: 'x', text: 'Bác sĩ', required: { 1: 1, 2: 1, 3: 1 } },
        { id: 'y', text: 'Điều dưỡng', required: { 1: 1, 2: 1, 3: 1 } },
      ],
      rule: { by: 'recorded' },
    }
    const of = item('i', lines)
    const shelf = new BegunShelf(async () => {})
    const before = askOnPage(of, contextOf(of), { shelf })
    await before.user.type(screen.getByLabelText('Điều dưỡng'), 'hai')
    await before.user.type(screen.getByLabelText('Bác sĩ'), '2')
    await before.user.tab()
    const first = before.last() ?? null
    expect(first).toEqual({ is: 'counts', counts: { x: 2 } })
    before.unmount()
    askOnPage(of, contextOf(of), { first, shelf })
    expect(screen.getByLabelText('Điều dưỡng')).toHaveValue('hai')
    expect(screen.getByLabelText('Điều dưỡng')).toBeInvalid()
    expect(screen.getByLabelText('Bác sĩ')).toHaveValue('2')
  })

  it('nothing over “Không áp dụng”, which stands until both numbers are there', async () => {
    const of = item('i', ratio)
    const { user, said, begun } = askOnPage(of, contextOf(of), { first: { is: 'notApplicable' } })
    await user.type(screen.getByLabelText('Túi đúng'), '8')
    await user.tab()
    expect(begun()).toEqual({})
    await user.type(screen.getByLabelText('Túi đã kiểm'), '12')
    await user.tab()
    expect(said).toEqual([{ is: 'ratio', numerator: 8, denominator: 12 }])
  })

  it('an answer that came from elsewhere stands before what was begun', () => {
    const shelf = new BegunShelf(async () => {})
    shelf.keep('i', { number: '7' })
    const of = item('i', measure())
    askOnPage(of, contextOf(of), { first: { is: 'reading', reading: { is: 'number', number: '61' } }, shelf })
    expect(screen.getByRole('textbox')).toHaveValue('61')
  })
})
