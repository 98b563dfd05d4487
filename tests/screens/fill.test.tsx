// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { openInspection, startInspection } from '../../src/device/store/drafts.ts'
import type { Input } from '../../src/domain/checklist.ts'
import { Fill } from '../../src/screens/fill/fill.tsx'
import { Submit } from '../../src/screens/fill/submit.tsx'
import { checklist, item, pass, passFail, section } from '../support/builders.ts'
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

async function begin() {
  const tablet = await createTablet()
  await bring(tablet.store, { facilities: [hospital], checklists: [list] })
  const id = await startInspection(tablet.store, {
    facilityId: hospital.id,
    facilityName: hospital.name,
    checklist: await refOf(list),
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
    expect(screen.getByText(/Đã lưu trên máy lúc .* · chờ gửi, chưa có mạng/)).toBeInTheDocument()
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
    expect(screen.getByText(/Chờ gửi/)).toBeInTheDocument()
    expect((await openInspection(store, id))?.state).toBe('waiting')
  })

  it('a refused one is never called sent while it is filled in', async () => {
    const { store, show, id } = await begin()
    await store.db.outbox.clear()
    await store.db.inspection.update(id, { state: 'refused' })
    show(<Fill id={id} sectionId="a" />, `/kiem-tra/${id}/a`)
    expect(await screen.findByText(/bị từ chối, xem lý do/)).toBeInTheDocument()
    expect(screen.queryByText(/đã gửi/)).not.toBeInTheDocument()
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
