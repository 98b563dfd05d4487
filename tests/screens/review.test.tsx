// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { noteReach } from '../../src/device/store/reach.ts'
import type { InspectionRecord } from '../../src/domain/inspection.ts'
import type { Person } from '../../src/domain/people.ts'
import { score } from '../../src/domain/scoring/score.ts'
import { summaryOf } from '../../src/domain/scoring/summary.ts'
import type { RecordStep, Saying } from '../../src/domain/step.ts'
import { CorrectPage } from '../../src/screens/correct/correct-page.tsx'
import { InspectorHome } from '../../src/screens/inspector/home.tsx'
import { ResultPage } from '../../src/screens/result.tsx'
import { QueuePage } from '../../src/screens/supervisor/review/queue-page.tsx'
import { ReviewPage } from '../../src/screens/supervisor/review/review-page.tsx'
import { answers, checklist, facts, fail, item, pass, passFail, section } from '../support/builders.ts'
import { bring, createTablet, facility, inspector, refOf } from './tablet.tsx'

/** The reviewer's queue and decisions, and the author's way to correct what was returned. */

const list = checklist([
  section('a', [item('a.1', passFail), item('a.2', passFail, { critical: true }), item('a.3', passFail)]),
])
const supervisor: Person = { ...inspector, id: 'p-giam', name: 'Trần Đức Giám', role: 'supervisor' }
const places = [
  facility('cs-1', 'Trạm Y tế Suối Mơ'),
  facility('cs-2', 'Bệnh viện Bến Sao', { areaId: 'xa-2', areaName: 'Xã Bến Sao' }),
]

type Values = Parameters<typeof answers>[0]

async function recordOf(id: string, place: number, values: Values, more: Partial<InspectionRecord> = {}) {
  const given = answers(values)
  const at = places[place] as (typeof places)[number]
  return {
    id,
    head: {
      facilityId: at.id,
      facilityName: at.name,
      checklist: await refOf(list),
      kind: 'inspection',
      date: '2026-11-20',
      team: ['Lan'],
      facts: facts(),
    },
    status: 'submitted',
    createdBy: { id: inspector.id, name: inspector.name },
    submittedAt: Date.UTC(2026, 10, 20, 3, 42),
    score: summaryOf(score(list, facts(), given, { date: '2026-11-20' })),
    cells: Object.fromEntries(Object.entries(given).map(([key, answer]) => [key, { rev: 1, answer }])),
    ...more,
  } satisfies InspectionRecord
}

const stepOf = (say: Saying, more: Partial<RecordStep> = {}): RecordStep => ({
  id: `s-${say.is}`,
  seal: 1,
  say,
  by: { id: supervisor.id, name: supervisor.name, role: 'supervisor' },
  at: Date.UTC(2026, 10, 21, 2, 0),
  receivedAt: Date.UTC(2026, 10, 21, 2, 0),
  ...more,
})

const good = { 'a.1': pass, 'a.2': pass, 'a.3': pass }
const weak = { 'a.1': fail, 'a.2': pass, 'a.3': pass }
const critical = { 'a.1': pass, 'a.2': fail, 'a.3': pass }

async function desk(results: InspectionRecord[], person: Person = supervisor) {
  const tablet = await createTablet(person)
  await bring(tablet.store, { checklists: [list], facilities: places, results })
  return { ...tablet, user: userEvent.setup() }
}

const rows = async () => {
  const listed = await screen.findAllByRole('link', { name: /Trạm Y tế|Bệnh viện/ })
  return listed.map((link) => link.getAttribute('href'))
}

describe('the queue', () => {
  it('has what is gravest first, and narrows by area, family and state in the address', async () => {
    const { show, user } = await desk([
      await recordOf('good', 0, good),
      await recordOf('critical', 1, critical),
      await recordOf('weak', 0, weak),
      await recordOf('approved', 0, good, { status: 'approved', steps: [stepOf({ is: 'approve', comment: '' })] }),
    ])
    const view = show(<QueuePage />, '/duyet')
    expect(await rows()).toEqual(['/duyet/critical', '/duyet/weak', '/duyet/good'])
    expect(screen.getByText('1 điểm liệt')).toBeInTheDocument()
    await user.selectOptions(screen.getByLabelText('Địa bàn'), 'Xã Bến Sao')
    await waitFor(async () => expect(await rows()).toEqual(['/duyet/critical']))
    expect(view.at()).toBe('/duyet?xa=xa-2')
    await user.selectOptions(screen.getByLabelText('Địa bàn'), 'Tất cả')
    await user.selectOptions(screen.getByLabelText('Trạng thái'), 'Đã duyệt (1)')
    await waitFor(async () => expect(await rows()).toEqual(['/duyet/approved']))
    expect(view.at()).toBe('/duyet?xem=da-duyet')
  })

  it('[P72] approves many at once, holds a share of them back, and says the seed', async () => {
    const many = await Promise.all(Array.from({ length: 12 }, (_, n) => recordOf(`r${n}`, n % 2, good)))
    const { store, show, user } = await desk([...many, await recordOf('critical', 1, critical)])
    show(<QueuePage />, '/duyet')
    await user.click(await screen.findByRole('button', { name: 'Chọn 12 kết quả đạt, không có điểm liệt' }))
    expect(await screen.findAllByRole('checkbox', { checked: true })).toHaveLength(12)
    await user.click(screen.getByRole('button', { name: 'Duyệt 12 kết quả' }))
    const dialog = within(screen.getByRole('dialog'))
    expect(dialog.getByLabelText(/Giữ lại xem kỹ/)).toHaveValue('10')
    await user.click(dialog.getByRole('button', { name: 'Duyệt 10, giữ lại 2' }))
    expect(await screen.findByText('Đã duyệt 10 kết quả, giữ lại 2 để xem kỹ.')).toBeInTheDocument()
    const said = await Promise.all((await store.db.outbox.toArray()).map(({ payload }) => store.db.unpack(payload)))
    const steps = said.flatMap((each) => (each.k === 'inspection.step' ? [each.step.say] : []))
    expect(steps.filter(({ is }) => is === 'approve')).toHaveLength(10)
    const held = steps.filter(({ is }) => is === 'hold')
    expect(held).toHaveLength(2)
    const seeds = new Set(steps.map((say) => ('draw' in say ? say.draw?.seed : null)))
    expect(seeds.size).toBe(1)
    expect(screen.getByText([...seeds][0] as string)).toBeInTheDocument()
    await waitFor(async () => expect(await rows()).toEqual(['/duyet/critical']))
    await user.selectOptions(screen.getByLabelText('Trạng thái'), 'Giữ lại xem kỹ (2)')
    await waitFor(async () => expect(await rows()).toHaveLength(2))
    expect(screen.getAllByText(/quyết định chờ gửi/)).toHaveLength(2)
  })

  it('is gone through by keys: lines, choosing, opening', async () => {
    const { show, user } = await desk([
      await recordOf('good', 0, good),
      await recordOf('critical', 1, critical),
      await recordOf('weak', 0, weak),
    ])
    const view = show(<QueuePage />, '/duyet')
    expect(await rows()).toEqual(['/duyet/critical', '/duyet/weak', '/duyet/good'])
    const line = () => document.activeElement?.getAttribute('href')
    // From outside arrows scroll, and letters come in.
    await user.keyboard('{ArrowDown}')
    expect(line()).toBeFalsy()
    await user.keyboard('j')
    expect(line()).toBe('/duyet/critical')
    await user.keyboard('{ArrowDown}j')
    expect(line()).toBe('/duyet/good')
    await user.keyboard('{ArrowDown}')
    expect(line()).toBe('/duyet/good')
    await user.keyboard('{Home}{ArrowUp}')
    expect(line()).toBe('/duyet/critical')
    await user.keyboard('{End}k')
    expect(line()).toBe('/duyet/weak')

    await user.keyboard(' ')
    expect(screen.getByText('Đã chọn Trạm Y tế Suối Mơ. 1 kết quả được chọn.')).toHaveRole('status')
    expect(screen.getByRole('button', { name: 'Duyệt 1 kết quả' })).toBeInTheDocument()
    await user.keyboard(' ')
    expect(screen.getByText('Bỏ chọn Trạm Y tế Suối Mơ. 0 kết quả được chọn.')).toBeInTheDocument()
    expect(screen.queryByRole('checkbox', { checked: true })).toBeNull()

    // A box of a line belongs to it; a field takes its own letters.
    screen.getAllByRole('checkbox')[0]?.focus()
    await user.keyboard('{ArrowDown}')
    expect(line()).toBe('/duyet/weak')
    screen.getByLabelText('Địa bàn').focus()
    await user.keyboard('j')
    expect(screen.getByLabelText('Địa bàn')).toHaveFocus()

    await user.keyboard('{Tab}')
    screen.getByRole('link', { name: /Bệnh viện/ }).focus()
    await user.keyboard('{Enter}')
    expect(view.at()).toBe('/duyet/critical')
  })

  it('leaves the keys to a dialog that is open', async () => {
    const { show, user } = await desk([await recordOf('good', 0, good), await recordOf('more', 0, good)])
    show(<QueuePage />, '/duyet')
    await user.click(await screen.findByRole('button', { name: /^Chọn 2 kết quả/ }))
    await user.click(screen.getByRole('button', { name: 'Duyệt 2 kết quả' }))
    const field = screen.getByLabelText(/Giữ lại xem kỹ/)
    screen.getByRole('button', { name: 'Thôi' }).focus()
    await user.keyboard('j')
    expect(screen.getByRole('dialog')).toContainElement(document.activeElement as HTMLElement)
    expect(field).toHaveValue('10')
  })

  it('is of those who review alone', async () => {
    const { show } = await desk([await recordOf('good', 0, good)], inspector)
    show(<QueuePage />, '/duyet')
    expect(await screen.findByRole('heading', { level: 1 })).toHaveTextContent(/Không tìm thấy|không có/i)
  })
})

describe('one result before its reviewer', () => {
  it('“Thôi” asks before it lets go what was typed', async () => {
    const { show, user } = await desk([await recordOf('weak', 0, weak)])
    show(<ReviewPage id="weak" />, '/duyet/weak')
    const open = async () => user.click(await screen.findByRole('button', { name: 'Duyệt' }))
    await open()
    // Nothing was typed: nothing is asked.
    await user.click(screen.getByRole('button', { name: 'Thôi' }))
    expect(screen.queryByRole('dialog')).toBeNull()
    await open()
    await user.type(screen.getByRole('textbox'), 'Tốt')
    await user.click(screen.getByRole('button', { name: 'Thôi' }))
    await user.click(screen.getByRole('button', { name: 'Ở lại nhập tiếp' }))
    expect(screen.getByRole('textbox')).toHaveValue('Tốt')
    await user.click(screen.getByRole('button', { name: 'Thôi' }))
    await user.click(screen.getByRole('button', { name: 'Đóng lại, bỏ những gì đã nhập' }))
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('shows what fell short, and is approved: said to wait until it is sent', async () => {
    const { show, user } = await desk([await recordOf('weak', 0, weak), await recordOf('next', 1, critical)])
    show(<ReviewPage id="weak" />, '/duyet/weak')
    expect(await screen.findByText(/Câu hỏi a\.1\?/)).toBeInTheDocument()
    expect(screen.queryByText(/Câu hỏi a\.3\?/)).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Duyệt' }))
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Duyệt' }))
    expect(await screen.findByText('Đã duyệt, chờ gửi')).toBeInTheDocument()
    const process = within(screen.getByRole('region', { name: 'Quá trình xử lý' }))
    expect(process.getByText('chờ gửi')).toBeInTheDocument()
    expect(process.getByText('Duyệt kết quả')).toBeInTheDocument()
    expect(await screen.findByRole('link', { name: 'Kết quả tiếp theo (còn 1)' })).toHaveAttribute(
      'href',
      '/duyet/next',
    )
    expect(screen.queryByRole('button', { name: 'Duyệt' })).toBeNull()
  })

  it('is returned with a word to each item, and not without', async () => {
    const { store, show, user } = await desk([await recordOf('weak', 0, weak)])
    show(<ReviewPage id="weak" />, '/duyet/weak')
    await user.click(await screen.findByRole('button', { name: 'Trả lại' }))
    const dialog = within(screen.getByRole('dialog'))
    await user.click(dialog.getByRole('button', { name: 'Trả lại' }))
    expect(dialog.getByRole('alert')).toHaveTextContent('Chọn ít nhất một tiêu chí')
    await user.click(dialog.getByRole('button', { name: 'Chọn 1 tiêu chí bị mất điểm' }))
    await user.selectOptions(dialog.getByLabelText('Chọn tiêu chí'), '3 Câu hỏi a.3?')
    await user.type(dialog.getByLabelText('Điều cần sửa ở tiêu chí 1'), 'Chụp lại ảnh')
    await user.click(dialog.getByRole('button', { name: 'Trả lại 2 tiêu chí' }))
    expect(dialog.getByRole('alert')).toHaveTextContent('Ghi điều cần sửa cho tiêu chí 3.')
    await user.type(dialog.getByLabelText('Điều cần sửa ở tiêu chí 3'), 'Ghi rõ số liệu')
    await user.click(dialog.getByRole('button', { name: 'Trả lại 2 tiêu chí' }))
    expect(await screen.findByText('Đã trả lại, chờ gửi')).toBeInTheDocument()
    const [row] = await store.db.outbox.toArray()
    expect(row && (await store.db.unpack(row.payload))).toMatchObject({
      step: { seal: 1, say: { is: 'return', items: { 'a.1': 'Chụp lại ảnh', 'a.3': 'Ghi rõ số liệu' } } },
    })
  })

  it('[P67] was sent up: only who answers for the whole province decides, also without a network', async () => {
    const up = stepOf({ is: 'sendUp', comment: 'Ngoài thẩm quyền của xã' })
    const { store, show } = await desk([await recordOf('weak', 0, weak, { steps: [up] })])
    const first = show(<ReviewPage id="weak" />, '/duyet/weak')
    expect(await screen.findByText('Đã chuyển lên tỉnh')).toBeInTheDocument()
    expect(screen.getByText('Ngoài thẩm quyền của xã')).toBeInTheDocument()
    expect(screen.queryByRole('button', { name: 'Duyệt' })).toBeNull()
    first.unmount()
    await noteReach(store, true)
    show(<ReviewPage id="weak" />, '/duyet/weak')
    expect(await screen.findByRole('button', { name: 'Duyệt' })).toBeInTheDocument()
    expect(screen.queryByRole('button', { name: 'Chuyển lên tỉnh' })).toBeNull()
  })

  it('is sent up with a reason, and is then no longer theirs to decide', async () => {
    const { store, show, user } = await desk([await recordOf('weak', 0, weak)])
    show(<ReviewPage id="weak" />, '/duyet/weak')
    await user.click(await screen.findByRole('button', { name: 'Chuyển lên tỉnh' }))
    const dialog = within(screen.getByRole('dialog'))
    await user.click(dialog.getByRole('button', { name: 'Chuyển lên tỉnh' }))
    expect(await dialog.findByText('Ghi ngắn gọn lý do.')).toBeInTheDocument()
    await user.type(dialog.getByLabelText('Vì sao cần cấp tỉnh quyết định'), 'Ngoài thẩm quyền')
    await user.click(dialog.getByRole('button', { name: 'Chuyển lên tỉnh' }))
    expect(await screen.findByText('Kết quả này do người phụ trách toàn tỉnh quyết định.')).toBeInTheDocument()
    const [row] = await store.db.outbox.toArray()
    expect(row && (await store.db.unpack(row.payload))).toMatchObject({
      step: { say: { is: 'sendUp', comment: 'Ngoài thẩm quyền' } },
    })
  })

  it('says what came late, and where the facility disagrees', async () => {
    const late = stepOf({ is: 'approve', comment: 'Tốt' }, { id: 'late', late: true })
    const disagrees = stepOf({ is: 'disagree', item: 'a.1', reason: 'Có thùng rác ở sân sau' }, { id: 'd' })
    const { show } = await desk([await recordOf('weak', 0, weak, { steps: [late, disagrees] })])
    show(<ReviewPage id="weak" />, '/duyet/weak')
    expect(await screen.findByText('đến sau, không có hiệu lực')).toBeInTheDocument()
    const panel = within(screen.getByRole('region', { name: 'Cơ sở không đồng ý' }))
    expect(panel.getByText('Có thùng rác ở sân sau')).toBeInTheDocument()
  })
})

describe('the author of what was returned', () => {
  const returned = () =>
    recordOf('weak', 0, weak, {
      status: 'returned',
      steps: [
        stepOf({ is: 'return', comment: 'Xem kỹ lại', items: { 'a.1': 'Chụp lại ảnh', 'a.3': 'Ghi rõ số liệu' } }),
      ],
    })

  it('sees it on top of the first page, with how many items', async () => {
    const { show } = await desk([await returned()], inspector)
    show(<InspectorHome />)
    const panel = within(await screen.findByRole('region', { name: 'Bị trả lại' }))
    expect(panel.getByText('2 tiêu chí')).toBeInTheDocument()
    expect(panel.getByRole('link')).toHaveAttribute('href', '/sua-lai/weak')
  })

  it('corrects only the items named, sees what changes and the new score, and sends it back with a reason', async () => {
    const { store, show, user } = await desk([await returned()], inspector)
    show(<CorrectPage id="weak" />, '/sua-lai/weak')
    expect(await screen.findByText('Chụp lại ảnh', { selector: '[class*=asked] *' })).toBeInTheDocument()
    expect(screen.getByText(/Trần Đức Giám trả lại lúc .*: Xem kỹ lại/)).toBeInTheDocument()
    expect(screen.getAllByRole('article')).toHaveLength(2)
    const first = within(screen.getByRole('article', { name: 'Câu hỏi a.1?' }))
    await user.click(first.getByRole('radio', { name: 'Đạt' }))
    await first.findByText(/đã lưu/)
    const change = within(screen.getByRole('region', { name: 'Thay đổi so với bản đã nộp' }))
    expect(await change.findByText('1 tiêu chí')).toBeInTheDocument()
    expect(change.getByText('Không đạt', { selector: 'dd' })).toBeInTheDocument()
    await waitFor(() => expect(change.getByText(/100\s%/)).toBeInTheDocument())
    await user.click(screen.getByRole('button', { name: 'Gửi lại' }))
    const dialog = within(screen.getByRole('dialog'))
    await user.click(dialog.getByRole('button', { name: 'Gửi lại' }))
    expect(await dialog.findByText(/Ghi ngắn gọn đã sửa gì/)).toBeInTheDocument()
    await user.type(dialog.getByLabelText(/Đã sửa gì/), 'Đã chụp lại tại chỗ')
    await user.click(dialog.getByRole('button', { name: 'Gửi lại' }))
    expect(await screen.findByText('Đã sửa, chờ gửi')).toBeInTheDocument()
    const [row] = await store.db.outbox.toArray()
    expect(row && (await store.db.unpack(row.payload))).toMatchObject({
      k: 'inspection.amend',
      baseSeal: 1,
      set: { 'a.1': { value: pass } },
      reason: 'Đã chụp lại tại chỗ',
    })
    expect(await store.db.correction.count()).toBe(0)
  })

  it('is led there from the record, which shows who returned it and when', async () => {
    const { show } = await desk([await returned()], inspector)
    show(<ResultPage id="weak" />, '/ket-qua/weak')
    expect(await screen.findByText('Trả lại: 2 tiêu chí')).toBeInTheDocument()
    expect(screen.getByRole('link', { name: 'Sửa và gửi lại' })).toHaveAttribute('href', '/sua-lai/weak')
    const process = within(screen.getByRole('region', { name: 'Quá trình xử lý' }))
    expect(process.getByText('Trả lại kết quả')).toBeInTheDocument()
    expect(process.getByText(/Trần Đức Giám \(người giám sát.*21\/11\/2026 09:00/)).toBeInTheDocument()
  })
})
