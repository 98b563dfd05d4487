// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { PeriodReport } from '../../src/domain/overview/period-report.ts'
import type { Person } from '../../src/domain/people.ts'
import { ReportPage } from '../../src/screens/report/report.tsx'
import { queryOf, wishIn } from '../../src/screens/report/report-wish.ts'
import { checklist, item, passFail, section } from '../support/builders.ts'
import { fakeServer } from './fake-server.ts'
import { bring, createTablet, facility, inspector } from './tablet.tsx'

const supervisor: Person = { ...inspector, id: 'p-giam', name: 'Trần Đức Giám', role: 'supervisor' }
const own: Person = {
  ...inspector,
  id: 'p-co-so',
  name: 'Lò Văn Trạm',
  role: 'facility',
  facilityId: 'f-1',
  areaIds: [],
}
const of = checklist([section('a', [item('t.1', passFail)])])

function report(more: Partial<PeriodReport> = {}): PeriodReport {
  return {
    scope: { is: 'province', name: 'Tỉnh Minh Họa', areas: 1, facilities: 1 },
    province: 'Tỉnh Minh Họa',
    period: '2026-q4',
    kind: 'inspection',
    from: '2026-10-01',
    until: '2026-11-22',
    madeOn: '2026-11-22',
    demonstration: true,
    families: [],
    actions: [
      {
        facilityId: 'f-1',
        facilityName: 'Trạm Y tế Một',
        areaName: 'Xã Một',
        checklistTitle: 'Thử',
        number: '1',
        question: 'Tủ còn tốt không?',
        plan: { what: '<img src=x onerror=alert(1)>', who: 'Bà Lan', by: '2026-11-20' },
        plannedOn: '2026-10-20',
        inspectionId: 'v-1',
        notFixedOn: [],
        reportedOn: null,
        daysLate: 2,
      },
    ],
    water: [],
    changes: [
      { facilityId: 'f-1', facilityName: 'Trạm Y tế Một', on: '2026-10-05', is: 'merged', from: 'Xã Cũ', to: 'Xã Một' },
    ],
    visits: [],
    ...more,
  }
}

async function show(person = supervisor, path = '/bao-cao?ky=2026-q4', reply = report()) {
  const server = fakeServer({ 'GET /api/reports/period': () => ({ body: reply }) })
  const tablet = await createTablet(person)
  await bring(tablet.store, { checklists: [of], facilities: [facility('f-1', 'Trạm Y tế Một')] })
  const view = tablet.show(<ReportPage />, path)
  return { ...view, server, user: userEvent.setup() }
}

describe('a period report on the screen', () => {
  it('says what it is about and what counts, and shows what people wrote as words', async () => {
    await show()
    expect(await screen.findByText('Tỉnh Minh Họa · Quý IV/2026 · tất cả là dữ liệu minh họa')).toBeInTheDocument()
    expect(screen.getByText('Phạm vi: 1 cơ sở ở 1 địa bàn mà người lập báo cáo phụ trách.')).toBeInTheDocument()
    expect(screen.getByText(/Kết quả đã duyệt và chưa duyệt được nêu riêng/)).toBeInTheDocument()
    expect(screen.getByText(/Còn mở 1 biện pháp, trong đó 1 đã quá hạn/)).toBeInTheDocument()
    expect(screen.getByText(/<img src=x onerror/)).toBeInTheDocument()
    expect(screen.getByText('Địa bàn được nhập: từ Xã Cũ sang Xã Một')).toBeInTheDocument()
  })

  it('offers paper, workbook and raw tables of exactly these visits', async () => {
    await show(supervisor, '/bao-cao?ky=2026-q4&xa=xa-1&bo=thu')
    const link = (name: RegExp) => screen.getByRole('link', { name }).getAttribute('href') ?? ''
    expect(await screen.findByRole('button', { name: 'Lập tệp PDF' })).toBeInTheDocument()
    expect(link(/báo cáo XLSX/)).toBe('/api/reports/period.xlsx?period=2026-q4&kind=inspection&checklist=thu&area=xa-1')
    expect(link(/^Tải CSV, mỗi dòng một câu trả lời/)).toBe(
      '/api/export/answers.csv?from=2026-10-01&until=2026-11-22&kind=inspection&checklist=thu&area=xa-1',
    )
  })

  it('keeps what is chosen in the address', async () => {
    const { user, server } = await show()
    await screen.findByRole('option', { name: 'Trạm Y tế Một' })
    await user.selectOptions(screen.getByLabelText('Cơ sở'), 'f-1')
    // It is read from the address alone.
    expect(screen.getByLabelText('Cơ sở')).toHaveValue('f-1')
    await screen.findByText(/^Tỉnh Minh Họa/)
    expect(server.askedFor('GET /api/reports/period').length).toBeGreaterThan(1)
    const wish = wishIn(new URLSearchParams('ky=2026-6&hinh-thuc=tu-danh-gia&xa=a&bo=b'), '2026-11-22')
    expect(wishIn(queryOf(wish), '2026-11-22')).toEqual(wish)
  })

  it('of days of one’s own keeps them in the address, and says what is wrong with others', async () => {
    const { user, server } = await show()
    await user.selectOptions(await screen.findByLabelText('Kỳ'), 'Từ ngày … đến ngày …')
    const [from, until] = [screen.getByLabelText('Từ ngày'), screen.getByLabelText('Đến ngày')]
    // It begins with the days of the quarter that was shown.
    expect(from).toHaveValue('2026-10-01')
    fireEvent.change(until, { target: { value: '2026-10-31' } })
    fireEvent.change(from, { target: { value: '2026-10-05' } })
    const last = () => server.askedFor('GET /api/reports/period').at(-1)?.search
    await waitFor(() => expect(last()).toContain('period=2026-10-05_2026-10-31'))
    expect(from).toHaveAccessibleDescription('Thứ hai, 05/10/2026')

    const asked = server.askedFor('GET /api/reports/period').length
    fireEvent.change(until, { target: { value: '2026-10-01' } })
    expect(until).toHaveAccessibleDescription('Ngày cuối phải từ ngày đầu trở đi.')
    fireEvent.change(from, { target: { value: '2999-01-01' } })
    expect(from).toHaveAccessibleDescription('Ngày đầu không được sau hôm nay.')
    fireEvent.change(from, { target: { value: '' } })
    expect(from).toBeInvalid()
    expect(server.askedFor('GET /api/reports/period')).toHaveLength(asked)
    // What could be read stays in sight meanwhile.
    expect(screen.getByRole('button', { name: 'Lập tệp PDF' })).toBeInTheDocument()

    const wish = wishIn(new URLSearchParams('ky=2026-10-05_2026-11-20'), '2026-11-22')
    expect(wishIn(queryOf(wish), '2026-11-22').period).toBe('2026-10-05_2026-11-20')
    await user.selectOptions(screen.getByLabelText('Kỳ'), 'Năm 2026')
    expect(screen.queryByLabelText('Từ ngày')).toBeNull()
  })

  it('of a facility’s own account is of that facility alone, without raw tables', async () => {
    await show(
      own,
      '/bao-cao',
      report({ scope: { is: 'facility', id: 'f-1', name: 'Trạm Y tế Một', areaName: 'Xã Một', stays: [] } }),
    )
    expect(await screen.findByRole('heading', { name: /Các lượt trong kỳ/ })).toBeInTheDocument()
    expect(screen.queryByLabelText('Địa bàn')).toBeNull()
    expect(screen.queryByText('Dữ liệu thô')).toBeNull()
  })

  it('is nobody’s who only inspects', async () => {
    await show(inspector)
    expect(screen.queryByText('Báo cáo kỳ')).toBeNull()
  })

  it('has tables that are named by what they show', async () => {
    await show()
    const table = await screen.findAllByRole('table')
    expect(within(table[0] as HTMLElement).getAllByRole('columnheader').length).toBeGreaterThan(2)
  })
})
