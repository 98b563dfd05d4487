// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { defaultDeadlines } from '../../src/domain/campaign/deadlines.ts'
import type { Person } from '../../src/domain/people.ts'
import type { CampaignChoices, CampaignPreview, CampaignReply, CampaignRow } from '../../src/protocol/campaign-wire.ts'
import { CampaignRoom } from '../../src/screens/supervisor/campaigns/room.tsx'
import { fakeServer, refuse } from './fake-server.ts'
import { createTablet, inspector } from './tablet.tsx'

const supervisor: Person = { ...inspector, id: 'p-giam', name: 'Trần Đức Giám', role: 'supervisor' }
const TODAY = '2026-11-22'

const row: CampaignRow = {
  id: 'd1',
  title: 'Kiểm tra quý IV/2026',
  kind: 'inspection',
  checklists: [{ id: 'thu', version: '1.0', title: 'Bộ thử' }],
  period: '2026-q4',
  from: '2026-10-01',
  until: '2026-12-31',
  due: '2026-11-20',
  selection: { by: 'random', areaIds: [], types: [], count: 4, seed: 4711 },
  createdBy: { id: 'p-giam', name: 'Trần Đức Giám' },
  closedOn: null,
  version: 3,
  progress: { done: 1, doneLate: 1, due: 0, overdue: 2, void: 0 },
  facilities: 4,
  mayChange: true,
}
const place = (id: string, name: string) => ({
  id,
  name,
  areaId: 'xa-1',
  areaName: 'Xã Suối Mơ',
  type: 'clinic' as const,
})
const kiem = { id: 'p-kiem', name: 'Nguyễn Thị Kiểm' }

function reply(more: Partial<CampaignRow> = {}): CampaignReply {
  return {
    today: TODAY,
    campaign: { ...row, ...more },
    assignments: [
      {
        id: 'a1',
        facility: place('f1', 'Trạm A'),
        checklistId: 'thu',
        people: [kiem],
        state: 'done',
        visit: { id: 'v1', date: '2026-11-02' },
      },
      { id: 'a2', facility: place('f2', 'Trạm B'), checklistId: 'thu', people: [], state: 'overdue', visit: null },
      { id: 'a3', facility: place('f3', 'Trạm C'), checklistId: 'thu', people: [kiem], state: 'overdue', visit: null },
      {
        id: 'a4',
        facility: place('f4', 'Trạm D'),
        checklistId: 'thu',
        people: [kiem],
        state: 'doneLate',
        visit: { id: 'v4', date: '2026-11-21' },
      },
    ],
    inspectors: [
      { ...kiem, areaIds: ['xa-1'] },
      { id: 'p-xa', name: 'Người Xa', areaIds: ['xa-9'] },
    ],
  }
}

const choices: CampaignChoices = {
  today: TODAY,
  checklists: [{ id: 'thu', title: 'Bộ thử', version: '1.0', facilityTypes: ['clinic'] }],
  areas: [{ id: 'xa-1', name: 'Xã Suối Mơ' }],
  facilities: [place('f1', 'Trạm A'), place('f2', 'Trạm B')],
  inspectors: [{ ...kiem, areaIds: ['xa-1'] }],
  deadlines: [...defaultDeadlines],
}
const preview: CampaignPreview = {
  candidates: 9,
  facilities: [
    { ...place('f1', 'Trạm A'), lastDate: '2026-03-04', lowestShare: 6250, checklists: ['thu'], people: [kiem.id] },
    { ...place('f2', 'Trạm B'), lastDate: null, lowestShare: null, checklists: ['thu'], people: [] },
  ],
}

async function show(path: string, routes: Parameters<typeof fakeServer>[0] = {}, person = supervisor) {
  const server = fakeServer({
    'GET /api/campaigns': () => ({
      body: { today: TODAY, campaigns: [row, { ...row, id: 'd0', title: 'Đợt cũ', closedOn: '2026-10-01' }] },
    }),
    'GET /api/campaigns/choices': () => ({ body: choices }),
    'POST /api/campaigns/preview': () => ({ body: preview }),
    'POST /api/campaigns': () => ({ body: reply() }),
    'GET /api/campaigns/d1': () => ({ body: reply() }),
    'GET /api/deadlines': () => ({ body: { deadlines: defaultDeadlines } }),
    ...routes,
  })
  const tablet = await createTablet(person)
  return { ...tablet.show(<CampaignRoom />, path), server, user: userEvent.setup() }
}

describe('the list', () => {
  it('says of each campaign how far it is and what is late; those that are closed on demand', async () => {
    const { user, at } = await show('/dot-kiem-tra')
    const link = await screen.findByRole('link', { name: /Kiểm tra quý IV/ })
    expect(link).toHaveTextContent('2/4 lượt đã làm (1 muộn)2 quá hạn')
    expect(link).toHaveTextContent('Hạn 20/11/2026 · quá hạn 2 ngày')
    expect(within(link).getByRole('progressbar')).toHaveAttribute('aria-valuenow', '2')
    expect(screen.queryByRole('link', { name: /Đợt cũ/ })).toBeNull()
    await user.selectOptions(screen.getByLabelText('Trạng thái'), 'Đã kết thúc')
    expect(screen.getByRole('link', { name: /Đợt cũ/ })).toHaveTextContent('đã kết thúc 01/10/2026')
    expect(at()).toBe('/dot-kiem-tra?xem=da-ket-thuc')
  })

  it('is not for inspectors', async () => {
    const { server } = await show('/dot-kiem-tra', {}, inspector)
    expect(await screen.findByRole('heading', { level: 1 })).toHaveTextContent(/Không tìm thấy|không có/i)
    expect(server.asked).toEqual([])
  })
})

describe('a new campaign', () => {
  async function fill(user: ReturnType<typeof userEvent.setup>) {
    await user.type(await screen.findByLabelText('Tên đợt'), 'Đợt thử')
    await user.click(screen.getByRole('checkbox', { name: /Bộ thử/ }))
    await user.selectOptions(screen.getByLabelText('Chọn cơ sở'), 'Rút ngẫu nhiên')
    await user.click(screen.getByRole('checkbox', { name: /Nguyễn Thị Kiểm/ }))
  }

  it('is previewed with its seed, then made of exactly what was shown', async () => {
    const { user, server, at } = await show('/dot-kiem-tra/moi')
    await fill(user)
    await user.clear(screen.getByLabelText('Số cơ sở'))
    await user.type(screen.getByLabelText('Số cơ sở'), '2')
    const seed = Number(screen.getByText(/^Mã rút/).textContent?.replace(/\D/g, ''))
    await user.click(screen.getByRole('button', { name: 'Xem trước' }))
    const table = await screen.findByRole('table', { name: /Cơ sở được chọn/ })
    expect(within(table).getByRole('row', { name: /Trạm A/ })).toHaveTextContent('04/03/202662,5 %Nguyễn Thị Kiểm')
    expect(within(table).getByRole('row', { name: /Trạm B/ })).toHaveTextContent('Chưa kiểm tra–Chưa giao')
    expect(screen.getByText('1 cơ sở chưa có người.')).toBeInTheDocument()
    expect(screen.getByText(new RegExp(`mã rút ${seed}\\.`))).toBeInTheDocument()
    const selection = { by: 'random', areaIds: [], types: [], count: 2, seed }
    const asked = { kind: 'inspection', checklists: ['thu'], selection, people: [kiem.id], sharing: 'shared' }
    expect(server.askedFor('POST /api/campaigns/preview')[0]?.body).toEqual(asked)
    await user.click(screen.getByRole('button', { name: 'Lập đợt và giao việc' }))
    await waitFor(() => expect(at()).toBe('/dot-kiem-tra/d1'))
    expect(server.askedFor('POST /api/campaigns')[0]?.body).toEqual({
      ...asked,
      title: 'Đợt thử',
      period: '2026-q4',
      from: '2026-10-01',
      until: '2026-12-31',
      // The yearly report’s own day, 4 November, has gone by.
      due: '2026-12-31',
      facilities: ['f1', 'f2'],
    })
  })

  it('proposes the day by which the period’s report is due', async () => {
    const { user } = await show('/dot-kiem-tra/moi')
    await user.selectOptions(await screen.findByLabelText('Kỳ'), 'Năm 2027')
    // “before 05/11”
    expect(screen.getByLabelText('Hạn làm xong')).toHaveValue('2027-11-04')
  })

  it('what was changed after the preview has to be previewed again', async () => {
    const { user } = await show('/dot-kiem-tra/moi')
    await fill(user)
    await user.click(screen.getByRole('button', { name: 'Xem trước' }))
    await screen.findByRole('button', { name: 'Lập đợt và giao việc' })
    await user.click(screen.getByRole('button', { name: 'Lấy mã khác' }))
    expect(screen.queryByRole('button', { name: 'Lập đợt và giao việc' })).toBeNull()
    expect(screen.getByText(/Lựa chọn đã thay đổi/)).toBeInTheDocument()
  })

  it('what is missing is said beside its field, and nothing is asked', async () => {
    const { user, server } = await show('/dot-kiem-tra/moi')
    await user.selectOptions(await screen.findByLabelText('Chọn cơ sở'), 'Kết quả thấp nhất trước')
    await user.clear(screen.getByLabelText('Số cơ sở'))
    await user.selectOptions(screen.getByLabelText('Kỳ'), 'Tự chọn ngày')
    await user.clear(screen.getByLabelText('Đến ngày'))
    await user.type(screen.getByLabelText('Đến ngày'), '2026-01-01')
    await user.click(screen.getByRole('button', { name: 'Xem trước' }))
    for (const words of [
      'Nhập tên đợt.',
      'Chọn ít nhất một bộ tiêu chí.',
      'Nhập số cơ sở, từ 1 đến 2.000.',
      'Ngày cuối kỳ phải từ ngày đầu kỳ trở đi.',
    ])
      expect(await screen.findByText(words)).toBeInTheDocument()
    expect(server.askedFor('POST /api/campaigns/preview')).toEqual([])
  })

  it('a self-assessment is given to nobody but the facility', async () => {
    const { user, server } = await show('/dot-kiem-tra/moi')
    await fill(user)
    await user.click(screen.getByRole('radio', { name: 'Tự đánh giá' }))
    expect(screen.queryByRole('checkbox', { name: /Nguyễn Thị Kiểm/ })).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Xem trước' }))
    await screen.findByRole('table', { name: /Cơ sở được chọn/ })
    expect(server.askedFor('POST /api/campaigns/preview')[0]?.body).toMatchObject({
      kind: 'selfAssessment',
      people: [],
    })
    expect(screen.queryByText(/chưa có người/)).toBeNull()
  })

  it('where others are chosen by now the server says so, and what was typed stays', async () => {
    const { user } = await show('/dot-kiem-tra/moi', { 'POST /api/campaigns': () => refuse(409, 'CAMPAIGN_CHANGED') })
    await fill(user)
    await user.click(screen.getByRole('button', { name: 'Xem trước' }))
    await user.click(await screen.findByRole('button', { name: 'Lập đợt và giao việc' }))
    expect(await screen.findByText(/vừa thay đổi/)).toBeInTheDocument()
    expect(screen.getByLabelText('Tên đợt')).toHaveValue('Đợt thử')
  })
})

describe('one campaign', () => {
  it('lists what is late first, and narrows by the address', async () => {
    const { user, at } = await show('/dot-kiem-tra/d1')
    expect(
      await screen.findByText('2/4 lượt đã làm (1 muộn), 2 quá hạn. Hạn 20/11/2026 · quá hạn 2 ngày.'),
    ).toBeInTheDocument()
    expect(screen.getByText('Rút ngẫu nhiên 4 cơ sở, mã rút 4711')).toBeInTheDocument()
    const names = () => screen.getAllByRole('listitem').map((each) => each.textContent?.slice(0, 6))
    expect(names()).toEqual(['Trạm B', 'Trạm C', 'Trạm D', 'Trạm A'])
    await user.selectOptions(screen.getByLabelText('Trạng thái'), 'Chưa giao')
    await waitFor(() => expect(names()).toEqual(['Trạm B']))
    expect(at()).toBe('/dot-kiem-tra/d1?xem=chua-giao')
  })

  it('an assignment is given to who has the facility’s area', async () => {
    const after = reply()
    after.assignments = after.assignments.map((each) => (each.id === 'a2' ? { ...each, people: [kiem] } : each))
    const { user, server } = await show('/dot-kiem-tra/d1', { 'PUT /api/assignments/a2': () => ({ body: after }) })
    await user.click(await screen.findByRole('button', { name: 'Giao lại Trạm B' }))
    const dialog = screen.getByRole('dialog', { name: 'Giao Trạm B' })
    expect(within(dialog).queryByRole('checkbox', { name: /Người Xa/ })).toBeNull()
    await user.click(within(dialog).getByRole('checkbox', { name: /Nguyễn Thị Kiểm/ }))
    await user.click(within(dialog).getByRole('button', { name: 'Lưu' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(server.askedFor('PUT /api/assignments/a2')[0]?.body).toEqual({ people: [kiem.id] })
    expect(screen.queryByText('Chưa giao', { selector: 'span' })).toBeNull()
  })

  it('another day is said with the version that was seen', async () => {
    const { user, server } = await show('/dot-kiem-tra/d1', {
      'PUT /api/campaigns/d1': () => ({ body: reply({ due: '2026-12-15', version: 4 }) }),
    })
    await user.click(await screen.findByRole('button', { name: 'Sửa tên và hạn' }))
    const due = screen.getByLabelText('Hạn làm xong')
    await user.clear(due)
    await user.type(due, '2026-12-15')
    await user.click(screen.getByRole('button', { name: 'Lưu' }))
    await screen.findByText(/Hạn 15\/12\/2026/)
    expect(server.askedFor('PUT /api/campaigns/d1')[0]?.body).toEqual({
      version: 3,
      title: row.title,
      due: '2026-12-15',
    })
  })

  it('is closed after a question that says what goes and what stays', async () => {
    const { user } = await show('/dot-kiem-tra/d1', {
      'POST /api/campaigns/d1/close': () => ({ body: reply({ closedOn: TODAY, mayChange: false }) }),
    })
    await user.click(await screen.findByRole('button', { name: 'Kết thúc đợt' }))
    const dialog = screen.getByRole('dialog')
    expect(dialog).toHaveTextContent('Còn 2 lượt chưa làm.')
    await user.click(within(dialog).getByRole('button', { name: 'Kết thúc đợt' }))
    expect(await screen.findByText('Đã kết thúc')).toBeInTheDocument()
    expect(screen.queryByRole('button', { name: /Giao/ })).toBeNull()
  })

  it('of a wider campaign a supervisor changes nothing but who goes', async () => {
    await show('/dot-kiem-tra/d1', { 'GET /api/campaigns/d1': () => ({ body: reply({ mayChange: false }) }) })
    expect(await screen.findByText(/cả cơ sở ngoài địa bàn/)).toBeInTheDocument()
    expect(screen.queryByRole('button', { name: 'Kết thúc đợt' })).toBeNull()
    expect(screen.getByRole('button', { name: 'Giao lại Trạm C' })).toBeInTheDocument()
  })
})

describe('deadlines of reports', () => {
  it('say that they are not law, and are kept with their source', async () => {
    const kept: unknown[] = []
    const { user } = await show('/dot-kiem-tra/han-bao-cao', {
      'PUT /api/deadlines': (body) => {
        kept.push(body)
        return { body: body as object }
      },
    })
    const year = await screen.findByLabelText('Báo cáo năm trước ngày')
    expect(year).toHaveValue('05/11')
    expect(screen.getByLabelText('Căn cứ của báo cáo 3 tháng')).toHaveValue(
      'Mặc định của ứng dụng, không phải quy định; tỉnh tự đặt.',
    )
    await user.clear(year)
    await user.type(year, '31/02')
    await user.click(screen.getByRole('button', { name: 'Lưu hạn báo cáo' }))
    expect(
      await screen.findByText('Nhập ngày và tháng, ví dụ 05/11.', { selector: '[role=alert], [role=alert] *' }),
    ).toBeInTheDocument()
    await user.clear(year)
    await user.type(year, '15/1')
    await user.click(screen.getAllByRole('checkbox', { name: 'Của năm sau' })[3] as HTMLElement)
    await user.click(screen.getByRole('button', { name: 'Lưu hạn báo cáo' }))
    expect(await screen.findByText('Đã lưu hạn báo cáo của tỉnh.')).toBeInTheDocument()
    expect(kept).toEqual([
      {
        deadlines: defaultDeadlines.map((each) =>
          each.months === 12 ? { ...each, before: '01-15', nextYear: true } : each,
        ),
      },
    ])
  })
})
