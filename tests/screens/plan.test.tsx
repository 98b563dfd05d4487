// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { openInspection, startInspection, submitInspection } from '../../src/device/store/drafts.ts'
import type { Answer } from '../../src/domain/answer.ts'
import type { InspectionHead, InspectionRecord } from '../../src/domain/inspection.ts'
import { Fill } from '../../src/screens/fill/fill.tsx'
import { Submit } from '../../src/screens/fill/submit.tsx'
import { FeedbackPage } from '../../src/screens/paper/feedback.tsx'
import { PlanPage } from '../../src/screens/plan/plan-page.tsx'
import { ResultPage } from '../../src/screens/result.tsx'
import { checklist, facts, fail, item, pass, passFail, section } from '../support/builders.ts'
import { bring, createTablet, facility, refOf } from './tablet.tsx'

const station = facility('tram', 'Trạm Y tế Suối Mơ', { facts: facts({ type: 'communeStation' }) })
const list = checklist([
  section('a', [item('t.1', passFail), item('t.2', passFail, { critical: true }), item('t.3', passFail)]),
])

beforeAll(() => {
  // jsdom lays nothing out.
  Element.prototype.scrollIntoView = () => {}
  window.scrollTo = () => {}
})

const doors = { what: 'Sửa cửa kho', who: 'Anh Tú', by: '2026-09-30' }

async function headOf(more: Partial<InspectionHead> = {}): Promise<InspectionHead> {
  return {
    facilityId: station.id,
    facilityName: station.name,
    checklist: await refOf(list),
    kind: 'inspection',
    date: '2026-11-22',
    team: ['Lan'],
    facts: station.facts,
    ...more,
  }
}

async function record(id: string, date: string, answers: Record<string, Answer>): Promise<InspectionRecord> {
  const cells = Object.entries(answers).map(([each, answer]) => [each, { rev: 1, answer }])
  return {
    id,
    head: await headOf({ date }),
    status: 'submitted',
    createdBy: { id: 'p', name: 'Trần Văn Bình' },
    submittedAt: Date.parse(`${date}T03:00:00Z`),
    score: null,
    cells: Object.fromEntries(cells),
  }
}

async function begin(answers: Record<string, Answer> = {}, earlier: Record<string, Answer> | null = null) {
  const tablet = await createTablet()
  const results = earlier ? [await record('truoc', '2026-08-12', earlier)] : []
  await bring(tablet.store, { facilities: [station], checklists: [list], results })
  const id = await startInspection(tablet.store, await headOf())
  for (const [each, answer] of Object.entries(answers)) await saveAnswer(tablet.store, id, each, answer)
  const stored = async () => (await openInspection(tablet.store, id))?.answers
  return { ...tablet, id, stored, user: userEvent.setup() }
}

const card = (name: RegExp) => within(screen.getByRole('article', { name }))

describe('the plan of an open visit', () => {
  it('critical failures first; a name and a day, two taps, are a whole plan, said to be saved after the commit', async () => {
    const { show, id, stored, user } = await begin({
      't.1': { value: fail },
      't.2': { value: fail, note: 'Cửa hở' },
      't.3': { value: pass },
    })
    show(<PlanPage id={id} />)
    await screen.findByRole('heading', { level: 1, name: 'Kế hoạch khắc phục' })
    expect(screen.getAllByRole('heading', { level: 2 }).map((each) => each.textContent)).toEqual([
      'Điểm liệt không đạt (1)',
      'Tồn tại khác (1)',
    ])
    expect(screen.getByText(/Đã có biện pháp cho 0\/2 tiêu chí/)).toBeInTheDocument()
    const doorsCard = card(/Câu hỏi t\.2/)
    expect(doorsCard.queryByText(/đã lưu/)).not.toBeInTheDocument()
    await user.click(doorsCard.getByRole('radio', { name: 'Trưởng trạm' }))
    expect(doorsCard.getByLabelText('Biện pháp')).toHaveValue('Khắc phục: Cửa hở')
    await user.click(doorsCard.getByRole('radio', { name: '7 ngày (29/11)' }))
    expect(await doorsCard.findByText(/đã lưu/)).toBeInTheDocument()
    const plan = { what: 'Khắc phục: Cửa hở', who: 'Trưởng trạm', by: '2026-11-29' }
    await waitFor(async () => expect((await stored())?.['t.2']).toEqual({ value: fail, note: 'Cửa hở', plan }))
    expect(screen.getByText(/Đã có biện pháp cho 1\/2 tiêu chí/)).toBeInTheDocument()
  })

  it('own words, another name and another day are typed; the next finding offers the name', async () => {
    const { show, id, stored, user } = await begin({ 't.1': { value: fail }, 't.3': { value: fail } })
    show(<PlanPage id={id} />)
    await screen.findByRole('heading', { level: 1 })
    const first = card(/Câu hỏi t\.1/)
    await user.type(first.getByLabelText('Biện pháp'), 'Thay khóa cửa')
    await user.click(first.getByRole('button', { name: 'Người khác, ngày khác' }))
    await user.type(first.getByLabelText('Tên hoặc chức vụ'), 'Chị Lò Thị Hoa')
    await user.type(first.getByLabelText('Ngày'), '2026-11-01')
    await user.tab()
    expect(await first.findByText('Thời hạn phải từ ngày kiểm tra trở đi.')).toBeInTheDocument()
    await user.clear(first.getByLabelText('Ngày'))
    await user.type(first.getByLabelText('Ngày'), '2027-02-15')
    await user.tab()
    const plan = { what: 'Thay khóa cửa', who: 'Chị Lò Thị Hoa', by: '2027-02-15' }
    await waitFor(async () => expect((await stored())?.['t.1']).toEqual({ value: fail, plan }))
    expect(card(/Câu hỏi t\.3/).getByRole('radio', { name: 'Chị Lò Thị Hoa' })).toBeInTheDocument()
  })

  it('by the keyboard alone', async () => {
    const { show, id, stored, user } = await begin({ 't.1': { value: fail } })
    show(<PlanPage id={id} />)
    await screen.findByRole('heading', { level: 1 })
    screen.getByLabelText('Biện pháp').focus()
    await user.keyboard('Dán biển')
    await user.tab()
    await user.keyboard(' ')
    await user.tab()
    await user.keyboard('{ArrowDown}')
    await waitFor(async () =>
      expect((await stored())?.['t.1']?.plan).toMatchObject({ what: 'Dán biển', who: 'Trưởng trạm' }),
    )
    await waitFor(async () => expect((await stored())?.['t.1']?.plan?.by).not.toBeNull())
  })

  it('a plan that was deleted by a slip comes back', async () => {
    const { show, id, stored, user } = await begin({ 't.1': { value: fail, plan: doors } })
    show(<PlanPage id={id} />)
    await user.click(await screen.findByRole('button', { name: 'Xóa biện pháp' }))
    await waitFor(async () => expect((await stored())?.['t.1']).toEqual({ value: fail }))
    await user.click(screen.getByRole('button', { name: 'Hoàn tác' }))
    await waitFor(async () => expect((await stored())?.['t.1']).toEqual({ value: fail, plan: doors }))
  })

  it('a full disk: says so, keeps the choice on the screen, and a second try saves it', async () => {
    const { show, id, store, stored, user } = await begin({ 't.1': { value: fail } })
    show(<PlanPage id={id} />)
    const choice = await screen.findByRole('radio', { name: 'Trưởng trạm' })
    const full = vi.spyOn(store.db.answer, 'put').mockImplementation(() => {
      throw new DOMException('no room', 'QuotaExceededError')
    })
    await user.click(choice)
    expect(await screen.findByText(/CHƯA được lưu/)).toBeInTheDocument()
    expect(screen.getByRole('radio', { name: 'Trưởng trạm' })).toBeChecked()
    full.mockRestore()
    await user.click(screen.getByRole('button', { name: 'Lưu lại' }))
    await waitFor(async () => expect((await stored())?.['t.1']?.plan?.who).toBe('Trưởng trạm'))
  })

  it('nothing fell short: says so', async () => {
    const { show, id } = await begin({ 't.1': { value: pass } })
    show(<PlanPage id={id} />)
    expect(await screen.findByText('Chưa có tồn tại nào để lập kế hoạch.')).toBeInTheDocument()
  })
})

describe('an action of the last visit', () => {
  const earlier = { 't.1': { value: fail, plan: doors }, 't.2': { value: pass }, 't.3': { value: fail } }

  it('stands on its card with how late it is; not fixed, it is carried over with a new day', async () => {
    const { show, id, stored, user } = await begin({}, earlier)
    show(<Fill id={id} sectionId="a" />, `/kiem-tra/${id}/a`)
    await screen.findAllByRole('radio')
    const first = card(/Câu hỏi t\.1/)
    expect(await first.findByText('Biện pháp của lần 12/08/2026')).toBeInTheDocument()
    expect(first.getByText('Sửa cửa kho')).toBeInTheDocument()
    expect(first.getByText('Quá hạn 53 ngày')).toBeInTheDocument()
    expect(first.getByText('Anh Tú · hạn 30/09/2026')).toBeInTheDocument()
    const marks = within(first.getByRole('group', { name: 'Biện pháp này đã khắc phục chưa?' }))
    expect(first.queryByRole('button', { name: 'Biện pháp' })).not.toBeInTheDocument()
    await user.click(marks.getByRole('radio', { name: 'Chưa khắc phục' }))
    await user.click(first.getByRole('button', { name: 'Biện pháp' }))
    await user.click(first.getByRole('radio', { name: '30 ngày (22/12)' }))
    await waitFor(async () =>
      expect((await stored())?.['t.1']).toEqual({
        value: null,
        plan: { ...doors, by: '2026-12-22' },
        followUp: { of: 'truoc', is: 'notFixed' },
      }),
    )
    expect(first.getByText(/^Sửa cửa kho \(Anh Tú, hạn 22\/12\/2026\)$/, { exact: false })).toBeInTheDocument()
    expect(card(/Câu hỏi t\.3/).queryByText(/^Biện pháp của lần/)).not.toBeInTheDocument()
  })

  it('is missing before handing in, with a way to it; marked, the visit is handed in', async () => {
    const answers = { 't.1': { value: pass }, 't.2': { value: pass }, 't.3': { value: pass } }
    const { show, store, id, user } = await begin(answers, earlier)
    show(<Submit id={id} />, `/kiem-tra/${id}/nop`)
    const link = await screen.findByRole('link', { name: 'Đánh dấu 1 biện pháp của lần trước' })
    expect(link).toHaveAttribute('href', `/kiem-tra/${id}/a#t.1`)
    expect(screen.getByText('biện pháp của lần trước: đã khắc phục hay chưa?')).toBeInTheDocument()
    expect(screen.queryByRole('button', { name: 'Nộp' })).not.toBeInTheDocument()
    await saveAnswer(store, id, 't.1', { value: pass, followUp: { of: 'truoc', is: 'fixed' } })
    await user.click(await screen.findByRole('button', { name: 'Nộp' }))
    expect(await screen.findByRole('heading', { level: 1, name: 'Đã nộp trên máy này' })).toBeInTheDocument()
  })

  it('and what was planned then is read beside the last answer', async () => {
    const { show, id, user } = await begin({}, earlier)
    show(<Fill id={id} sectionId="a" />, `/kiem-tra/${id}/a`)
    await screen.findAllByRole('radio')
    const first = card(/Câu hỏi t\.1/)
    await user.click(await first.findByRole('button', { name: 'Lần trước' }))
    expect(first.getByText('Biện pháp khắc phục: Sửa cửa kho (Anh Tú, hạn 30/09/2026)')).toBeInTheDocument()
  })
})

describe('once the visit is handed in', () => {
  it('the plan is read, and nothing of it can be changed', async () => {
    const { show, store, id } = await begin({
      't.1': { value: fail, plan: doors },
      't.2': { value: pass },
      't.3': { value: pass },
    })
    await submitInspection(store, id)
    show(<PlanPage id={id} />)
    expect(await screen.findByText(/Lượt này đã nộp và khóa cùng kế hoạch/)).toBeInTheDocument()
    expect(screen.getByText('1. Câu hỏi t.1?')).toBeInTheDocument()
    expect(screen.getByText('Anh Tú · hạn 30/09/2026')).toBeInTheDocument()
    expect(screen.queryByRole('radio')).not.toBeInTheDocument()
    expect(screen.queryByRole('textbox')).not.toBeInTheDocument()
  })

  it('result and feedback tell what is planned and what became of the last plan', async () => {
    const { show, store } = await begin({}, { 't.1': { value: fail, plan: doors } })
    const now: Record<string, Answer> = {
      't.1': { value: pass, followUp: { of: 'truoc', is: 'fixed' } },
      't.2': { value: fail, plan: { ...doors, what: 'Thay bóng đèn', by: null } },
    }
    await bring(store, { results: [await record('nay', '2026-11-22', now)] })
    const { unmount } = show(<ResultPage id="nay" />)
    expect(await screen.findByText('Biện pháp khắc phục: Thay bóng đèn (Anh Tú)')).toBeInTheDocument()
    expect(screen.getByText('Biện pháp lần trước: đã khắc phục')).toBeInTheDocument()
    unmount()
    show(<FeedbackPage id="nay" />)
    expect(await screen.findByText(/Thay bóng đèn \(Anh Tú\)/)).toBeInTheDocument()
    expect(screen.getByRole('heading', { name: 'Khắc phục của lần trước (1/1)' })).toBeInTheDocument()
    expect(screen.getByText(/Biện pháp ngày 12\/08\/2026: Sửa cửa kho/)).toBeInTheDocument()
    expect(screen.getByRole('link', { name: 'Kế hoạch khắc phục' })).toHaveAttribute('href', '/ke-hoach/nay')
  })

  it('nobody’s visit has no plan', async () => {
    const { show } = await begin()
    show(<PlanPage id="khong-co" />)
    expect(await screen.findByRole('heading', { name: /Không tìm thấy/ })).toBeInTheDocument()
  })
})
