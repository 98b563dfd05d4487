// @vitest-environment jsdom
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { Answer } from '../../src/domain/answer.ts'
import type { InspectionHead, InspectionRecord } from '../../src/domain/inspection.ts'
import { shareOf } from '../../src/domain/overview/figures.ts'
import { linesOf } from '../../src/domain/overview/lines.ts'
import { isListed, type Listed } from '../../src/domain/overview/listed.ts'
import { facilityRow, type OverviewSource, overviewOf } from '../../src/domain/overview/overview.ts'
import { quarterOf } from '../../src/domain/overview/period.ts'
import { rankingOf } from '../../src/domain/overview/ranking.ts'
import type { Standing } from '../../src/domain/overview/standing.ts'
import type { Person } from '../../src/domain/people.ts'
import type { Facility } from '../../src/domain/place.ts'
import type { CampaignRow } from '../../src/protocol/campaign-wire.ts'
import type { FacilityPage, OverviewReply } from '../../src/protocol/overview-wire.ts'
import { OverviewPage } from '../../src/screens/supervisor/overview/overview.tsx'
import { addressOf, wishIn } from '../../src/screens/supervisor/overview/overview-wish.ts'
import { checklist, facts, fail, item, pass, passFail, section } from '../support/builders.ts'
import { fakeServer } from './fake-server.ts'
import { bring, createTablet, facility, inspector, refOf } from './tablet.tsx'

const supervisor: Person = { ...inspector, id: 'p-giam', name: 'Trần Đức Giám', role: 'supervisor' }
const of = checklist([section('a', [item('t.1', passFail), item('t.2', passFail, { critical: true })])])
const quarter = quarterOf('2026-11-01')
const place = (id: string, name: string) => ({
  id,
  name,
  areaId: 'xa-1',
  areaName: 'Xã Suối Mơ',
  type: 'hospital' as const,
  closedOn: null,
  position: null,
})

function standing(facilityId: string, earned: number, more: Partial<Standing> = {}): Standing {
  return {
    inspectionId: `v-${facilityId}`,
    facilityId,
    checklistId: of.id,
    kind: 'inspection',
    quarter,
    date: '2026-11-01',
    status: 'submitted',
    score: { earned, max: 200, grade: 'Đạt', tone: earned >= 160 ? 'pass' : 'fail', criticalFailures: 0 },
    sections: { a: [earned, 200] },
    failed: [],
    asked: ['t.1', 't.2'],
    notJudged: [],
    critical: [],
    signals: [],
    position: null,
    ...more,
  }
}

/** Four facilities: the best, one that failed, one of which nobody can say, one that was not visited. */
const standings = [
  standing('best', 200),
  standing('worst', 100, {
    failed: ['t.2'],
    critical: ['t.2'],
    signals: ['noTime'],
    score: { earned: 100, max: 200, grade: 'Không đạt', tone: 'fail', criticalFailures: 1 },
  }),
  standing('unknown', 0, {
    sections: { a: [0, 0] },
    score: { earned: 0, max: 0, grade: null, tone: 'undetermined', criticalFailures: 0 },
  }),
]
const source: OverviewSource & { standings: Standing[] } = {
  checklist: of,
  kind: 'inspection',
  period: { from: quarter, to: quarter },
  facilities: [
    place('worst', 'Bệnh viện Bến Sao'),
    place('best', 'Bệnh viện Hoa Ban'),
    place('unknown', 'Bệnh viện Mới'),
    place('away', 'Bệnh viện Xa'),
  ],
  standings,
  before: [],
  other: [],
  quarters: standings.map(({ facilityId, quarter, score }) => ({
    facilityId,
    quarter,
    visits: 1,
    share: shareOf(score),
    count: 1,
  })),
}

/** The facilities that are asked for, so many of them at first. */
function pageOf({ show = 'all', item, first = 60 }: { show?: Listed; item?: string; first?: number }): FacilityPage {
  const listed = linesOf(source).filter(
    (line) => isListed(line, show) && (item === undefined || line.standing?.failed.includes(item)),
  )
  const rows = rankingOf(listed, null, listed.length).map(({ rank, line }) => {
    const { standing } = line
    const row = facilityRow(of, line, standing as Standing | null, { before: undefined, other: undefined })
    return { rank, ...row, moved: false }
  })
  return { of: rows.length, rows: rows.slice(0, first), next: rows.length > first ? '5000.worst' : null }
}

function reply(first?: number): OverviewReply {
  const overview = overviewOf(source)
  const { due, assessed, approved, tones, spread } = overview
  const line = { checklistId: of.id, title: of.title, optional: false, criticalFailures: 1 }
  return {
    demonstration: false,
    period: '2026-q4',
    kind: 'inspection',
    campaign: null,
    families: [{ ...line, due, assessed, approved, tones, spread }],
    chosen: { ...overview, checklistId: of.id, title: of.title, facilities: pageOf({ first }) },
  }
}

const campaign = (id: string, more: Partial<CampaignRow> = {}): CampaignRow => ({
  id,
  title: `Đợt ${id}`,
  kind: 'inspection',
  checklists: [],
  period: null,
  from: '2026-10-01',
  until: '2026-12-31',
  due: '2026-11-30',
  selection: { by: 'list', facilityIds: ['best'] },
  createdBy: { id: 'p-giam', name: 'Trần Đức Giám' },
  closedOn: null,
  version: 1,
  progress: { done: 0, doneLate: 0, due: 1, overdue: 0, void: 0 },
  facilities: 1,
  mayChange: true,
  ...more,
})

async function show(
  path = '/tong-quan?ky=2026-q4',
  person = supervisor,
  campaigns: CampaignRow[] = [],
  first?: number,
) {
  const server = fakeServer({
    'GET /api/overview': () => ({ body: reply(first) }),
    'GET /api/overview/facilities': (_, search) => ({
      body: pageOf({ show: (search.get('show') ?? 'all') as Listed, item: search.get('item') ?? undefined }),
    }),
    'GET /api/campaigns': () => ({ body: { today: '2026-11-22', campaigns } }),
  })
  const tablet = await createTablet(person)
  await bring(tablet.store, { checklists: [of], facilities: [facility('best', 'Bệnh viện Hoa Ban')] })
  const view = tablet.show(<OverviewPage />, path)
  return { ...view, server, user: userEvent.setup(), store: tablet.store }
}

describe('the overview', () => {
  it('begins with the answer in one sentence', async () => {
    await show()
    expect(
      await screen.findByText('3/4 cơ sở đã kiểm tra trong Quý IV/2026, 1 chưa đạt, 1 có điểm liệt không đạt.'),
    ).toBeInTheDocument()
  })

  it('counts the actions that are late today, by the records on this device, and leads to their list', async () => {
    const { user, at, store } = await show()
    const planned = { value: fail, plan: { what: 'Thay vòi', who: '', by: '2026-01-31' } }
    const head = {
      facilityId: 'best',
      facilityName: 'Bệnh viện Hoa Ban',
      checklist: await refOf(of),
      kind: 'inspection' as const,
      date: '2026-01-10',
      team: ['Lan'],
      facts: facts(),
    }
    const record = (id: string, facilityId: string, answer: Answer): InspectionRecord => ({
      id,
      head: { ...head, facilityId },
      status: 'submitted',
      createdBy: { id: 'p-lan', name: 'Lan' },
      submittedAt: 1,
      score: null,
      cells: { 't.1': { rev: 1, answer }, 't.2': { rev: 1, answer: { value: pass } } },
    })
    await bring(store, {
      results: [
        record('late', 'best', planned),
        record('elsewhere', 'other', planned),
        record('well', 'worst', { value: pass }),
      ],
    })
    const figure = await screen.findByRole('link', { name: /Trong 1 biện pháp còn phải làm/ })
    expect(figure.closest('dd')).toHaveTextContent(/^1/)
    await user.click(figure)
    expect(at()).toBe('/khac-phuc?xem=qua-han')
  })

  it('ranks facilities, and keeps apart what is not determined and what was not visited', async () => {
    await show()
    const table = await screen.findByRole('table', { name: /Xếp hạng/ })
    const rows = within(table).getAllByRole('row').slice(1)
    expect(rows.map((row) => within(row).getAllByRole('cell')[0]?.textContent)).toEqual(['1', '2', '–', '–'])
    expect(rows.map((row) => within(row).getByRole('rowheader').textContent)).toEqual([
      'Bệnh viện Hoa BanXã Suối Mơ',
      'Bệnh viện Bến SaoXã Suối Mơ',
      'Bệnh viện MớiXã Suối Mơ',
      'Bệnh viện XaXã Suối Mơ',
    ])
    expect(rows[1]).toHaveTextContent('1 điểm liệt')
    expect(rows[1]).toHaveTextContent('Nộp ngay khi bắt đầu')
    expect(rows[2]).toHaveTextContent('chưa xác định')
    expect(rows[3]).toHaveTextContent('chưa làm')
  })

  it('a score leads to its visit, a figure to its facilities, an item to where it failed', async () => {
    const { user, at, server } = await show()
    expect(await screen.findByRole('link', { name: '50\u00a0%' })).toHaveAttribute('href', '/ket-qua/v-worst')
    await user.click(screen.getByRole('button', { name: 'Xem 1 cơ sở' }))
    expect(await screen.findByRole('link', { name: 'Bệnh viện Bến Sao' })).toHaveAttribute('href', '/ket-qua/v-worst')
    await user.click(screen.getByRole('link', { name: '1 cơ sở chưa làm' }))
    expect(at()).toBe('/tong-quan?ky=2026-q4&xem=notYet')
    const table = await screen.findByRole('table', { name: /Xếp hạng/ })
    expect(
      within(table)
        .getAllByRole('rowheader')
        .map(({ textContent }) => textContent),
    ).toEqual(['Bệnh viện XaXã Suối Mơ'])
    expect(server.askedFor('GET /api/overview').length).toBe(1)
  })

  it('more facilities come when they are asked for, with how many are shown and the focus where it was', async () => {
    const { user, server } = await show(undefined, supervisor, [], 2)
    const names = () => within(screen.getByRole('table', { name: /Xếp hạng/ })).getAllByRole('rowheader').length
    expect(await screen.findByText('Đang hiện 2 trên 4 cơ sở.')).toHaveAttribute('role', 'status')
    const rest = pageOf({}).rows.slice(2)
    server.answer('GET /api/overview/facilities', () => ({
      body: { of: 4, rows: rest.slice(0, 1), next: '-1.unknown' },
    }))
    await user.click(screen.getByRole('button', { name: 'Xem thêm cơ sở' }))
    expect(await screen.findByText('Đang hiện 3 trên 4 cơ sở.')).toBeInTheDocument()
    expect(server.askedFor('GET /api/overview/facilities').at(-1)?.search).toMatch(
      /checklist=thu.*show=all&after=5000.worst$/,
    )
    expect(screen.getByRole('button', { name: 'Xem thêm cơ sở' })).toHaveFocus()

    // One that came down meanwhile is not there twice.
    server.answer('GET /api/overview/facilities', () => ({ body: { of: 4, rows: rest, next: null } }))
    await user.click(screen.getByRole('button', { name: 'Xem thêm cơ sở' }))
    expect(await screen.findByText('Đang hiện 4 trên 4 cơ sở.')).toHaveFocus()
    expect(names()).toBe(4)
  })

  it('where more cannot be read now, what is there stays and it is tried again', async () => {
    const { user, server } = await show(undefined, supervisor, [], 2)
    await screen.findByText('Đang hiện 2 trên 4 cơ sở.')
    server.answer('GET /api/overview/facilities', () => 'lost')
    await user.click(screen.getByRole('button', { name: 'Xem thêm cơ sở' }))
    server.answer('GET /api/overview/facilities', () => ({
      body: { of: 4, rows: pageOf({}).rows.slice(2), next: null },
    }))
    await user.click(await screen.findByRole('button', { name: 'Thử lại' }))
    expect(await screen.findByText('Đang hiện 4 trên 4 cơ sở.')).toBeInTheDocument()
  })

  describe('late actions', () => {
    const planned: Answer = { value: fail, plan: { what: 'Thay vòi', who: '', by: '2026-01-31' } }
    const left = (number: number) => `Trong ${number} biện pháp còn phải làm đến hôm nay; xem danh sách`

    async function openTablet() {
      const server = fakeServer({
        'GET /api/overview': () => ({ body: reply() }),
        'GET /api/campaigns': () => ({ body: { today: '2026-11-22', campaigns: [] } }),
      })
      const { store, show: render } = await createTablet(supervisor)
      const count = async (path: string) => {
        const { unmount } = render(<OverviewPage />, path)
        const figure = await screen.findByText(/biện pháp còn phải làm|không còn biện pháp/)
        const text = figure.textContent
        unmount()
        return text
      }
      return { store, server, count }
    }

    async function visit(
      { id, name, facts }: Facility,
      date: string,
      answer: Answer,
      more: Partial<InspectionHead> = {},
    ): Promise<InspectionRecord> {
      const head = { facilityId: id, facilityName: name, checklist: await refOf(of), kind: 'inspection' as const }
      return {
        id: `of-${id}-${date}`,
        head: { ...head, date, team: ['Lan'], facts, ...more },
        ...{ status: 'submitted', createdBy: { id: 'p-lan', name: 'Lan' }, submittedAt: 1, score: null },
        cells: { 't.1': { rev: 1, answer }, 't.2': { rev: 1, answer: { value: pass } } },
      }
    }

    it('count at the facilities that the figures are of: by area, by type, of a campaign', async () => {
      const { store, server, count } = await openTablet()
      const places = [
        facility('here', 'Trạm Y tế', { facts: facts({ type: 'communeStation' }) }),
        facility('there', 'Bệnh viện', { areaId: 'xa-2', facts: facts({ type: 'hospital' }) }),
        facility('gone', 'Phòng khám cũ', { closedOn: '2025-01-01' }),
        facility('invented', 'Bệnh viện thử', { demonstration: true }),
      ]
      await bring(store, {
        checklists: [of],
        facilities: places,
        results: await Promise.all(places.map((each) => visit(each, '2024-12-10', planned))),
      })
      expect(await count('/tong-quan?ky=2026-q4')).toBe(left(2))
      expect(await count('/tong-quan?ky=2026-q4&xa=xa-2')).toBe(left(1))
      expect(await count('/tong-quan?ky=2026-q4&loai=communeStation')).toBe(left(1))
      expect(await count('/tong-quan?ky=2026-q4&loai=clinic')).toBe('Đến hôm nay không còn biện pháp nào phải làm.')
      server.answer('GET /api/overview', () => ({
        body: {
          ...reply(),
          campaign: {
            id: 'a',
            title: 'Đợt a',
            from: '2024-10-01',
            due: '2024-12-31',
            closedOn: null,
            facilityIds: ['gone'],
          },
        },
      }))
      expect(await count('/tong-quan?ky=2024-q4&dot=a')).toBe(left(1))
    })

    it('of a facility that had closed before the period count where it was visited in it all the same', async () => {
      const { store, count } = await openTablet()
      const other = checklist([section('b', [item('t.1', passFail), item('t.2', passFail)])], { id: 'khac' })
      const closed = (id: string) => facility(id, `Phòng khám ${id}`, { closedOn: '2026-10-01' })
      const [visited, unseen, itself, elsewhere] = [closed('A'), closed('B'), closed('C'), closed('D')]
      const clean: Answer = { value: pass }
      await bring(store, {
        checklists: [of, other],
        facilities: [visited, unseen, itself, elsewhere],
        results: await Promise.all([
          ...[visited, unseen, itself, elsewhere].map((each) => visit(each, '2026-09-30', planned)),
          visit(visited, '2026-12-31', clean),
          visit(itself, '2026-11-02', clean, { kind: 'selfAssessment' }),
          visit(elsewhere, '2026-11-02', clean, { checklist: await refOf(other) }),
        ]),
      })
      expect(await count('/tong-quan?ky=2026-q3')).toBe(left(4))
      expect(await count('/tong-quan?ky=2026-q4')).toBe(left(1))
      expect(await count('/tong-quan?ky=2027-q1')).toBe('Đến hôm nay không còn biện pháp nào phải làm.')
    })
  })

  it('what is chosen stands in the address, and is asked of the server', async () => {
    const { user, at, server } = await show('/tong-quan?ky=2026-9&bo=thu&xa=xa-1')
    await screen.findByRole('table', { name: /Xếp hạng/ })
    await user.selectOptions(screen.getByLabelText('Hình thức'), 'Tự đánh giá')
    expect(at()).toBe('/tong-quan?ky=2026-9&hinh-thuc=tu-danh-gia&bo=thu&xa=xa-1')
    expect(server.askedFor('GET /api/overview').length).toBe(2)
  })

  it('of a campaign counts what it asks for, says so, and keeps it in the address', async () => {
    const { user, at, server } = await show(undefined, supervisor, [
      campaign('a'),
      campaign('over', { from: '2025-01-01', until: '2025-03-31', due: '2025-03-31' }),
      campaign('self', { kind: 'selfAssessment' }),
      campaign('closed', { from: '2026-08-01', until: '2026-12-31', closedOn: '2026-09-30' }),
    ])
    const field = await screen.findByLabelText('Đợt kiểm tra')
    // Those of this kind that have days in this period.
    expect(
      within(field)
        .getAllByRole('option')
        .map(({ textContent }) => textContent),
    ).toEqual(['Không theo đợt', 'Đợt a'])
    server.answer('GET /api/overview', () => ({
      body: {
        ...reply(),
        campaign: { id: 'a', title: 'Đợt a', from: '2026-10-01', due: '2026-11-30', closedOn: null, facilityIds: [] },
      },
    }))
    await user.selectOptions(field, 'Đợt a')
    expect(at()).toBe('/tong-quan?ky=2026-q4&dot=a')
    expect(server.askedFor('GET /api/overview').at(-1)?.search).toContain('campaign=a')
    expect(await screen.findByText(/^3\/4 cơ sở đã kiểm tra trong đợt “Đợt a”, 1 chưa đạt/)).toBeInTheDocument()
    expect(screen.getByText(/hạn 30\/11\/2026\). Tính các lượt từ ngày 01\/10\/2026/)).toBeInTheDocument()
    expect(screen.getByRole('link', { name: 'Các lượt của đợt này' })).toHaveAttribute('href', '/dot-kiem-tra/a')
    await user.click(screen.getByRole('link', { name: '1 cơ sở chưa làm' }))
    expect(at()).toBe('/tong-quan?ky=2026-q4&dot=a&xem=notYet')
    // Another period has other campaigns.
    await user.selectOptions(screen.getByLabelText('Kỳ'), 'Năm 2025')
    expect(at()).toBe('/tong-quan?ky=2025&xem=notYet')
  })

  it('where no campaign has days in the period there is nothing to choose', async () => {
    await show()
    await screen.findByRole('table', { name: /Xếp hạng/ })
    expect(screen.queryByLabelText('Đợt kiểm tra')).toBeNull()
  })

  it('without a network says so', async () => {
    const server = fakeServer({ 'GET /api/overview': () => 'lost', 'GET /api/campaigns': () => 'lost' })
    server.leave()
    const { show: render } = await createTablet(supervisor)
    render(<OverviewPage />, '/tong-quan')
    expect(await screen.findByText(/cần có mạng/)).toBeInTheDocument()
  })

  it('is no page of an inspector', async () => {
    await show('/tong-quan', inspector)
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent(/Không tìm thấy|không có/i)
  })
})

describe('an address of the overview', () => {
  it('names the same view again', () => {
    const wish = {
      period: '2026-6',
      kind: 'selfAssessment' as const,
      checklist: 'ksnk',
      area: 'xa-1',
      type: 'clinic' as const,
      campaign: 'd-1',
      show: 'critical' as const,
    }
    const query = new URLSearchParams(addressOf(wish).split('?')[1])
    expect(wishIn(query, '2026-11-22')).toEqual(wish)
  })

  it('with rubbish in it is the present quarter of everything', () => {
    const query = new URLSearchParams('ky=x&hinh-thuc=y&loai=z&xem=w')
    expect(wishIn(query, '2026-11-22')).toEqual({
      period: '2026-q4',
      kind: 'inspection',
      checklist: '',
      area: '',
      type: '',
      campaign: '',
      show: 'all',
    })
  })
})
