// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { startInspection } from '../../src/device/store/drafts.ts'
import { sayStep } from '../../src/device/store/steps.ts'
import type { Answer } from '../../src/domain/answer.ts'
import { addDays } from '../../src/domain/date.ts'
import type { InspectionHead, InspectionRecord } from '../../src/domain/inspection.ts'
import type { Person } from '../../src/domain/people.ts'
import type { RecordStep, Saying } from '../../src/domain/step.ts'
import { ActionPage } from '../../src/screens/facility/action-page.tsx'
import { ActionsPage } from '../../src/screens/facility/actions.tsx'
import { ComparisonPage } from '../../src/screens/facility/comparison.tsx'
import { OverTimePage } from '../../src/screens/facility/over-time.tsx'
import { FacilityWork } from '../../src/screens/facility/work.tsx'
import { Fill } from '../../src/screens/fill/fill.tsx'
import { today } from '../../src/screens/parts/when.ts'
import { ResultPage } from '../../src/screens/result.tsx'
import { checklist, facts, fail, item, pass, passFail, section } from '../support/builders.ts'
import { photoOf, picture } from '../support/photos.ts'
import { bring, createTablet, facility, inspector, refOf } from './tablet.tsx'

const station = facility('tram', 'Trạm Y tế Suối Mơ', { facts: facts({ type: 'communeStation' }) })
const list = checklist([
  section('a', [item('t.1', passFail), item('t.2', passFail, { critical: true }), item('t.3', passFail)]),
])
const tram: Person = {
  ...inspector,
  id: 'p-tram',
  name: 'Lò Văn Trạm',
  role: 'facility',
  areaIds: [],
  facilityId: 'tram',
}
const colleague: Person = { ...tram, id: 'p-hoa', name: 'Lò Thị Hoa' }
const supervisor: Person = { ...inspector, id: 'p-giam', name: 'Trần Đức Giám', role: 'supervisor' }

beforeAll(() => {
  Element.prototype.scrollIntoView = () => {}
  window.scrollTo = () => {}
  URL.createObjectURL = () => 'blob:anh'
  URL.revokeObjectURL = () => {}
})

const late = addDays(today(), -3)
const soon = addDays(today(), 5)

async function headOf(more: Partial<InspectionHead> = {}): Promise<InspectionHead> {
  return {
    facilityId: station.id,
    facilityName: station.name,
    checklist: await refOf(list),
    kind: 'inspection',
    date: addDays(today(), -10),
    team: ['Lan'],
    facts: station.facts,
    ...more,
  }
}

async function record(
  id: string,
  answers: Record<string, Answer>,
  more: Partial<InspectionHead> = {},
  rest: Partial<InspectionRecord> = {},
): Promise<InspectionRecord> {
  const head = await headOf(more)
  const cells = Object.entries(answers).map(([each, answer]) => [each, { rev: 1, answer }])
  return {
    id,
    head,
    status: 'submitted',
    createdBy: { id: 'p-kiem', name: 'Nguyễn Thị Kiểm' },
    submittedAt: Date.parse(`${head.date}T03:00:00Z`),
    score: { earned: 100, max: 300, grade: 'Không đạt', tone: 'fail', criticalFailures: 0 },
    cells: Object.fromEntries(cells),
    ...rest,
  }
}

const stepOf = (id: string, say: Saying, by: Person = tram): RecordStep => {
  const at = Date.now() - 3_600_000
  return { id, seal: 1, say, by: { id: by.id, name: by.name, role: by.role }, at, receivedAt: at }
}

const doors = { what: 'Sửa cửa kho', who: 'Tổ KSNK', by: late }
const bins = { what: 'Mua thùng rác', who: 'Khoa Dược', by: soon }

async function visitWithPlans(rest: Partial<InspectionRecord> = {}) {
  return record(
    'v1',
    { 't.1': { value: fail, note: 'Cửa hở', plan: doors }, 't.2': { value: fail, plan: bins }, 't.3': { value: pass } },
    {},
    rest,
  )
}

async function at(person: Person, results: InspectionRecord[]) {
  const tablet = await createTablet(person)
  await bring(tablet.store, { facilities: [station], checklists: [list], results })
  return { ...tablet, user: userEvent.setup() }
}

describe('the list of corrective actions', () => {
  it('overdue first, in words; narrowed by state and unit, which stand in the address', async () => {
    const { show, user } = await at(tram, [await visitWithPlans()])
    const { at: address } = show(<ActionsPage />, '/khac-phuc')
    expect(
      await screen.findByText(/2 biện pháp còn phải làm, 1 quá hạn, 0 chờ xác nhận, 0 đã xong/),
    ).toBeInTheDocument()
    const rows = screen.getAllByRole('listitem')
    expect(rows[0]).toHaveTextContent('1 Câu hỏi t.1?')
    expect(rows[0]).toHaveTextContent('Quá hạn 3 ngày')
    expect(rows[1]).toHaveTextContent('Còn 5 ngày')
    await user.selectOptions(screen.getByLabelText('Phụ trách'), 'Khoa Dược')
    await waitFor(() => expect(screen.getAllByRole('listitem')).toHaveLength(1))
    expect(screen.getByRole('link', { name: /Câu hỏi t\.2/ })).toBeInTheDocument()
    expect(decodeURIComponent(`${address()}`)).toContain('don-vi=Khoa')
    await user.selectOptions(screen.getByLabelText('Trạng thái'), 'overdue')
    expect(await screen.findByText('Không có biện pháp nào như vậy.')).toBeInTheDocument()
    await user.click(screen.getByRole('button', { name: 'Bỏ lọc' }))
    await waitFor(() => expect(screen.getAllByRole('listitem')).toHaveLength(2))
  })

  it('a supervisor sees those of each facility in reach, and none is asked of an empty tablet', async () => {
    const { show } = await at(supervisor, [await visitWithPlans()])
    show(<ActionsPage />, '/khac-phuc')
    expect(await screen.findByLabelText('Cơ sở')).toBeInTheDocument()
    expect(screen.getAllByRole('listitem')[0]).toHaveTextContent('Trạm Y tế Suối Mơ')
  })

  it('on the first page of the facility: what is due, and which assessment is', async () => {
    const { show } = await at(tram, [await visitWithPlans()])
    show(<FacilityWork />)
    const work = within(await screen.findByRole('region', { name: 'Việc cần làm' }))
    expect(work.getByRole('link', { name: '1 biện pháp quá hạn' })).toHaveAttribute('href', '/khac-phuc?xem=qua-han')
    const own = within(await screen.findByRole('region', { name: 'Tự đánh giá' }))
    expect(own.getByText('Quý này chưa tự đánh giá')).toBeInTheDocument()
    expect(own.getByRole('link', { name: /^Tự đánh giá:/ })).toHaveAttribute('href', '/co-so/tram/bat-dau?bo=thu')
  })
})

describe('one corrective action', () => {
  it('[P70] is assigned to a unit and reported as done with a photo, without a network', async () => {
    const { show, store, user } = await at(tram, [await visitWithPlans()])
    show(<ActionPage insp="v1" item="t.1" />)
    expect(await screen.findByRole('heading', { level: 1, name: /Câu hỏi t\.1/ })).toBeInTheDocument()
    expect(within(screen.getByRole('region', { name: 'Trước khi khắc phục' })).getByText('Cửa hở')).toBeInTheDocument()
    await user.click(screen.getByRole('button', { name: 'Giao lại việc' }))
    const unit = screen.getByLabelText('Khoa, phòng hoặc người phụ trách')
    await user.clear(unit)
    await user.click(screen.getByRole('button', { name: 'Giao việc' }))
    expect(await screen.findByText('Ghi khoa, phòng hoặc người phụ trách.')).toBeInTheDocument()
    await user.type(unit, 'Khoa Ngoại')
    await user.click(screen.getByRole('button', { name: 'Giao việc' }))
    expect(await screen.findByText(/Đã giao việc\. Nội dung đã lưu trên máy này/)).toBeInTheDocument()
    expect(await screen.findByText('Khoa Ngoại')).toBeInTheDocument()
    await user.type(screen.getByLabelText('Đã làm gì'), 'Đã thay khóa')
    await user.click(screen.getByRole('button', { name: 'Báo đã khắc phục' }))
    expect(await screen.findByText(/Đã báo khắc phục/)).toBeInTheDocument()
    expect(await screen.findByText('Đã khắc phục, chờ xác nhận')).toBeInTheDocument()
    expect(screen.getAllByText('chờ gửi').length).toBeGreaterThan(0)
    // Who did it does not verify it, and is told why.
    expect(screen.queryByRole('button', { name: 'Xác nhận đã khắc phục' })).not.toBeInTheDocument()
    expect(screen.getByText(/Đây là việc của bạn nên người khác xác nhận/)).toBeInTheDocument()
    expect(await store.db.outbox.count()).toBe(2)
  })

  it.each([
    ['a colleague', colleague],
    ['an inspector', inspector],
    ['a supervisor', supervisor],
  ])('[P69] is verified, or sent back with a word, by %s', async (_, person) => {
    const bytes = picture()
    const photo = photoOf(bytes, { item: 't.1', step: 's1' })
    const steps = [stepOf('s1', { is: 'done', item: 't.1', comment: 'Đã thay khóa' })]
    const { show, store, user } = await at(person, [
      await visitWithPlans({ steps, photos: [{ ...photo, stored: true }] }),
    ])
    show(<ActionPage insp="v1" item="t.1" />)
    const after = within(await screen.findByRole('region', { name: 'Sau khi khắc phục' }))
    expect(after.getByText('Đã thay khóa')).toBeInTheDocument()
    expect(await after.findByRole('button', { name: /^Ảnh 1 của tiêu chí 1, sau khi khắc phục/ })).toBeInTheDocument()
    await user.click(screen.getByRole('button', { name: 'Chưa đạt, làm lại' }))
    expect(await screen.findByText('Ghi còn thiếu gì để cơ sở biết mà làm lại.')).toBeInTheDocument()
    await user.type(screen.getByLabelText('Nhận xét'), 'Còn khe hở')
    await user.click(screen.getByRole('button', { name: 'Chưa đạt, làm lại' }))
    expect(
      await screen.findByText('Đã ghi ý kiến. Nội dung đã lưu trên máy này và tự gửi khi có mạng.'),
    ).toBeInTheDocument()
    const [entry] = await store.db.outbox.toArray()
    expect(entry && (await store.db.unpack(entry.payload))).toMatchObject({
      step: { say: { is: 'sendBack', of: 's1', comment: 'Còn khe hở' } },
    })
  })

  it('[P69] is taken back by who reported it, with a word', async () => {
    const steps = [stepOf('s1', { is: 'done', item: 't.1', comment: 'Đã thay khóa' }, colleague)]
    const { show, store, user } = await at(colleague, [await visitWithPlans({ steps })])
    show(<ActionPage insp="v1" item="t.1" />)
    await user.click(await screen.findByRole('button', { name: 'Chưa xong như đã báo' }))
    expect(screen.queryByRole('button', { name: 'Xác nhận đã khắc phục' })).not.toBeInTheDocument()
    await user.click(screen.getByRole('button', { name: 'Rút lại, làm tiếp' }))
    expect(await screen.findByText(/Ghi còn thiếu gì để người theo dõi hiểu/)).toBeInTheDocument()
    await user.type(screen.getByLabelText('Còn thiếu gì'), 'Khóa mới lại hỏng')
    await user.click(screen.getByRole('button', { name: 'Rút lại, làm tiếp' }))
    expect(await screen.findByText(/Đã rút lại: việc này còn phải làm/)).toBeInTheDocument()
    // It is open again: it can be reported anew.
    expect(await screen.findByRole('button', { name: 'Báo đã khắc phục' })).toBeInTheDocument()
    const [entry] = await store.db.outbox.toArray()
    expect(entry && (await store.db.unpack(entry.payload))).toMatchObject({
      step: { say: { is: 'sendBack', of: 's1', comment: 'Khóa mới lại hỏng' } },
    })
  })

  it('[P69] is not verified by who answers for it by account', async () => {
    const steps = [
      stepOf('s0', { is: 'assign', item: 't.1', plan: doors, owner: colleague.id }),
      stepOf('s1', { is: 'done', item: 't.1', comment: '' }),
    ]
    const { show } = await at(colleague, [await visitWithPlans({ steps })])
    show(<ActionPage insp="v1" item="t.1" />)
    expect(await screen.findByText(/Đây là việc của bạn/)).toBeInTheDocument()
    expect(screen.queryByRole('button', { name: 'Xác nhận đã khắc phục' })).not.toBeInTheDocument()
  })

  it('its proof is not shown among the visit’s own photos', async () => {
    const own = photoOf(picture(), { item: 't.1' })
    const proof = photoOf(picture(), { item: 't.1', step: 's1' })
    const steps = [stepOf('s1', { is: 'done', item: 't.1', comment: '' })]
    const photos = [own, proof].map((photo) => ({ ...photo, stored: true }))
    const { show } = await at(supervisor, [await visitWithPlans({ steps, photos })])
    show(<ResultPage id="v1" />)
    expect(await screen.findByText('1 ảnh')).toBeInTheDocument()
    expect(screen.queryByRole('button', { name: /Ảnh 2 của tiêu chí/ })).not.toBeInTheDocument()
    const since = within(await screen.findByRole('region', { name: 'Sau lượt này' }))
    expect(since.getByRole('link', { name: /Tiêu chí 1: đã khắc phục, chờ xác nhận/ })).toBeInTheDocument()
  })

  it('at the next visit says so beside the item, with its photos, and is still to be marked', async () => {
    const proof = photoOf(picture(), { item: 't.1', step: 's1' })
    const steps = [stepOf('s1', { is: 'done', item: 't.1', comment: 'Đã thay khóa' })]
    const { show, store } = await at(inspector, [await visitWithPlans({ steps, photos: [{ ...proof, stored: true }] })])
    const id = await startInspection(store, await headOf({ date: today() }))
    show(<Fill id={id} sectionId="a" />, `/kiem-tra/${id}/a`)
    const card = within(await screen.findByRole('article', { name: /Câu hỏi t\.1/ }, { timeout: 5_000 }))
    expect(await card.findByText(/^Cơ sở báo đã khắc phục ngày/)).toBeInTheDocument()
    expect(card.getByText('Đã thay khóa')).toBeInTheDocument()
    expect(await card.findByRole('button', { name: /sau khi khắc phục: ảnh chưa tải về máy/ })).toBeInTheDocument()
    expect(card.getByRole('group', { name: 'Biện pháp này đã khắc phục chưa?' })).toBeInTheDocument()
  })
})

describe('own score beside the inspector’s', () => {
  async function both() {
    const self = await record(
      'self',
      { 't.1': { value: pass, note: 'Đã kiểm' }, 't.2': { value: fail }, 't.3': { value: pass } },
      { kind: 'selfAssessment', date: addDays(today(), -12) },
      { createdBy: { id: tram.id, name: tram.name } },
    )
    return [await visitWithPlans(), self]
  }

  it('shows both answers, both points and the difference in words; what is the same can be shown too', async () => {
    const { show, user } = await at(tram, await both())
    show(<ComparisonPage id="v1" />, '/so-sanh/v1')
    expect(
      await screen.findByText(/1\/3 tiêu chí khác nhau, 1 tiêu chí tự chấm cao hơn, 0 tiêu chí cơ sở không đồng ý/),
    ).toBeInTheDocument()
    expect(
      screen.getByText(/lần tự đánh giá cuối cùng theo cùng bộ tiêu chí, không muộn hơn ngày kiểm tra/),
    ).toBeInTheDocument()
    const shown = screen.getByText(/Câu hỏi t\.1/).closest('li') as HTMLElement
    expect(shown).toHaveTextContent('Tự chấm cao hơn 1 điểm')
    expect(shown).toHaveTextContent('Đã kiểm')
    expect(shown).toHaveTextContent('Cửa hở')
    expect(screen.queryByText(/Câu hỏi t\.3/)).not.toBeInTheDocument()
    await user.click(screen.getByRole('checkbox', { name: 'Chỉ tiêu chí khác nhau (1)' }))
    expect(await screen.findByText(/Câu hỏi t\.3/)).toBeInTheDocument()
  })

  it('[P70] the facility disagrees with a reason, and takes it back, without a network', async () => {
    const { show, user } = await at(tram, await both())
    show(<ComparisonPage id="v1" />, '/so-sanh/v1')
    await user.click(await screen.findByRole('button', { name: 'Không đồng ý với tiêu chí 1' }))
    await user.click(screen.getByRole('button', { name: 'Ghi không đồng ý' }))
    expect(await screen.findByText('Ghi lý do để người kiểm tra xem lại.')).toBeInTheDocument()
    await user.type(screen.getByLabelText('Lý do không đồng ý'), 'Cửa đã sửa hôm trước')
    await user.click(screen.getByRole('button', { name: 'Ghi không đồng ý' }))
    expect(await screen.findByText('Cơ sở không đồng ý')).toBeInTheDocument()
    expect(screen.getByText('Cửa đã sửa hôm trước')).toBeInTheDocument()
    await user.click(screen.getByRole('button', { name: 'Đồng ý lại với tiêu chí 1' }))
    await waitFor(() => expect(screen.queryByText('Cơ sở không đồng ý')).not.toBeInTheDocument())
  })

  it('inspector and supervisor read it, and say nothing for the facility', async () => {
    const [visit, self] = await both()
    if (!visit || !self) throw new Error('none')
    const steps = [stepOf('s1', { is: 'disagree', item: 't.1', reason: 'Cửa đã sửa hôm trước' })]
    const { show } = await at(supervisor, [{ ...visit, steps }, self])
    show(<ComparisonPage id="v1" />, '/so-sanh/v1')
    expect(await screen.findByText('Cửa đã sửa hôm trước')).toBeInTheDocument()
    expect(screen.queryByRole('button', { name: /Đồng ý lại|Không đồng ý với/ })).not.toBeInTheDocument()
  })

  it('without a self-assessment says what is missing, and the facility may disagree all the same', async () => {
    const { show } = await at(tram, [await visitWithPlans()])
    show(<ComparisonPage id="v1" />, '/so-sanh/v1')
    expect(await screen.findByText('Chưa có lần tự đánh giá nào để so')).toBeInTheDocument()
    expect(screen.getByText(/2\/3 tiêu chí mất điểm/)).toBeInTheDocument()
    expect(screen.getByRole('button', { name: 'Không đồng ý với tiêu chí 1' })).toBeInTheDocument()
  })

  it('results over time: a table whose figures are links', async () => {
    const { show } = await at(tram, await both())
    show(<OverTimePage facilityId="tram" />)
    const table = within(await screen.findByRole('table'))
    expect(table.getAllByRole('rowheader')).toHaveLength(2)
    expect(table.getAllByRole('link', { name: /^Kết quả ngày/ })[1]).toHaveAttribute('href', '/ket-qua/v1')
    expect(table.getByRole('link', { name: /^So lượt ngày/ })).toHaveAttribute('href', '/so-sanh/v1')
    await vi.waitFor(() => expect(screen.getByRole('img', { name: /tỷ lệ điểm qua các lượt/ })).toBeInTheDocument(), {
      timeout: 20_000,
    })
  })
})

it('what a step says stands in words where it was not taken', async () => {
  const { subjectOf, headWords, itemIdOf } = await import('../../src/screens/not-sent/entry-words.ts')
  const { store } = await at(tram, [await visitWithPlans()])
  await sayStep(store, 'v1', { is: 'disagree', item: 't.1', reason: 'Đã sửa' })
  const [entry] = await store.db.outbox.toArray()
  if (!entry) throw new Error('none')
  const said = await store.db.unpack(entry.payload)
  const about = { cell: entry.cell, said }
  expect([subjectOf(about, list), headWords(about), itemIdOf(about)]).toEqual([
    { number: '1', text: 'Không đồng ý: Câu hỏi t.1?' },
    'Đã sửa',
    't.1',
  ])
})
