// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { saveCorrection, sendCorrections } from '../../src/device/store/corrections.ts'
import { openInspection, startInspection } from '../../src/device/store/drafts.ts'
import { freezeBatch } from '../../src/device/store/freeze.ts'
import { setAside, settle } from '../../src/device/store/settle.ts'
import { sayStep } from '../../src/device/store/steps.ts'
import type { Store } from '../../src/device/store/store.ts'
import type { InspectionRecord } from '../../src/domain/inspection.ts'
import { score } from '../../src/domain/scoring/score.ts'
import { summaryOf } from '../../src/domain/scoring/summary.ts'
import type { Outcome } from '../../src/protocol/wire.ts'
import { InspectorHome } from '../../src/screens/inspector/home.tsx'
import { NotSent } from '../../src/screens/not-sent/not-sent.tsx'
import { EvictionNotice } from '../../src/screens/parts/eviction-notice.tsx'
import { checklist, fail, item, pass, passFail, section } from '../support/builders.ts'
import { bring, createTablet, facility, refOf } from './tablet.tsx'

const list = checklist([section('a', [item('thu.a1', passFail), item('thu.a2', passFail)])])
const hospital = facility('bv', 'Bệnh viện Bến Sao')

async function begin() {
  const tablet = await createTablet()
  await bring(tablet.store, { facilities: [hospital], checklists: [list] })
  const id = await start(tablet.store)
  return { ...tablet, id, user: userEvent.setup() }
}

async function start(store: Store) {
  const id = await startInspection(store, await head())
  await saveAnswer(store, id, 'thu.a1', { value: fail, note: 'Đèn hỏng' })
  await saveAnswer(store, id, 'thu.a2', { value: pass })
  // Each by itself, so that each can get an outcome of its own.
  await store.db.outbox.where({ insp: id }).modify({ alone: true })
  return id
}

const head = async () => ({
  facilityId: hospital.id,
  facilityName: hospital.name,
  checklist: await refOf(list),
  kind: 'inspection' as const,
  date: '2026-11-22',
  team: ['Lan'],
  facts: hospital.facts,
})

/** The server's answer to all that waits. */
async function reply(store: Store, ...outcomes: Omit<Outcome, 'seq'>[]) {
  const batch = await freezeBatch(store)
  const rows = (batch?.mutations ?? []).map(({ seq }, n) => ({ ...(outcomes[n] ?? { o: 'applied' as const }), seq }))
  await settle(store, rows, 'e')
}

const files: string[] = []
beforeEach(() => {
  files.length = 0
  // jsdom cannot save a file: what would be in it is caught here.
  URL.createObjectURL = (blob) => {
    void (blob as Blob).text().then((text) => files.push(text))
    return 'blob:x'
  }
  URL.revokeObjectURL = () => {}
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {})
})

describe('what could not be sent', () => {
  it('[P5] a refused answer: where, which question, what it says, why, and the way to it', async () => {
    const { store, show, id } = await begin()
    await reply(store, { o: 'applied' }, { o: 'rejected', code: 'ANSWER_INVALID', detail: { item: 'thu.a1' } })
    show(<NotSent />, '/chua-gui-duoc')
    const card = within(await screen.findByRole('article', { name: 'Bệnh viện Bến Sao' }))
    expect(card.getByText(/Bộ tiêu chí thử · kiểm tra ngày 22\/11\/2026/)).toBeInTheDocument()
    expect(await card.findByText('bị từ chối: tiêu chí A1')).toBeInTheDocument()
    const thing = within(card.getByRole('listitem', { name: /A1 Câu hỏi thu.a1\?/ }))
    expect(thing.getByText('Bị từ chối')).toBeInTheDocument()
    expect(thing.getByText('Không đạt')).toBeInTheDocument()
    expect(thing.getByText('Ghi chú: Đèn hỏng')).toBeInTheDocument()
    expect(thing.getByText('Câu trả lời không hợp với tiêu chí.')).toBeInTheDocument()
    expect(thing.getByRole('link', { name: 'Mở tiêu chí' })).toHaveAttribute('href', `/kiem-tra/${id}/a#thu.a1`)
    expect(screen.getByText('1 việc cần xem')).toBeInTheDocument()
  })

  it('[P34] what was too large says what to do, and goes away once the shortened answer was received', async () => {
    const { store, show, id } = await begin()
    const batch = await freezeBatch(store)
    const first = batch?.mutations[1]
    await setAside(store, first?.seq ?? 0, 'BODY_TOO_LARGE')
    await reply(store, { o: 'applied' }, { o: 'noop' })
    show(<NotSent />)
    expect(await screen.findByText('Quá lớn, chưa gửi')).toBeInTheDocument()
    expect(screen.getByText(/rút ngắn ghi chú rồi lưu lại/)).toBeInTheDocument()
    await saveAnswer(store, id, 'thu.a1', { value: fail, note: 'ngắn' })
    await reply(store)
    await waitFor(() => expect(screen.queryByText('Quá lớn, chưa gửi')).not.toBeInTheDocument())
    expect((await openInspection(store, id))?.state).toBe('draft')
    expect(screen.getByRole('button', { name: 'Đã xử lý (1)' })).toBeInTheDocument()
  })

  it('a refused start shows its reason once, however many answers went with it, and is sent again whole', async () => {
    const { store, show, id, user } = await begin()
    const unknown = { o: 'rejected', code: 'INSPECTION_UNKNOWN' } as const
    await reply(store, { o: 'rejected', code: 'FACTS_DIFFER' }, unknown, unknown)
    show(<NotSent />)
    expect(await screen.findAllByRole('listitem')).toHaveLength(1)
    expect(screen.getByText(/còn 2 câu trả lời chưa được nhận/)).toBeInTheDocument()
    await user.click(screen.getByRole('button', { name: 'Gửi lại cả lượt' }))
    await waitFor(async () => expect(await openInspection(store, id)).toMatchObject({ state: 'draft', unsent: 3 }))
    // It moves from the card of what was refused to the list of what waits.
    await waitFor(() => expect(screen.getByText('chờ gửi 3 thay đổi, chưa có mạng')).toBeInTheDocument())
    await reply(store)
    await waitFor(() => expect(screen.queryByRole('article')).not.toBeInTheDocument())
  })

  it('what can never be taken is not offered to be sent again', async () => {
    const { store, show } = await begin()
    await reply(store, { o: 'rejected', code: 'CHECKLIST_NOT_FOR_FACILITY' })
    show(<NotSent />)
    await screen.findByRole('article')
    expect(screen.queryByRole('button', { name: 'Gửi lại cả lượt' })).not.toBeInTheDocument()
    expect(screen.getByRole('button', { name: 'Tải về' })).toBeInTheDocument()
  })

  it('“Đã xem” only puts away: the content stays, can be brought back and taken out', async () => {
    const { store, show, user } = await begin()
    await reply(store, { o: 'applied' }, { o: 'quarantined', code: 'SERVER_QUARANTINED' })
    show(<NotSent />)
    await user.click(await screen.findByRole('button', { name: 'Đã xem' }))
    expect(await screen.findByText('Đã chuyển xuống “Đã xử lý”. Nội dung vẫn được giữ.')).toBeInTheDocument()
    await waitFor(() => expect(screen.queryByRole('article')).not.toBeInTheDocument())
    expect(await store.db.attention.count()).toBe(1)
    await user.click(screen.getByRole('button', { name: 'Đã xử lý (1)' }))
    await user.click(screen.getByRole('button', { name: 'Tải về' }))
    await waitFor(() => expect(files).toHaveLength(1))
    expect(JSON.parse(files[0] ?? '').attention).toMatchObject([
      { code: 'SERVER_QUARANTINED', said: { k: 'answer.set', set: { 'thu.a1': [0, { note: 'Đèn hỏng' }] } } },
    ])
    await user.click(screen.getByRole('button', { name: 'Đưa trở lại' }))
    expect(await screen.findByRole('article')).toBeInTheDocument()
  })

  it('[P15] an answer that came after the seal stands beside the sealed one', async () => {
    const { store, show, id } = await begin()
    await reply(store, { o: 'applied' }, { o: 'late', code: 'INSPECTION_CLOSED' })
    const sealed: InspectionRecord = {
      id,
      head: await head(),
      status: 'submitted',
      createdBy: { id: 'p-kiem', name: 'Nguyễn Thị Kiểm' },
      submittedAt: 1,
      score: null,
      cells: { 'thu.a1': { rev: 1, answer: { value: pass } }, 'thu.a2': { rev: 1, answer: { value: pass } } },
    }
    await bring(store, { results: [sealed] })
    show(<NotSent />)
    const thing = within(await screen.findByRole('listitem', { name: /A1/ }))
    expect(thing.getByText('Trong bản đã nộp').parentElement).toHaveTextContent('Đạt')
    expect(thing.getByText('Đến sau').parentElement).toHaveTextContent('Không đạt')
    expect(thing.getByText(/Bản đã nộp không thay đổi/)).toBeInTheDocument()
    expect(thing.getByRole('link', { name: 'Xem bản đã nộp' })).toHaveAttribute('href', `/ket-qua/${id}`)
    expect(await screen.findByText('máy chủ đã nhận nội dung, chờ biên nhận')).toBeInTheDocument()
  })

  it('[I6] a contested answer shows both values, and one tap decides', async () => {
    const { store, show, id, user } = await begin()
    await reply(store)
    // Another tablet's answer came down as the head.
    await store.db.answer.put({
      insp: id,
      cell: 'thu.a1',
      rev: 2,
      contested: true,
      answer: { plain: { value: pass } },
    })
    show(<NotSent />)
    const thing = within(await screen.findByRole('listitem', { name: /A1/ }))
    expect(thing.getByText('Máy này đã gửi').parentElement).toHaveTextContent('Không đạt')
    await user.click(thing.getByRole('button', { name: 'Chọn: Không đạt' }))
    await waitFor(async () =>
      expect(await openInspection(store, id)).toMatchObject({
        contested: [],
        answers: { 'thu.a1': { value: fail, note: 'Đèn hỏng' } },
        unsent: 1,
      }),
    )
    expect(await screen.findByText(/Đã chọn và lưu trên máy/)).toBeInTheDocument()
  })

  it('[I6] also on a tablet that has sent neither of the two', async () => {
    const { store, show, id, user } = await begin()
    await reply(store)
    await store.db.sent.clear()
    const cell = { insp: id, cell: 'thu.a1', rev: 2, contested: true }
    await store.db.answer.put({ ...cell, answer: { plain: { value: pass } }, former: { plain: { value: fail } } })
    show(<NotSent />)
    const thing = within(await screen.findByRole('listitem', { name: /A1/ }))
    expect(thing.getByText('Máy chủ nhận trước').parentElement).toHaveTextContent('Không đạt')
    expect(thing.getByText('Máy chủ nhận sau').parentElement).toHaveTextContent('Đạt')
    await user.click(thing.getByRole('button', { name: 'Chọn: Đạt' }))
    await waitFor(async () => expect(await openInspection(store, id)).toMatchObject({ contested: [] }))
  })

  it('[P51] [I6] two answers that differ in their plan alone can be told apart, and chosen', async () => {
    const { store, show, id, user } = await begin()
    await reply(store)
    await store.db.sent.clear()
    const planned = (who: string) => ({ value: fail, plan: { what: 'Thay đèn', who, by: '2026-12-31' } })
    const cell = { insp: id, cell: 'thu.a1', rev: 2, contested: true }
    await store.db.answer.put({ ...cell, answer: { plain: planned('Chị Lan') }, former: { plain: planned('Anh Tú') } })
    show(<NotSent />)
    const words = (who: string) => `Biện pháp khắc phục: Thay đèn (${who}, hạn 31/12/2026)`
    const thing = within(await screen.findByRole('listitem', { name: /A1/ }))
    expect(thing.getByText(words('Chị Lan'))).toBeInTheDocument()
    await user.click(thing.getByRole('button', { name: `Chọn: Không đạt; ${words('Anh Tú')}` }))
    await waitFor(async () =>
      expect(await openInspection(store, id)).toMatchObject({
        contested: [],
        answers: { 'thu.a1': planned('Anh Tú') },
      }),
    )
  })

  it('with nothing to see it says so', async () => {
    const { show } = await createTablet()
    show(<NotSent />)
    expect(await screen.findByText('Không còn gì phải xem.')).toBeInTheDocument()
  })

  it('a thing whose inspection and checklist are gone can still be read and taken out', async () => {
    const { store, show, id } = await begin()
    await reply(store, { o: 'applied' }, { o: 'rejected', code: 'INSPECTION_OF_ANOTHER' })
    await store.db.inspection.delete(id)
    await store.db.checklist.clear()
    show(<NotSent />)
    expect(await screen.findByRole('article', { name: 'Bệnh viện Bến Sao' })).toBeInTheDocument()
    expect(screen.getByText('Lượt kiểm tra này thuộc về người khác.')).toBeInTheDocument()
    expect(screen.getByRole('button', { name: 'Tải về' })).toBeInTheDocument()
  })

  it('a write that fails is said, and the thing stays', async () => {
    const { store, show, user } = await begin()
    await reply(store, { o: 'applied' }, { o: 'quarantined', code: 'SERVER_QUARANTINED' })
    show(<NotSent />)
    const seen = await screen.findByRole('button', { name: 'Đã xem' })
    store.isOutdated = true
    await user.click(seen)
    expect(await screen.findByRole('alert')).toHaveTextContent('Trang này là bản cũ')
    expect(screen.getByRole('article')).toBeInTheDocument()
  })

  it('the first page counts what asks for the person and leads there', async () => {
    const { store, show } = await begin()
    await reply(store, { o: 'applied' }, { o: 'rejected', code: 'ANSWER_INVALID' })
    show(<InspectorHome />)
    const link = await screen.findByRole('link', { name: /Chưa gửi được.*1 việc cần xem/ })
    expect(link).toHaveAttribute('href', '/chua-gui-duoc')
  })
})

describe('a store that the browser has cleared', () => {
  it('[P39] the person reads what was open, what came back and what may be lost, and puts it away', async () => {
    const { store, show, id, user } = await begin()
    const open = { facilityName: 'Bệnh viện Bến Sao', checklistTitle: 'Thử', date: '2026-11-22', answered: 7 }
    await store.db.meta.put({
      key: 'evicted',
      value: {
        deviceId: 'd',
        personId: 'p-kiem',
        at: Date.now(),
        unsent: 4,
        open: [
          { ...open, id, unsent: 1 },
          { ...open, id: 'gone', facilityName: 'Trạm Y tế xã Suối Mơ', unsent: 3 },
        ],
      },
    })
    show(<EvictionNotice />)
    const notice = within(await screen.findByRole('status'))
    expect(notice.getByText(/còn 4 thay đổi chưa gửi; phần đó có thể đã mất/)).toBeInTheDocument()
    const [back, gone] = notice.getAllByRole('listitem')
    expect(back).toHaveTextContent('đã lấy lại từ máy chủ, có thể thiếu 1 thay đổi')
    expect(gone).toHaveTextContent('máy chủ chưa có lượt này; lúc đó đã trả lời 7 tiêu chí')
    await user.click(notice.getByRole('button', { name: 'Đã rõ' }))
    await waitFor(() => expect(screen.queryByRole('status')).not.toBeInTheDocument())
  })
})

describe('what was said of a sealed result', () => {
  async function sealedWith(more: Partial<InspectionRecord>) {
    const tablet = await createTablet()
    const cells = { 'thu.a1': { rev: 1, answer: { value: fail } }, 'thu.a2': { rev: 1, answer: { value: pass } } }
    const given = { 'thu.a1': { value: fail }, 'thu.a2': { value: pass } }
    const record: InspectionRecord = {
      id: 'i1',
      head: await head(),
      status: 'submitted',
      createdBy: { id: tablet.store.personId, name: 'Nguyễn Thị Kiểm' },
      submittedAt: Date.UTC(2026, 10, 22, 3, 0),
      score: summaryOf(score(list, hospital.facts, given, { date: '2026-11-22' })),
      cells,
      ...more,
    }
    await bring(tablet.store, { facilities: [hospital], checklists: [list], results: [record] })
    return { ...tablet, record, user: userEvent.setup() }
  }

  it('[P67] a decision that came late is named, with why it changed nothing', async () => {
    const { store, show } = await sealedWith({})
    await sayStep(store, 'i1', { is: 'approve', comment: 'Tốt' })
    await reply(store, { o: 'late', code: 'REVIEW_DECIDED' })
    show(<NotSent />, '/chua-gui-duoc')
    const thing = within(await screen.findByRole('listitem', { name: 'Duyệt kết quả' }))
    expect(thing.getByText('Tốt')).toBeInTheDocument()
    expect(thing.getByText(/đã có quyết định khác; giữ lại để xem, không có hiệu lực/)).toBeInTheDocument()
  })

  it('[P71] a refused amendment shows its answers and why, and goes back among the corrections', async () => {
    const by = { id: 'g', name: 'Trần Đức Giám', role: 'supervisor' as const }
    const say = { is: 'return' as const, comment: '', items: { 'thu.a1': 'Chụp lại' } }
    const steps = [{ id: 's', seal: 1, say, by, at: 1, receivedAt: 1 }]
    const { store, show, user } = await sealedWith({ status: 'returned', steps })
    await saveCorrection(store, 'i1', 'thu.a1', { value: pass, note: 'Đã thay đèn' })
    await sendCorrections(store, 'i1', 'Đã sửa tại chỗ')
    await reply(store, { o: 'rejected', code: 'INSPECTION_APPROVED' })
    expect(await store.db.correction.count()).toBe(0)
    show(<NotSent />, '/chua-gui-duoc')
    const thing = within(await screen.findByRole('listitem', { name: 'Sửa và gửi lại kết quả' }))
    expect(thing.getByText(/Kết quả này đã được duyệt nên không sửa đổi được nữa/)).toBeInTheDocument()
    expect(thing.getByText(/Đã thay đèn/)).toBeInTheDocument()
    await user.click(thing.getByRole('button', { name: 'Đưa lại vào phần đang sửa' }))
    await waitFor(async () => expect(await store.db.correction.count()).toBe(1))
  })
})
