// @vitest-environment jsdom
import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { AnswerValue, Opportunity } from '../../src/domain/answer.ts'
import { answerInWords } from '../../src/domain/answer-words.ts'
import type { Input } from '../../src/domain/checklist.ts'
import { ItemCard } from '../../src/screens/parts/item-card.tsx'
import { ItemField } from '../../src/screens/parts/item-field.tsx'
import { checklist, facts, item, section } from '../support/builders.ts'
import { askOnPage, boardThatKeeps, nothingBegun } from './field-on-page.tsx'

function observation(more: Partial<Extract<Input, { kind: 'observation' }>> = {}): Input {
  return {
    kind: 'observation',
    counts: 'compliance',
    moments: [],
    sameAs: null,
    smallSampleBelow: 20,
    critical: null,
    rule: { by: 'target', better: 'higher', target: '70', partial: 'proportional', origin: 'proposed' },
    ...more,
  }
}

const table = item('table', observation(), { points: 500 })
const shared = item('shared', observation({ moments: [2, 3], sameAs: 'table' }), { points: 300 })
const context = { checklist: checklist([section('a', [table, shared])]), facts: facts(), date: '2026-11-22' }

/** The table of opportunities, filled by a person; `last` is the list as it left the field. */
function observe(first: AnswerValue | null = null) {
  const { said, user } = askOnPage(table, context, { first })
  const tap = (name: string | RegExp) => user.click(screen.getByRole('button', { name }))
  return {
    said,
    tap,
    user,
    last(): readonly Opportunity[] {
      const value = said.at(-1)
      return value?.is === 'opportunities' ? value.list : []
    },
    async nurseAt(...moments: number[]) {
      for (const moment of moments)
        await user.click(screen.getByRole('checkbox', { name: new RegExp(`^${moment}\\.`) }))
      await user.click(screen.getByRole('radio', { name: 'Điều dưỡng' }))
    },
  }
}

describe('the table of opportunities', () => {
  it('moments and profession are chosen once, then one tap keeps one opportunity', async () => {
    const { tap, nurseAt, last } = observe()
    await nurseAt(2, 1)
    await tap('Chà cồn')
    await tap('Rửa xà phòng')
    await tap('Bỏ lỡ')
    expect(last().map(({ id: _, ...rest }) => rest)).toEqual(
      (['rub', 'wash', 'missed'] as const).map((action) => ({ profession: 'nurse', moments: [1, 2], action })),
    )
    expect(new Set(last().map(({ id }) => id)).size).toBe(3)
    expect(screen.getByRole('status', { name: 'Đã ghi' })).toHaveTextContent('3 cơ hội, 2 có vệ sinh tay = 66,66 %')
  })

  it('without a moment or a profession nothing is kept, and a sentence says why', async () => {
    const { tap, said, nurseAt, last } = observe()
    await tap('Chà cồn')
    expect(said).toEqual([])
    expect(screen.getByRole('alert')).toHaveTextContent('Chọn thời điểm và người được quan sát trước')
    await nurseAt(4)
    await tap('Chà cồn')
    expect(last()).toHaveLength(1)
    expect(screen.queryByRole('alert')).not.toBeInTheDocument()
  })

  it('technique and time are asked where hands were cleaned, gloves where they were not', async () => {
    const { tap, user, nurseAt, last } = observe()
    await nurseAt(1)
    await tap('Chà cồn')
    const technique = within(screen.getByRole('group', { name: 'Kỹ thuật 6 bước' }))
    await user.click(technique.getByRole('radio', { name: 'Đúng' }))
    const time = within(screen.getByRole('group', { name: /^Đủ thời gian/ }))
    await user.click(time.getByRole('radio', { name: 'Chưa đúng' }))
    expect(last()[0]).toMatchObject({ technique: 'pass', duration: 'fail' })
    expect(screen.queryByRole('radio', { name: 'Có mang găng' })).not.toBeInTheDocument()
    await tap('Bỏ lỡ')
    await user.click(screen.getByRole('radio', { name: 'Có mang găng' }))
    expect(last()[1]).toMatchObject({ action: 'missed', gloves: true })
    expect(screen.queryByRole('group', { name: 'Kỹ thuật 6 bước' })).not.toBeInTheDocument()
    await user.click(screen.getByRole('radio', { name: 'Có mang găng' }))
    expect(last()[1]).not.toHaveProperty('gloves')
  })

  it('the last opportunity can be taken back, down to none', async () => {
    const { tap, nurseAt, said, last } = observe()
    await nurseAt(1)
    await tap('Chà cồn')
    await tap('Bỏ lỡ')
    await tap('Bỏ cơ hội vừa ghi')
    expect(last().map(({ action }) => action)).toEqual(['rub'])
    await tap('Bỏ cơ hội vừa ghi')
    expect(said.at(-1)).toBeNull()
    expect(screen.getByRole('status', { name: 'Đã ghi' })).toHaveTextContent('Chưa ghi cơ hội nào')
  })

  it('can be set aside where nothing could be observed, but not over what is noted', async () => {
    const { user, said, tap, nurseAt } = observe()
    await user.click(screen.getByRole('radio', { name: 'Không áp dụng' }))
    expect(said).toEqual([{ is: 'notApplicable' }])
    await nurseAt(1)
    await tap('Chà cồn')
    expect(screen.queryByRole('radio', { name: 'Không áp dụng' })).not.toBeInTheDocument()
  })
})

describe('compliance moment by moment', () => {
  const seen = (n: number, acted: number, ...moments: number[]): Opportunity[] =>
    Array.from({ length: n }, (_, index) => ({
      id: `${moments}-${index}`,
      profession: 'nurse',
      moments,
      action: index < acted ? 'rub' : 'missed',
    }))
  const row = (moment: number) => screen.getByRole('row', { name: new RegExp(`^${moment}\\.`) })
  const figures = (moment: number) => within(row(moment)).getByRole('cell').textContent
  const tooFew = 'dưới 10 cơ hội: chưa kết luận cho thời điểm này'

  it('every moment has its n; below ten opportunities nothing is concluded', () => {
    observe({ is: 'opportunities', list: [...seen(12, 9, 1), ...seen(9, 9, 2), ...seen(10, 5, 5)] })
    expect(figures(1)).toBe('9/12 = 75\u00a0%')
    expect(figures(2)).toBe('9/9')
    expect(figures(3)).toBe('0/0')
    expect(figures(5)).toBe('5/10 = 50\u00a0%')
    expect(row(2)).toHaveTextContent(tooFew)
    expect(row(3)).toHaveTextContent(tooFew)
    expect(row(5)).not.toHaveTextContent(tooFew)
    expect(screen.queryByText(/cộng các dòng/)).not.toBeInTheDocument()
  })

  it('an opportunity with two moments counts once overall, and the screen says that the rows add up to more', () => {
    observe({ is: 'opportunities', list: [...seen(10, 4, 4, 5), ...seen(11, 11, 1)] })
    expect(figures(4)).toBe('4/10 = 40\u00a0%')
    expect(figures(5)).toBe('4/10 = 40\u00a0%')
    expect(screen.getByText(/cộng các dòng được 31, nhiều hơn 21 cơ hội đã ghi/)).toBeInTheDocument()
    expect(screen.getByRole('status', { name: 'Đã ghi' })).toHaveTextContent('21 cơ hội, 15 có vệ sinh tay')
  })

  it('below twenty opportunities the whole is called a small sample', async () => {
    const { tap, nurseAt } = observe({ is: 'opportunities', list: seen(18, 9, 1) })
    const whole = screen.getByRole('status', { name: 'Đã ghi' })
    expect(whole).toHaveTextContent('18 cơ hội, 9 có vệ sinh tay = 50 % Mẫu nhỏ: dưới 20 cơ hội.')
    await nurseAt(1)
    await tap('Chà cồn')
    expect(whole).toHaveTextContent('Mẫu nhỏ')
    await tap('Chà cồn')
    expect(whole).not.toHaveTextContent('Mẫu nhỏ')
  })

  it('there is no table before the first opportunity', () => {
    observe()
    expect(screen.queryByRole('table')).not.toBeInTheDocument()
  })
})

describe('an item that is counted from the table of another', () => {
  const moments = [[1], [2], [3]]
  const list = moments.map((each, index): Opportunity => {
    return { id: `${index}`, profession: 'doctor', moments: each, action: index === 2 ? 'missed' : 'rub' }
  })

  function showBoth() {
    const board = boardThatKeeps()
    render(
      [table, shared].map((each) => (
        <ItemCard key={each.id} item={each} number="1" board={board} context={context} contested={false} />
      )),
    )
    return board
  }

  it('shows its result as soon as the table holds something, and where the table is', async () => {
    const board = showBoth()
    const card = within(screen.getByRole('article', { name: 'Câu hỏi shared?' }))
    expect(card.getByRole('link', { name: '“Câu hỏi table?”' })).toHaveAttribute('href', '#table')
    expect(card.queryByText(/1\/2/)).not.toBeInTheDocument()
    board.change('table', { value: { is: 'opportunities', list } })
    expect(await card.findByText(/^1\/2\. 50 %/)).toBeInTheDocument()
    expect(board.answers().shared).toBeUndefined()
  })

  it('has words of its own in a list of results', () => {
    expect(answerInWords(shared, null)).toBe('Tính từ bảng cơ hội vệ sinh tay')
    expect(answerInWords(table, { is: 'opportunities', list })).toBe('3 cơ hội, 2 có vệ sinh tay = 66,66 %')
    expect(answerInWords(table, null)).toBe('Chưa trả lời')
  })
})

describe('a number that is scored for being there', () => {
  it.each<[string, Input]>([
    ['measure', { kind: 'measure', unit: 'lít', allowsBelow: false, rule: { by: 'recorded' } }],
    ['ratio', { kind: 'ratio', numerator: 'Ca mắc', denominator: 'Người bệnh', rule: { by: 'recorded' } }],
  ])('%s: “Chưa có số liệu” can be said', async (_, input) => {
    const said: (AnswerValue | null)[] = []
    const of = item('i', input, { allowsNotApplicable: false })
    render(
      <ItemField item={of} value={null} onAnswer={(next) => said.push(next)} context={context} begun={nothingBegun} />,
    )
    await userEvent.click(screen.getByRole('radio', { name: 'Chưa có số liệu' }))
    expect(said).toEqual([{ is: 'noData' }])
  })
})
