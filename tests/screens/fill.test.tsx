// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { openInspection, startInspection } from '../../src/device/store/drafts.ts'
import type { Input } from '../../src/domain/checklist.ts'
import type { InspectionHead } from '../../src/domain/inspection.ts'
import { Fill } from '../../src/screens/fill/fill.tsx'
import { Submit } from '../../src/screens/fill/submit.tsx'
import { checklist, fail, item, pass, passFail, section } from '../support/builders.ts'
import { bring, createTablet, facility, refOf } from './tablet.tsx'

const hospital = facility('bv', 'Bệnh viện Đồng Xuân')
const measure: Input = { kind: 'measure', unit: 'mg/l', allowsBelow: true, rule: { by: 'recorded' } }
const list = checklist([
  section('a', [item('a1', passFail), item('a2', passFail, { critical: true })]),
  section('b', [item('b1', measure)]),
])

beforeAll(() => {
  // jsdom lays nothing out.
  Element.prototype.scrollIntoView = () => {}
  window.scrollTo = () => {}
})

async function begin(of = list) {
  const tablet = await createTablet()
  await bring(tablet.store, { facilities: [hospital], checklists: [of] })
  const id = await startInspection(tablet.store, {
    facilityId: hospital.id,
    facilityName: hospital.name,
    checklist: await refOf(of),
    kind: 'inspection',
    date: '2026-11-22',
    team: ['Lan'],
    facts: hospital.facts,
  })
  return { ...tablet, id, user: userEvent.setup() }
}
const card = (name: string) => within(screen.getByRole('article', { name }))

describe('filling in', () => {
  it('one tap shows at once, is said to be saved after the commit, and is in the store', async () => {
    const { store, show, id, user } = await begin()
    show(<Fill id={id} sectionId="a" />, `/kiem-tra/${id}/a`)
    await user.click((await screen.findAllByRole('radio', { name: 'Đạt' }))[0] as HTMLElement)
    expect(card('Câu hỏi a1?').getByRole('radio', { name: 'Đạt' })).toBeChecked()
    expect(await card('Câu hỏi a1?').findByText(/đã lưu/)).toBeInTheDocument()
    expect((await openInspection(store, id))?.answers).toEqual({ a1: { value: pass } })
    const waiting = /Đã lưu trên máy lúc .* · chờ gửi \d+ thay đổi, chưa có mạng/
    expect(await screen.findByText(waiting)).toBeInTheDocument()
  })

  it('taps that follow each other before anything else is drawn: each builds on the last, and the last is kept', async () => {
    const { store, show, id } = await begin()
    show(<Fill id={id} sectionId="a" />, `/kiem-tra/${id}/a`)
    await screen.findAllByRole('radio')
    const radio = (question: string, name: string) => card(question).getByRole('radio', { name })
    const a1 = 'Câu hỏi a1?'
    fireEvent.click(radio(a1, 'Không đạt'))
    expect(radio(a1, 'Không đạt')).toBeChecked()
    // Nothing else of it is drawn yet.
    expect(card(a1).queryByText(/lưu/)).not.toBeInTheDocument()
    fireEvent.click(radio(a1, 'Đạt'))
    expect(radio(a1, 'Đạt')).toBeChecked()
    fireEvent.click(radio(a1, 'Đạt'))
    fireEvent.click(radio('Câu hỏi a2?', 'Đạt'))
    expect(radio(a1, 'Đạt')).not.toBeChecked()
    expect(await card('Câu hỏi a2?').findByText(/đã lưu/)).toBeInTheDocument()
    await waitFor(async () =>
      expect((await openInspection(store, id))?.answers).toEqual({ a1: { value: null }, a2: { value: pass } }),
    )
    expect(radio(a1, 'Đạt')).not.toBeChecked()
    expect(radio('Câu hỏi a2?', 'Đạt')).toBeChecked()
  })

  it('a tap taken back before anything else is drawn does not go on standing there as chosen', async () => {
    const { store, show, id } = await begin()
    show(<Fill id={id} sectionId="a" />, `/kiem-tra/${id}/a`)
    const radio = (await screen.findAllByRole('radio', { name: 'Đạt' }))[0] as HTMLElement
    fireEvent.click(radio)
    expect(radio).toBeChecked()
    fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true })
    expect(radio).not.toBeChecked()
    await waitFor(async () => expect((await openInspection(store, id))?.answers).toEqual({ a1: { value: null } }))
    expect(radio).not.toBeChecked()
  })

  it('a full disk: says so, keeps the choice on the screen, and a second try saves it', async () => {
    const { store, show, id, user } = await begin()
    show(<Fill id={id} sectionId="a" />, `/kiem-tra/${id}/a`)
    await screen.findAllByRole('radio')
    const full = vi.spyOn(store.db.answer, 'put').mockImplementation(() => {
      throw new DOMException('no room', 'QuotaExceededError')
    })
    await user.click(card('Câu hỏi a1?').getByRole('radio', { name: 'Đạt' }))
    expect(await card('Câu hỏi a1?').findByText(/CHƯA được lưu/)).toBeInTheDocument()
    expect(card('Câu hỏi a1?').queryByText(/đã lưu \d/)).not.toBeInTheDocument()
    expect(screen.getByText(/1 câu trả lời CHƯA lưu được/)).toBeInTheDocument()
    full.mockRestore()
    await user.click(card('Câu hỏi a1?').getByRole('button', { name: 'Lưu lại' }))
    expect(await card('Câu hỏi a1?').findByText(/đã lưu \d/)).toBeInTheDocument()
    expect((await openInspection(store, id))?.answers).toEqual({ a1: { value: pass } })
  })

  it('a critical failure is said in words on the card, in the bar and in the list of sections', async () => {
    const { show, id, user } = await begin()
    show(<Fill id={id} sectionId="a" />, `/kiem-tra/${id}/a`)
    await screen.findAllByRole('radio')
    await user.click(card('Câu hỏi a2?').getByRole('radio', { name: 'Không đạt' }))
    expect(await card('Câu hỏi a2?').findByText('Điểm liệt không đạt')).toBeInTheDocument()
    expect((await screen.findAllByText('1 điểm liệt')).length).toBeGreaterThan(1)
    expect(screen.getByRole('link', { name: 'Tiêu chí 2: Điểm liệt không đạt' })).toBeInTheDocument()
  })

  it('an answer taken back can be brought back', async () => {
    const { store, show, id, user } = await begin()
    show(<Fill id={id} sectionId="a" />, `/kiem-tra/${id}/a`)
    await screen.findAllByRole('radio')
    const choice = card('Câu hỏi a1?').getByRole('radio', { name: 'Đạt' })
    await user.click(choice)
    await user.click(choice)
    expect(choice).not.toBeChecked()
    await user.click(await card('Câu hỏi a1?').findByRole('button', { name: 'Hoàn tác' }))
    expect(choice).toBeChecked()
    await waitFor(async () => expect((await openInspection(store, id))?.answers).toEqual({ a1: { value: pass } }))
  })

  it('a wrong tap on another answer is taken back by one tap, or by Ctrl+Z', async () => {
    const { store, show, id, user } = await begin()
    show(<Fill id={id} sectionId="a" />, `/kiem-tra/${id}/a`)
    await screen.findAllByRole('radio')
    const a1 = card('Câu hỏi a1?')
    await user.click(a1.getByRole('radio', { name: 'Đạt' }))
    await user.click(a1.getByRole('radio', { name: 'Không đạt' }))
    expect(await a1.findByText('Đã đổi câu trả lời.')).toBeInTheDocument()
    await user.click(a1.getByRole('button', { name: 'Hoàn tác' }))
    expect(a1.getByRole('radio', { name: 'Đạt' })).toBeChecked()
    await user.keyboard('{Control>}z{/Control}')
    expect(a1.getByRole('radio', { name: 'Đạt' })).not.toBeChecked()
    await waitFor(async () => expect((await openInspection(store, id))?.answers).toEqual({ a1: { value: null } }))
  })

  it('beside each item stands what the last visit said, and whether it is better now; more of it opens in place', async () => {
    const { store, show, id, user } = await begin()
    const earlier = {
      id: 'truoc',
      head: { ...((await openInspection(store, id))?.head as InspectionHead), date: '2026-08-12' },
      status: 'submitted' as const,
      createdBy: { id: 'p', name: 'Trần Văn Bình' },
      submittedAt: 1,
      score: null,
      cells: { a1: { rev: 1, answer: { value: fail, note: 'Cửa kho hở' } } },
    }
    const pastOne = { ...earlier, id: 'xua', head: { ...earlier.head, date: '2026-05-03' } }
    await bring(store, { results: [pastOne, earlier] })
    show(<Fill id={id} sectionId="a" />, `/kiem-tra/${id}/a`)
    const a1 = within(await screen.findByRole('article', { name: 'Câu hỏi a1?' }))
    expect(await a1.findByText('Lần trước 12/08/2026:', { exact: false })).toHaveTextContent('Không đạt')
    expect(card('Câu hỏi a2?').queryByText(/Lần trước/)).not.toBeInTheDocument()
    await user.click(a1.getByRole('radio', { name: 'Đạt' }))
    expect(await a1.findByText('tốt hơn lần trước')).toBeInTheDocument()
    await user.click(a1.getByRole('button', { name: '2 lần trước' }))
    expect(a1.getAllByText('Cửa kho hở')).toHaveLength(2)
    expect(a1.getByText('Kiểm tra ngày 03/05/2026')).toBeInTheDocument()
  })

  it('goes from gap to gap, over the sections', async () => {
    const { show, id, user } = await begin()
    const { at } = show(<Fill id={id} sectionId="a" />, `/kiem-tra/${id}/a`)
    await screen.findAllByRole('radio')
    await user.click(card('Câu hỏi a1?').getByRole('radio', { name: 'Đạt' }))
    await user.click(await screen.findByRole('button', { name: 'Tiêu chí chưa trả lời tiếp theo, còn 2' }))
    expect(screen.getByRole('heading', { name: 'Câu hỏi a2?' })).toHaveFocus()
    await user.keyboard('{Alt>}{ArrowDown}{/Alt}')
    expect(at()).toBe(`/kiem-tra/${id}/b#b1`)
  })

  it('finds an item by its words without marks, and the ones that failed or have no answer', async () => {
    const { show, id, user } = await begin()
    const { at } = show(<Fill id={id} sectionId="a" />, `/kiem-tra/${id}/a`)
    await screen.findAllByRole('radio')
    await user.click(card('Câu hỏi a1?').getByRole('radio', { name: 'Không đạt' }))
    await user.keyboard('{Control>}k{/Control}')
    const dialog = within(screen.getByRole('dialog', { name: 'Tìm mục và tiêu chí', hidden: true }))
    await user.click(await dialog.findByRole('radio', { name: '1 Không đạt', hidden: true }))
    expect(dialog.getByText('1 tiêu chí')).toBeInTheDocument()
    await user.click(dialog.getByRole('radio', { name: '2 Chưa trả lời', hidden: true }))
    await user.type(dialog.getByLabelText('Tìm tiêu chí'), 'cau hoi b')
    await user.click(await dialog.findByRole('link', { name: /Câu hỏi b1\?/, hidden: true }))
    expect(at()).toBe(`/kiem-tra/${id}/b#b1`)
    expect(screen.queryByRole('dialog', { hidden: true })).not.toBeInTheDocument()
  })

  it('the rest of a section is not applicable: with a reason, and taken back as a whole', async () => {
    const { store, show, id, user } = await begin()
    await saveAnswer(store, id, 'b1', { value: null, note: 'cũ' })
    show(<Fill id={id} sectionId="a" />, `/kiem-tra/${id}/a`)
    await user.click(await screen.findByRole('button', { name: 'Phần còn lại của mục không áp dụng (2)' }))
    await user.click(screen.getByRole('button', { name: 'Đánh dấu 2 tiêu chí', hidden: true }))
    expect(screen.getByText('Hãy ghi lý do.')).toBeInTheDocument()
    await user.type(screen.getByLabelText('Lý do'), 'Trạm không có phòng này')
    await user.click(screen.getByRole('button', { name: 'Đánh dấu 2 tiêu chí', hidden: true }))
    expect(await screen.findByText('Đã đánh dấu 2 tiêu chí không áp dụng.')).toBeInTheDocument()
    const note = 'Đánh dấu cùng lúc cho phần còn lại của mục: Trạm không có phòng này'
    const skipped = { value: { is: 'notApplicable' }, note }
    expect((await openInspection(store, id))?.answers).toMatchObject({ a1: skipped, a2: skipped })
    // Another change on top of it: "Hoàn tác" would mean that one.
    await user.click(card('Câu hỏi a1?').getByRole('radio', { name: 'Đạt' }))
    await waitFor(() => expect(screen.queryByText('Đã đánh dấu 2 tiêu chí không áp dụng.')).not.toBeInTheDocument())
    await user.click(screen.getByRole('button', { name: 'Hoàn tác' }))
    await user.click(await screen.findByRole('button', { name: 'Hoàn tác' }))
    const blank = { value: null }
    await waitFor(async () =>
      expect((await openInspection(store, id))?.answers).toEqual({
        a1: blank,
        a2: blank,
        b1: { value: null, note: 'cũ' },
      }),
    )
  })

  it('a note is kept beside the answer', async () => {
    const { store, show, id, user } = await begin()
    show(<Fill id={id} sectionId="a" />, `/kiem-tra/${id}/a`)
    await screen.findAllByRole('radio')
    await user.click(card('Câu hỏi a1?').getByRole('button', { name: 'Ghi chú' }))
    await user.type(card('Câu hỏi a1?').getByLabelText('Ghi chú'), 'Cửa kho hở')
    await user.click(card('Câu hỏi a1?').getByRole('radio', { name: 'Không đạt' }))
    const answer = { value: { is: 'verdict', verdict: 'fail' }, note: 'Cửa kho hở' }
    await waitFor(async () => expect((await openInspection(store, id))?.answers.a1).toEqual(answer))
  })

  it('opens again in the section where it was left', async () => {
    const { show, id, user } = await begin()
    const first = show(<Fill id={id} sectionId="b" />, `/kiem-tra/${id}/b`)
    await user.type(await screen.findByLabelText('Câu hỏi b1? (mg/l)'), '61')
    await user.tab()
    expect(await screen.findByText(/đã lưu \d/)).toBeInTheDocument()
    first.unmount()
    const again = show(<Fill id={id} sectionId={null} />, `/kiem-tra/${id}`)
    await waitFor(() => expect(again.at()).toBe(`/kiem-tra/${id}/b#b1`))
  })
})

describe('what is typed and is no answer yet', () => {
  const rate: Input = { kind: 'ratio', numerator: 'Túi đúng', denominator: 'Túi đã kiểm', rule: { by: 'recorded' } }
  const withRooms = checklist([section('a', [item('a1', rate), item('a2', passFail, { each: 'room' })])])

  it('is kept, said to be no answer, and named where it would be missed', async () => {
    const { store, show, id, user } = await begin(withRooms)
    const { unmount } = show(<Fill id={id} sectionId="a" />, `/kiem-tra/${id}/a`)
    await user.type(await screen.findByLabelText('Túi đúng'), '8')
    expect(await card('Câu hỏi a1?').findByText('đang nhập dở, đã giữ')).toBeInTheDocument()
    expect(card('Câu hỏi a1?').queryByText(/đã lưu/)).not.toBeInTheDocument()
    await user.click(card('Câu hỏi a2?').getByRole('button', { name: 'Thêm phòng' }))
    const [first] = card('Câu hỏi a2?').getAllByRole('radio', { name: 'Đạt' })
    await user.click(first as HTMLElement)
    await waitFor(async () => expect((await openInspection(store, id))?.begun).toMatchObject({ a1: { top: '8' } }))
    unmount()

    const submit = show(<Submit id={id} />, `/kiem-tra/${id}/nop`)
    expect(await screen.findByText('1 tiêu chí đang nhập dở')).toBeInTheDocument()
    expect(screen.getByRole('link', { name: /^Câu hỏi a1\?.*đang nhập dở/ })).toBeInTheDocument()
    const begun = within(screen.getByRole('region', { name: 'Đang nhập dở' }))
    expect(begun.getByRole('link', { name: 'Câu hỏi a2?' })).toHaveAttribute('href', `/kiem-tra/${id}/a#a2`)
    submit.unmount()

    await saveAnswer(store, id, 'a1', { value: { is: 'ratio', numerator: 8, denominator: 12 } })
    show(<Submit id={id} />, `/kiem-tra/${id}/nop`)
    await user.click(await screen.findByRole('button', { name: 'Nộp' }))
    expect(await screen.findByRole('heading', { name: 'Đã nộp trên máy này' })).toBeInTheDocument()
  })

  it('a full disk: says so, keeps it on the screen, and a second try keeps it', async () => {
    const { store, show, id, user } = await begin(withRooms)
    show(<Fill id={id} sectionId="a" />, `/kiem-tra/${id}/a`)
    const field = await screen.findByLabelText('Túi đúng')
    const full = vi.spyOn(store.db.begun, 'put').mockImplementation(() => {
      throw new DOMException('no room', 'QuotaExceededError')
    })
    await user.type(field, '8')
    expect(await card('Câu hỏi a1?').findByText('Chưa giữ được phần đang nhập dở')).toBeInTheDocument()
    expect(card('Câu hỏi a1?').queryByText(/đã giữ/)).not.toBeInTheDocument()
    const leaving = new Event('beforeunload', { cancelable: true })
    window.dispatchEvent(leaving)
    expect(leaving.defaultPrevented).toBe(true)
    full.mockRestore()
    await user.click(card('Câu hỏi a1?').getByRole('button', { name: 'Lưu lại' }))
    expect(await card('Câu hỏi a1?').findByText('đang nhập dở, đã giữ')).toBeInTheDocument()
    expect((await openInspection(store, id))?.begun).toEqual({ a1: { top: '8' } })
  })
})

describe('handing in', () => {
  it('names what is missing, each with a link to its item, and offers no button to hand in', async () => {
    const { store, show, id } = await begin()
    await saveAnswer(store, id, 'a1', { value: pass })
    show(<Submit id={id} />, `/kiem-tra/${id}/nop`)
    expect(await screen.findByRole('link', { name: 'Câu hỏi b1?' })).toHaveAttribute('href', `/kiem-tra/${id}/b#b1`)
    expect(screen.getByRole('link', { name: 'Trả lời 2 tiêu chí còn thiếu' })).toBeInTheDocument()
    expect(screen.queryByRole('button', { name: 'Nộp' })).not.toBeInTheDocument()
  })

  it('without a network: handed in on this device, and waits', async () => {
    const { store, show, id, user } = await begin()
    await saveAnswer(store, id, 'a1', { value: pass })
    await saveAnswer(store, id, 'a2', { value: pass })
    await saveAnswer(store, id, 'b1', { value: { is: 'reading', reading: { is: 'number', number: '6.5' } } })
    show(<Submit id={id} />, `/kiem-tra/${id}/nop`)
    await user.click(await screen.findByRole('button', { name: 'Nộp' }))
    expect(await screen.findByRole('heading', { name: 'Đã nộp trên máy này' })).toBeInTheDocument()
    expect(await screen.findByText(/Chờ gửi/)).toBeInTheDocument()
    expect((await openInspection(store, id))?.state).toBe('waiting')
  })

  it('a refused one is never called sent while it is filled in', async () => {
    const { store, show, id } = await begin()
    await store.db.outbox.clear()
    await store.db.inspection.update(id, { state: 'refused' })
    show(<Fill id={id} sectionId="a" />, `/kiem-tra/${id}/a`)
    expect(await screen.findByText(/bị từ chối, xem lý do/)).toBeInTheDocument()
    expect(screen.queryByText(/đã nhận|đã gửi/)).not.toBeInTheDocument()
  })

  it('a refused one says why and what can be done, and nothing is lost', async () => {
    const { store, show, id } = await begin()
    await store.db.inspection.update(id, {
      state: 'refused',
      refusal: { plain: { code: 'FACTS_DIFFER', message: 'Thông tin cơ sở khác với máy chủ.', detail: {} } },
    })
    show(<Submit id={id} />, `/kiem-tra/${id}/nop`)
    expect(await screen.findByText('Máy chủ từ chối lượt này')).toBeInTheDocument()
    expect(screen.getByText('Thông tin cơ sở khác với máy chủ.')).toBeInTheDocument()
    expect(screen.getByRole('button', { name: 'Gửi lại' })).toBeEnabled()
  })
})
