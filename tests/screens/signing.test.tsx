// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { openInspection, startInspection, submitInspection } from '../../src/device/store/drafts.ts'
import type { Answers } from '../../src/domain/answer.ts'
import { answersIn, type InspectionHead, type InspectionRecord } from '../../src/domain/inspection.ts'
import type { RecordSignature } from '../../src/domain/signature.ts'
import { digestToSign } from '../../src/protocol/sealed-digest.ts'
import { Submit } from '../../src/screens/fill/submit.tsx'
import { PapersPage } from '../../src/screens/paper/papers.tsx'
import { ResultPage } from '../../src/screens/result.tsx'
import { answers, checklist, facts, fail, item, pass, passFail, section } from '../support/builders.ts'
import { FakeWorker } from '../support/fake-worker.ts'
import { signatureOf } from '../support/signatures.ts'
import { bring, createTablet, facility, refOf } from './tablet.tsx'

const items = ['m.1', 'm.2', 'm.3'].map((id) => item(id, passFail))
const list = checklist([section('a', items)])
const given = answers({ 'm.1': pass, 'm.2': fail, 'm.3': pass })

beforeEach(() => {
  FakeWorker.all = []
  Object.assign(globalThis, { Worker: FakeWorker })
  // What jsdom has not: a layout, and a pointer that stays with what it went down on.
  Element.prototype.setPointerCapture = () => {}
  Element.prototype.getBoundingClientRect = () => DOMRect.fromRect({ x: 0, y: 0, width: 500, height: 250 })
})

async function headOf(more: Partial<InspectionHead> = {}): Promise<InspectionHead> {
  return {
    facilityId: 'cs-1',
    facilityName: 'Trạm Y tế Suối Mơ',
    checklist: await refOf(list),
    kind: 'inspection',
    date: '2026-11-20',
    team: ['Nguyễn Thị Kiểm', 'Trần Đức Giám'],
    facts: facts(),
    ...more,
  }
}

async function withDraft(said: Answers = given, more: Partial<InspectionHead> = {}, results: InspectionRecord[] = []) {
  const tablet = await createTablet()
  const { store } = tablet
  await bring(store, { checklists: [list], facilities: [facility('cs-1', 'Trạm Y tế Suối Mơ')], results })
  const id = await startInspection(store, await headOf(more))
  for (const [itemId, answer] of Object.entries(said)) await saveAnswer(store, id, itemId, answer, 0)
  tablet.show(<Submit id={id} />)
  await screen.findByRole('heading', { level: 1, name: 'Xem lại và nộp' })
  await screen.findByRole('region', { name: 'Chữ ký' })
  return {
    ...tablet,
    id,
    user: userEvent.setup(),
    signatures: async () => (await openInspection(store, id))?.signatures,
  }
}

async function record(signatures: (digest: string) => RecordSignature[], more: Partial<InspectionRecord> = {}) {
  const head = await headOf()
  const cells = Object.fromEntries(Object.entries(given).map(([id, answer]) => [id, { rev: 1, answer }]))
  const digest = await digestToSign({ head, answers: answersIn(cells) })
  const createdBy = { id: 'p-kiem', name: 'Nguyễn Thị Kiểm' }
  const base = { head, status: 'submitted' as const, createdBy, submittedAt: 0, score: null, cells }
  return { id: 'i-1', ...base, signatures: signatures(digest), ...more } satisfies InspectionRecord
}

const place = (name: string) => within(screen.getByRole('listitem', { name }))
const sheet = () => screen.getByRole('img', { name: 'Ô ký tay' })

/** A finger over the sheet, in halves of its units. */
function drag(points: [x: number, y: number][], pointerId = 1, pointerType = 'touch') {
  const at = ([clientX, clientY]: [number, number]) => ({ clientX, clientY, pointerId, pointerType, button: 0 })
  const [first = [0, 0], ...rest] = points
  fireEvent.pointerDown(sheet(), at(first as [number, number]))
  for (const point of rest) fireEvent.pointerMove(sheet(), at(point))
  fireEvent.pointerUp(sheet(), at(points.at(-1) ?? [0, 0]))
}
const inks = () => sheet().querySelectorAll('path')[1]?.getAttribute('d') ?? ''

describe('the review asks for signatures', () => {
  it('as something to do, never as a condition', async () => {
    await withDraft()
    expect(screen.getByText(/^Việc nên làm trước khi nộp: lấy chữ ký của đại diện cơ sở và trưởng đoàn/)).toBeVisible()
    expect(screen.getByRole('button', { name: 'Nộp' })).toBeEnabled()
    for (const name of ['Đại diện cơ sở', 'Thư ký', 'Trưởng đoàn'])
      expect(place(name).getByText('Chưa ký')).toBeVisible()
  })

  it('once everything is answered: what is answered later would void them', async () => {
    await withDraft(answers({ 'm.1': pass }))
    expect(screen.getByText(/^Trả lời hết các tiêu chí rồi hãy ký/)).toBeVisible()
    expect(screen.getByRole('button', { name: 'Ký: trưởng đoàn' })).toBeDisabled()
  })

  it('of a self-assessment of who wrote it and of the facility’s head', async () => {
    await withDraft(given, { kind: 'selfAssessment' })
    expect(screen.getAllByRole('listitem', { name: /cơ sở|Thư ký|Trưởng đoàn/ }).map((each) => each.ariaLabel)).toEqual(
      ['Thư ký', 'Đại diện cơ sở'],
    )
  })
})

describe('signing by hand', () => {
  it('shows first what is signed, and then keeps what was drawn', async () => {
    const { user, signatures } = await withDraft()
    await user.click(screen.getByRole('button', { name: 'Ký: đại diện cơ sở' }))
    const dialog = await screen.findByRole('dialog', { name: 'Đại diện cơ sở ký' })
    const shown = within(within(dialog).getByRole('region', { name: 'Nội dung được ký' }))
    for (const words of ['Trạm Y tế Suối Mơ', 'Tồn tại', '1']) expect(shown.getByText(words)).toBeInTheDocument()

    await user.type(screen.getByLabelText('Họ và tên người ký'), 'Lò Văn Trạm')
    await user.type(screen.getByLabelText('Chức vụ'), 'Trưởng trạm')
    drag([
      [50, 100],
      [100, 60],
      [150, 120],
      [200, 80],
    ])
    drag([
      [60, 150],
      [220, 150],
    ])
    await user.click(screen.getByRole('button', { name: 'Lưu chữ ký' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(await place('Đại diện cơ sở').findByText(/^Đã ký lúc/)).toBeVisible()
    expect(place('Đại diện cơ sở').getByText('Lò Văn Trạm, Trưởng trạm')).toBeVisible()
    expect(place('Đại diện cơ sở').getByRole('img', { name: 'Chữ ký của Lò Văn Trạm' })).toBeVisible()
    expect(await signatures()).toMatchObject([
      {
        mark: {
          is: 'drawn',
          strokes: [
            [100, 200, 200, 120, 300, 240, 400, 160],
            [120, 300, 440, 300],
          ],
        },
      },
    ])
  })

  it('lines are taken back one by one, and all at once', async () => {
    const { user } = await withDraft()
    await user.click(screen.getByRole('button', { name: 'Ký: trưởng đoàn' }))
    await screen.findByRole('dialog')
    drag([
      [0, 0],
      [50, 50],
    ])
    drag([
      [100, 0],
      [150, 50],
    ])
    expect(inks()).toBe('M0 0L100 100M200 0L300 100')
    await user.click(screen.getByRole('button', { name: 'Bỏ nét cuối' }))
    expect(inks()).toBe('M0 0L100 100')
    drag([
      [100, 0],
      [150, 50],
    ])
    await user.click(screen.getByRole('button', { name: 'Xóa hết' }))
    expect(inks()).toBe('')
  })

  it('a hand that rests on the glass beside the pen draws nothing', async () => {
    const { user } = await withDraft()
    await user.click(screen.getByRole('button', { name: 'Ký: trưởng đoàn' }))
    await screen.findByRole('dialog')
    drag(
      [
        [0, 0],
        [50, 50],
      ],
      1,
      'pen',
    )
    drag(
      [
        [100, 0],
        [150, 50],
      ],
      2,
      'touch',
    )
    expect(inks()).toBe('M0 0L100 100')
  })

  it.each<[string, (user: ReturnType<typeof userEvent.setup>) => Promise<void>, string]>([
    ['nothing drawn', async () => {}, 'Chưa thấy chữ ký. Hãy ký vào ô trắng, hoặc chọn “Gõ tên”.'],
    ['a tap', async () => drag([[50, 50]]), 'Chưa thấy chữ ký. Hãy ký vào ô trắng, hoặc chọn “Gõ tên”.'],
    [
      'no name',
      async (user) => {
        await user.clear(screen.getByLabelText('Họ và tên người ký'))
        drag([
          [0, 0],
          [90, 90],
        ])
      },
      'Nhập họ và tên người ký.',
    ],
    [
      'a typed name that nobody has confirmed',
      async (user) => user.click(screen.getByRole('radio', { name: 'Gõ tên' })),
      'Cần đánh dấu xác nhận.',
    ],
  ])('is not taken: %s', async (_, fill, words) => {
    const { user, signatures } = await withDraft()
    await user.click(screen.getByRole('button', { name: 'Ký: trưởng đoàn' }))
    await screen.findByRole('dialog')
    await fill(user)
    await user.click(screen.getByRole('button', { name: 'Lưu chữ ký' }))
    expect(await screen.findByRole('alert')).toHaveTextContent(words)
    expect(await signatures()).toEqual([])
  })

  it('what was drawn does not go by a slip of the finger', async () => {
    const { user } = await withDraft()
    await user.click(screen.getByRole('button', { name: 'Ký: trưởng đoàn' }))
    await screen.findByRole('dialog')
    drag([
      [0, 0],
      [90, 90],
    ])
    fireEvent(screen.getByRole('dialog'), new Event('cancel', { cancelable: true }))
    expect(await screen.findByRole('dialog', { name: 'Bỏ những gì đã nhập?' })).toBeVisible()
  })
})

describe('who cannot draw, or does not want to', () => {
  it('signs by a typed name, by keyboard alone', async () => {
    const { user, signatures } = await withDraft()
    screen.getByRole('button', { name: 'Ký: trưởng đoàn' }).focus()
    await user.keyboard('{Enter}')
    await screen.findByRole('dialog')
    expect(screen.getByLabelText('Họ và tên người ký')).toHaveValue('Nguyễn Thị Kiểm')
    screen.getByRole('radio', { name: 'Ký tay' }).focus()
    await user.keyboard('{ArrowRight}')
    screen.getByRole('checkbox').focus()
    await user.keyboard(' {Tab}{Enter}')
    expect(await place('Trưởng đoàn').findByText('Ký bằng tên gõ')).toBeVisible()
    expect(await signatures()).toMatchObject([{ role: 'head', mark: { is: 'typed' }, name: 'Nguyễn Thị Kiểm' }])
  })

  it('the facility’s head may refuse, with a reason or without; who inspects may not', async () => {
    const { user, signatures } = await withDraft()
    await user.click(screen.getByRole('button', { name: 'Ký: đại diện cơ sở' }))
    await screen.findByRole('dialog')
    await user.click(screen.getByRole('radio', { name: 'Từ chối ký' }))
    await user.type(screen.getByLabelText('Lý do (nếu có)'), 'Không đồng ý mục 2')
    await user.click(screen.getByRole('button', { name: 'Ghi nhận từ chối' }))
    expect(await place('Đại diện cơ sở').findByText(/^Từ chối ký lúc/)).toBeVisible()
    expect(place('Đại diện cơ sở').getByText('Lý do: Không đồng ý mục 2')).toBeVisible()
    expect(await signatures()).toMatchObject([{ name: '', mark: { is: 'refused', reason: 'Không đồng ý mục 2' } }])
    await user.click(screen.getByRole('button', { name: 'Ký: trưởng đoàn' }))
    await screen.findByRole('dialog')
    expect(screen.queryByRole('radio', { name: 'Từ chối ký' })).toBeNull()
  })
})

describe('what is changed after it', () => {
  async function signed() {
    const opened = await withDraft()
    const { user } = opened
    await user.click(screen.getByRole('button', { name: 'Ký: trưởng đoàn' }))
    await screen.findByRole('dialog')
    drag([
      [0, 0],
      [90, 90],
      [10, 90],
    ])
    await user.click(screen.getByRole('button', { name: 'Lưu chữ ký' }))
    await place('Trưởng đoàn').findByText(/^Đã ký lúc/)
    return opened
  }

  it('voids a signature at once, and says which answer it was', async () => {
    const { store, id } = await signed()
    await act(async () => void (await saveAnswer(store, id, 'm.3', answers({ x: fail }).x ?? { value: null })))
    expect(await place('Trưởng đoàn').findByText('Cần ký lại')).toBeVisible()
    expect(place('Trưởng đoàn').getByText(/^Đã ký lúc \d\d:\d\d, nhưng câu trả lời 3 đổi sau đó\.$/)).toBeVisible()
    expect(place('Trưởng đoàn').queryByRole('img')).toBeNull()
    expect(screen.getByRole('button', { name: 'Nộp' })).toBeEnabled()
  })

  it('a signature is taken back', async () => {
    const { user, signatures } = await signed()
    await user.click(screen.getByRole('button', { name: 'Gỡ chữ ký: trưởng đoàn' }))
    expect(await place('Trưởng đoàn').findByText('Chưa ký')).toBeVisible()
    expect(await signatures()).toEqual([])
  })

  it('while the dialog stands open, nothing is signed that was not shown', async () => {
    const { user, store, id, signatures } = await withDraft()
    await user.click(screen.getByRole('button', { name: 'Ký: trưởng đoàn' }))
    await screen.findByRole('dialog')
    drag([
      [0, 0],
      [90, 90],
    ])
    await act(async () => void (await saveAnswer(store, id, 'm.1', answers({ x: fail }).x ?? { value: null })))
    await user.click(screen.getByRole('button', { name: 'Lưu chữ ký' }))
    expect(await screen.findByRole('alert')).toHaveTextContent(/^Nội dung vừa thay đổi trong lúc ký/)
    expect(await signatures()).toEqual([])
  })
})

describe('where signatures are seen afterwards', () => {
  it('on the minutes, those that hold alone', async () => {
    const tablet = await createTablet()
    const results = [
      await record((digest) => [
        signatureOf({ digest, name: 'Lò Văn Trạm' }),
        signatureOf({ role: 'head', name: 'Ai Trước' }),
      ]),
    ]
    await bring(tablet.store, { checklists: [list], facilities: [facility('cs-1', 'Trạm')], results })
    tablet.show(<PapersPage id="i-1" />)
    await waitFor(() => expect(FakeWorker.current.asked).toHaveLength(1))
    const text = JSON.stringify(FakeWorker.current.asked.at(-1)?.papers)
    expect(text).toContain('Lò Văn Trạm')
    expect(text).not.toContain('Ai Trước')
  })

  it('handed in without a network too', async () => {
    const { user, store, id, show } = await withDraft()
    await user.click(screen.getByRole('button', { name: 'Ký: trưởng đoàn' }))
    await screen.findByRole('dialog')
    drag([
      [0, 0],
      [90, 90],
    ])
    await user.click(screen.getByRole('button', { name: 'Lưu chữ ký' }))
    await place('Trưởng đoàn').findByText(/^Đã ký lúc/)
    await act(() => submitInspection(store, id))
    show(<PapersPage id={id} />)
    await waitFor(() => expect(FakeWorker.current.asked).toHaveLength(1))
    expect(JSON.stringify(FakeWorker.current.asked.at(-1)?.papers)).toContain('"is":"drawn"')
  })

  it('on the result: what holds, what was given for the content before, and what came late', async () => {
    const tablet = await createTablet()
    const results = [
      await record((digest) => [
        { ...signatureOf({ digest, role: 'secretary', name: 'Trần Đức Giám' }), late: true },
        signatureOf({ role: 'head', name: 'Nguyễn Thị Kiểm' }),
        signatureOf({ digest, name: 'Lò Văn Trạm' }),
        { ...signatureOf({ digest, name: 'Đã Gỡ' }), removed: true },
      ]),
    ]
    await bring(tablet.store, { checklists: [list], results })
    tablet.show(<ResultPage id="i-1" />)
    const panel = within(await screen.findByRole('region', { name: 'Chữ ký' }))
    expect(panel.getAllByRole('listitem').map((each) => each.querySelector('p')?.textContent)).toEqual([
      expect.stringMatching(/^Đại diện cơ sở Đã ký, \d/),
      'Thư ký Ký sau khi nộp',
      'Trưởng đoàn Ký cho bản trước',
    ])
    expect(panel.queryByText(/Đã Gỡ/)).toBeNull()
  })

  it('at the next visit to the facility, as who will probably sign', async () => {
    const { user } = await withDraft(given, {}, [
      await record((digest) => [
        signatureOf({ digest }),
        signatureOf({ digest, role: 'head', name: 'Nguyễn Thị Kiểm', position: 'Chuyên viên' }),
      ]),
    ])
    await user.click(screen.getByRole('button', { name: 'Ký: đại diện cơ sở' }))
    await screen.findByRole('dialog')
    expect(screen.getByLabelText('Họ và tên người ký')).toHaveValue('Lò Văn Trạm')
    expect(screen.getByLabelText('Chức vụ')).toHaveValue('Trưởng trạm')
    await user.click(screen.getByRole('button', { name: 'Thôi' }))
    await user.click(screen.getByRole('button', { name: 'Ký: trưởng đoàn' }))
    await screen.findByRole('dialog')
    expect(screen.getByLabelText('Chức vụ')).toHaveValue('Chuyên viên')
  })
})
