// @vitest-environment jsdom
import { act, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { startInspection, submitInspection } from '../../src/device/store/drafts.ts'
import type { Block, Paper } from '../../src/documents/paper.ts'
import type { Answers } from '../../src/domain/answer.ts'
import { type InspectionHead, type InspectionRecord, sealedContent } from '../../src/domain/inspection.ts'
import { digestOf } from '../../src/protocol/digest.ts'
import { Submit } from '../../src/screens/fill/submit.tsx'
import { FeedbackPage } from '../../src/screens/paper/feedback.tsx'
import { PapersPage } from '../../src/screens/paper/papers.tsx'
import { ResultPage } from '../../src/screens/result.tsx'
import { answers, checklist, facts, fail, item, pass, passFail, section } from '../support/builders.ts'
import { FakeWorker } from '../support/fake-worker.ts'
import { bring, createTablet, facility, refOf } from './tablet.tsx'

const items = [
  item('t.1', passFail, { critical: true }),
  ...[2, 3, 4, 5, 6, 7, 8].map((n) => item(`t.${n}`, passFail, { points: n * 100 })),
]
const list = checklist([section('a', items)])
const given = answers({ 't.1': fail, ...Object.fromEntries(items.slice(1).map(({ id }) => [id, fail])), 't.8': pass })

const shared: File[] = []
const downloaded: string[] = []

beforeEach(() => {
  FakeWorker.all = []
  shared.length = 0
  downloaded.length = 0
  vi.stubGlobal('Worker', FakeWorker)
  let made = 0
  URL.createObjectURL = () => `blob:papers/${++made}`
  URL.revokeObjectURL = () => {}
  HTMLAnchorElement.prototype.click = function click() {
    downloaded.push(this.download)
  }
  Object.assign(navigator, { canShare: undefined, share: undefined, pdfViewerEnabled: true })
})

async function headOf(): Promise<InspectionHead> {
  return {
    facilityId: 'cs-1',
    facilityName: 'Trạm Y tế Suối Mơ',
    checklist: await refOf(list),
    kind: 'inspection',
    date: '2026-11-20',
    team: ['Lan'],
    facts: facts(),
  }
}

async function withRecord(more: Partial<InspectionRecord> = {}) {
  const tablet = await createTablet()
  const head = await headOf()
  const cells = Object.fromEntries(Object.entries(given).map(([id, answer]) => [id, { rev: 1, answer }]))
  const record: InspectionRecord = {
    id: 'i-1',
    head,
    status: 'submitted',
    createdBy: { id: 'p', name: 'Lan' },
    submittedAt: 0,
    score: null,
    cells,
    ...more,
  }
  await bring(tablet.store, {
    checklists: [list],
    facilities: [facility('cs-1', head.facilityName)],
    results: [record],
  })
  return { ...tablet, user: userEvent.setup(), digest: await digestOf(sealedContent(head, given)) }
}

async function withDraft(said: Answers) {
  const tablet = await createTablet()
  await bring(tablet.store, { checklists: [list], facilities: [facility('cs-1', 'Trạm Y tế Suối Mơ')] })
  const head = await headOf()
  const id = await startInspection(tablet.store, head)
  for (const [itemId, answer] of Object.entries(said)) await saveAnswer(tablet.store, id, itemId, answer, 0)
  return { ...tablet, user: userEvent.setup(), id, digest: await digestOf(sealedContent(head, said)) }
}

/** The paper that the worker was asked for, as one text. */
function asked(): { paper: Paper; text: string; count: number } {
  const papers = FakeWorker.current.asked.at(-1)?.papers
  if (!papers) throw new Error('nothing was asked for')
  return { paper: papers[0], text: JSON.stringify(papers[0].blocks satisfies Block[]), count: papers.length }
}

async function makeBoth() {
  await waitFor(() => expect(FakeWorker.current.asked).toHaveLength(1))
  act(() => FakeWorker.current.answer({ pages: 5 }))
  await waitFor(() => expect(FakeWorker.current.asked).toHaveLength(2))
  act(() => FakeWorker.current.answer({ pages: 1 }))
  await screen.findByText(/^Đã lập xong ban-cho-co-so/)
}

const panel = (name: string) => within(screen.getByRole('region', { name }))

describe('the page of papers', () => {
  it('makes the minutes and the facility’s copy one after the other, and gives the library back', async () => {
    const { show, digest } = await withRecord()
    show(<PapersPage id="i-1" />)
    expect(await screen.findByRole('heading', { level: 1, name: 'Biên bản' })).toBeInTheDocument()
    expect(screen.getAllByText('Đang lập tệp PDF…')).toHaveLength(2)
    for (const button of screen.getAllByRole('button')) expect(button).toBeDisabled()

    await waitFor(() => expect(FakeWorker.current.asked).toHaveLength(1))
    expect(asked().text).toContain(`/xac-minh/i-1/${digest}`)
    expect([asked().paper.watermark, asked().count]).toEqual([null, 1])
    act(() => FakeWorker.current.answer({ pages: 5 }))
    expect(await screen.findByText('Đã lập xong bien-ban-tram-y-te-suoi-mo-2026-11-20.pdf')).toBeInTheDocument()
    expect(panel('Biên bản kiểm tra').getByText('5 trang · 1 kB')).toBeInTheDocument()

    expect(asked().text).toContain('Bản giữ tại cơ sở')
    expect(asked().count).toBeGreaterThan(1)
    act(() => FakeWorker.current.answer({ pages: 1 }))
    expect(await screen.findByText('Đã lập xong ban-cho-co-so-tram-y-te-suoi-mo-2026-11-20.pdf')).toBeInTheDocument()
    await waitFor(() => expect(FakeWorker.current.isOver).toBe(true))
  })

  it('shows the file in a tab of its own', async () => {
    const { show } = await withRecord()
    show(<PapersPage id="i-1" />)
    await makeBoth()
    const link = screen.getByRole('link', { name: 'Xem biên bản kiểm tra' })
    expect([link.getAttribute('href'), link.getAttribute('target')]).toEqual(['blob:papers/1', '_blank'])
  })

  it('hands the file to the system where it takes files', async () => {
    Object.assign(navigator, {
      canShare: ({ files }: ShareData) => files?.[0]?.type === 'application/pdf',
      share: async ({ files = [] }: ShareData) => void shared.push(...files),
    })
    const { show, user } = await withRecord()
    show(<PapersPage id="i-1" />)
    await makeBoth()
    await user.click(screen.getByRole('button', { name: 'Chia sẻ bản cho cơ sở' }))
    expect(shared.map(({ name }) => name)).toEqual(['ban-cho-co-so-tram-y-te-suoi-mo-2026-11-20.pdf'])
    expect(downloaded).toEqual([])
  })

  it.each([
    ['closing the sheet is an answer', new DOMException('', 'AbortError'), []],
    ['what the sheet did not take is downloaded', new Error('broken'), ['bien-ban-tram-y-te-suoi-mo-2026-11-20.pdf']],
  ])('%s', async (_, error, files) => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    Object.assign(navigator, { canShare: () => true, share: () => Promise.reject(error) })
    const { show, user } = await withRecord()
    show(<PapersPage id="i-1" />)
    await makeBoth()
    await user.click(screen.getByRole('button', { name: 'Chia sẻ biên bản kiểm tra' }))
    await waitFor(() => expect(downloaded).toEqual(files))
  })

  it('downloads where the system shares no files', async () => {
    const { show, user } = await withRecord()
    show(<PapersPage id="i-1" />)
    await makeBoth()
    await user.click(screen.getByRole('button', { name: 'Tải về biên bản kiểm tra' }))
    expect(downloaded).toEqual(['bien-ban-tram-y-te-suoi-mo-2026-11-20.pdf'])
  })

  it('prints from a frame, or hands the file on where the browser shows no PDFs', async () => {
    const { show, user } = await withRecord()
    show(<PapersPage id="i-1" />)
    await makeBoth()
    await user.click(screen.getByRole('button', { name: 'In biên bản kiểm tra' }))
    expect(document.querySelector('iframe')?.getAttribute('src')).toBe('blob:papers/1')
    Object.assign(navigator, { pdfViewerEnabled: false })
    await user.click(screen.getByRole('button', { name: 'In bản cho cơ sở' }))
    expect(downloaded).toEqual(['ban-cho-co-so-tram-y-te-suoi-mo-2026-11-20.pdf'])
    document.querySelector('iframe')?.remove()
  })

  it('says in words that a file could not be made, and tries again', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const { show, user } = await withRecord()
    show(<PapersPage id="i-1" />)
    await waitFor(() => expect(FakeWorker.current.asked).toHaveLength(1))
    act(() => FakeWorker.current.answer({ error: 'out of memory' }))
    expect(await screen.findByRole('alert')).toHaveTextContent(/^Chưa lập được tệp PDF trên máy này/)
    await user.click(screen.getByRole('button', { name: 'Thử lại' }))
    await waitFor(() => expect(FakeWorker.all).toHaveLength(2))
    await makeBoth()
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('a draft says that it is one, on the screen and across the paper', async () => {
    const { show, id } = await withDraft({ 't.1': { value: pass } })
    show(<PapersPage id={id} />)
    expect(await screen.findByText(/^Lượt này chưa nộp/)).toBeInTheDocument()
    await waitFor(() => expect(FakeWorker.current.asked).toHaveLength(1))
    expect(asked().paper.watermark).toBe('BẢN NHÁP')
    expect(asked().text).not.toContain('/xac-minh/')
  })

  it('handed in without a network, the paper has its code', async () => {
    const { show, id, store, digest } = await withDraft(given)
    await submitInspection(store, id)
    show(<PapersPage id={id} />)
    expect(await screen.findByText(/chưa có biên nhận của máy chủ/)).toBeInTheDocument()
    await waitFor(() => expect(FakeWorker.current.asked).toHaveLength(1))
    expect(asked().paper.watermark).toBeNull()
    expect(asked().text).toContain(`/xac-minh/${id}/${digest}`)
  })

  it('an inspection that nobody has is not found', async () => {
    const { show } = await withRecord()
    show(<PapersPage id="i-9" />)
    expect(await screen.findByRole('heading', { name: /Không tìm thấy/ })).toBeInTheDocument()
    expect(FakeWorker.all).toEqual([])
  })
})

describe('the feedback for the facility', () => {
  it('critical failures first, then what cost most, then what is missing', async () => {
    const { show, user } = await withRecord()
    show(<FeedbackPage id="i-1" />)
    expect(await screen.findByRole('heading', { level: 1, name: 'Trạm Y tế Suối Mơ' })).toBeInTheDocument()
    expect(screen.getAllByRole('heading', { level: 2 }).map((each) => each.textContent)).toEqual([
      'Điểm liệt không đạt (1)',
      'Mất nhiều điểm nhất (6)',
      'Để đạt “Đạt”',
    ])
    const questions = () => screen.getAllByText(/^\d\. Câu hỏi/).map((each) => each.textContent?.slice(0, 2))
    expect(questions()).toEqual(['1.', '7.', '6.', '5.', '4.', '3.'])
    await user.click(screen.getByRole('button', { name: 'Xem cả 6 tiêu chí' }))
    expect(questions()).toEqual(['1.', '7.', '6.', '5.', '4.', '3.', '2.'])
    // 8 of 36 points; 28.8 are needed.
    expect(screen.getByText('Thiếu 20,8 điểm (hiện 8/36).')).toBeInTheDocument()
    expect(screen.getByText('Khắc phục trọn vẹn tiêu chí 7, 6, 5, 4 thì đủ điểm.')).toBeInTheDocument()
  })

  it('says of a draft that it may still change', async () => {
    const { show, id } = await withDraft({ 't.2': { value: fail } })
    show(<FeedbackPage id={id} />)
    expect(await screen.findByText('Lượt này chưa nộp: kết quả còn có thể thay đổi.')).toBeInTheDocument()
    expect(screen.getByText('Không có điểm liệt nào không đạt.')).toBeInTheDocument()
    expect(screen.getByText('Còn 7 tiêu chí chưa trả lời.')).toBeInTheDocument()
  })
})

describe('the ways to the papers', () => {
  const hrefs = () =>
    within(screen.getByRole('navigation', { name: 'Giấy tờ của lượt này' }))
      .getAllByRole('link')
      .map((link) => [link.textContent, link.getAttribute('href')])

  it('from a received result', async () => {
    const { show } = await withRecord()
    show(<ResultPage id="i-1" />)
    await screen.findByRole('heading', { level: 1 })
    expect(hrefs()).toEqual([
      ['Biên bản', '/bien-ban/i-1'],
      ['Phản hồi cho cơ sở', '/phan-hoi/i-1'],
      ['Kế hoạch khắc phục', '/ke-hoach/i-1'],
    ])
  })

  it('from the review, as a draft; from the receipt, as it was handed in', async () => {
    const { show, id, store } = await withDraft(given)
    show(<Submit id={id} />)
    await screen.findByRole('heading', { level: 1, name: 'Xem lại và nộp' })
    expect(hrefs()[0]).toEqual(['Biên bản (nháp)', `/bien-ban/${id}`])
    await act(() => submitInspection(store, id))
    await screen.findByRole('heading', { level: 1, name: 'Đã nộp trên máy này' })
    expect(hrefs()[0]).toEqual(['Biên bản', `/bien-ban/${id}`])
  })
})
