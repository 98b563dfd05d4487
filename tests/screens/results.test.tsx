// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { type SealNote, shortHash } from '../../src/domain/evidence.ts'
import { type InspectionRecord, sealedContent } from '../../src/domain/inspection.ts'
import type { Person } from '../../src/domain/people.ts'
import { digestOf } from '../../src/protocol/digest.ts'
import { duration } from '../../src/screens/parts/evidence/evidence-words.ts'
import { ResultPage } from '../../src/screens/result.tsx'
import { Received } from '../../src/screens/supervisor/received.tsx'
import { checklist, facts, fail, item, pass, passFail, section } from '../support/builders.ts'
import { bring, createTablet, inspector, refOf } from './tablet.tsx'

const supervisor: Person = { ...inspector, id: 'p-giam', name: 'Trần Đức Giám', role: 'supervisor' }
const list = checklist([section('a', [item('a1', passFail), item('a2', passFail), item('a3', passFail)])])

async function record(
  id: string,
  facilityName: string,
  earned: number,
  more: Partial<InspectionRecord> = {},
): Promise<InspectionRecord> {
  const head = {
    facilityId: `cs-${id}`,
    facilityName,
    checklist: await refOf(list),
    kind: 'inspection' as const,
    date: '2026-11-20',
    team: ['Lan'],
    facts: facts(),
  }
  const isPassed = earned >= 240
  return {
    id,
    head,
    status: 'submitted',
    createdBy: { id: 'p-kiem', name: 'Nguyễn Thị Kiểm' },
    submittedAt: Date.UTC(2026, 10, 20, 3, 42),
    score: {
      earned,
      max: 300,
      grade: isPassed ? 'Đạt' : 'Không đạt',
      tone: isPassed ? 'pass' : 'fail',
      criticalFailures: 0,
    },
    cells: {},
    ...more,
  }
}

async function desk(results: InspectionRecord[]) {
  const tablet = await createTablet(supervisor)
  await bring(tablet.store, { checklists: [list], results })
  return { ...tablet, user: userEvent.setup() }
}
const rows = () =>
  within(screen.getByRole('table'))
    .getAllByRole('rowheader')
    .map((cell) => cell.textContent)

describe('the supervisor’s list', () => {
  it('says the answer in one sentence, and when each was received in Việt Nam’s time', async () => {
    const { show } = await desk([
      await record('1', 'Trạm Y tế Suối Mơ', 300),
      await record('2', 'Bệnh viện Đồng Xuân', 100),
    ])
    show(<Received />)
    expect(await screen.findByText('2 lượt ở 2 cơ sở, 1 chưa đạt, 0 có điểm liệt không đạt.')).toBeInTheDocument()
    expect(screen.getAllByText('20/11/2026 10:42')).toHaveLength(2)
  })

  it('is narrowed without diacritics and by grade', async () => {
    const { show, user } = await desk([
      await record('1', 'Trạm Y tế Suối Mơ', 300),
      await record('2', 'Bệnh viện Đồng Xuân', 100),
    ])
    show(<Received />)
    await user.type(await screen.findByLabelText('Tìm'), 'dong xuan')
    await waitFor(() => expect(rows()).toEqual(['Bệnh viện Đồng Xuân']))
    await user.clear(screen.getByLabelText('Tìm'))
    await user.selectOptions(screen.getByLabelText('Xếp loại'), 'Đạt')
    await waitFor(() => expect(rows()).toEqual(['Trạm Y tế Suối Mơ']))
  })

  it('is sorted by a column, both ways', async () => {
    const { show, user } = await desk([
      await record('1', 'B', 300),
      await record('2', 'A', 100),
      await record('3', 'C', 200),
    ])
    show(<Received />)
    await user.click(await screen.findByRole('button', { name: 'Điểm' }))
    expect(rows()).toEqual(['B', 'C', 'A'])
    await user.click(screen.getByRole('button', { name: 'Điểm' }))
    expect(rows()).toEqual(['A', 'C', 'B'])
    expect(screen.getByRole('columnheader', { name: 'Điểm' })).toHaveAttribute('aria-sort', 'ascending')
  })
})

describe('one received inspection', () => {
  it('shows every answer, its note, its points and why points were lost', async () => {
    const cells = {
      a1: { rev: 1, answer: { value: pass } },
      a2: { rev: 1, answer: { value: fail, note: 'Cửa kho hở' } },
      a3: { rev: 1, answer: { value: { is: 'notApplicable' as const } } },
    }
    const { show, user } = await desk([await record('1', 'Trạm Y tế Suối Mơ', 100, { cells })])
    show(<ResultPage id="1" />)
    expect(await screen.findByRole('heading', { name: 'Trạm Y tế Suối Mơ' })).toBeInTheDocument()
    const lost = screen.getByText('Câu hỏi a2?').closest('li') as HTMLElement
    expect(lost).toHaveTextContent('Cửa kho hở')
    expect(lost).toHaveTextContent('Không đạt: 0/1 điểm.')
    expect(screen.getByText('Câu hỏi a3?').closest('li')).toHaveTextContent('Không áp dụng')
    await user.click(screen.getByLabelText('Chỉ điểm bị mất (1)'))
    expect(screen.queryByText('Câu hỏi a1?')).not.toBeInTheDocument()
    expect(screen.getByText('Câu hỏi a2?')).toBeInTheDocument()
  })

  it('without its checklist still tells the result, and what to do', async () => {
    const tablet = await createTablet(supervisor)
    const known = await record('1', 'Trạm Y tế Suối Mơ', 300)
    const head = { ...known.head, checklist: { id: 'moi', version: '9.0', hash: '0'.repeat(64) } }
    await bring(tablet.store, { results: [{ ...known, head }] })
    tablet.show(<ResultPage id="1" />)
    expect(await screen.findByText('Chưa xem được từng câu trả lời')).toBeInTheDocument()
    expect(screen.getByText('Đạt')).toBeInTheDocument()
  })

  it('shows who changed what and why, what is known of the clock, and the code for paper', async () => {
    const cells = { a1: { rev: 2, answer: { value: fail, note: 'Đã xem lại' } } }
    const tablet = await createTablet(supervisor)
    const by = { id: 'p-kiem', name: 'Nguyễn Thị Kiểm' }
    const at = Date.UTC(2026, 10, 20, 3, 42)
    const seals: SealNote[] = [
      { no: 1, kind: 'submit', by, at, signed: 'signed' },
      {
        no: 2,
        kind: 'amend',
        by,
        at: at + 3_600_000,
        reason: 'Đã kiểm tra lại tại chỗ',
        signed: 'wrong',
        clock: { sent: 11_520_000, moved: null, reading: null },
        changes: [{ item: 'a1', before: { value: pass }, after: { value: fail, note: 'Đã xem lại' } }],
      },
    ]
    const known = await record('1', 'Trạm Y tế Suối Mơ', 0, { cells, sealNo: 2 })
    await bring(tablet.store, { checklists: [list], results: [known], seals })
    tablet.show(<ResultPage id="1" />)
    const panel = await screen.findByRole('region', { name: 'Hồ sơ và mã kiểm chứng' })
    const [amended, first] = within(panel).getAllByRole('heading', { level: 3 })
    expect([amended?.textContent, first?.textContent]).toEqual([
      'Bản sửa đổi lần 1 (đang có hiệu lực)',
      'Bản nộp lần đầu',
    ])
    const revision = amended?.closest('li') as HTMLElement
    expect(revision).toHaveTextContent('Nguyễn Thị Kiểm · 20/11/2026 11:42')
    expect(revision).toHaveTextContent('Lý do: Đã kiểm tra lại tại chỗ')
    expect(revision).toHaveTextContent('Câu hỏi a1?TrướcĐạtSauKhông đạt – Đã xem lại')
    expect(revision).toHaveTextContent('Chữ ký của máy người nộp không khớp')
    expect(screen.getByText('Cần người giám sát xem').parentElement).toHaveTextContent(
      'Đồng hồ máy chậm 3 giờ 12 phút khi gửi',
    )
    const digest = await digestOf(sealedContent(known.head, { a1: cells.a1.answer }))
    expect(within(panel).getByRole('img', { name: /trang kiểm chứng/ })).toBeInTheDocument()
    expect(within(panel).getByText(shortHash(digest))).toBeInTheDocument()
    expect(within(panel).getByRole('link', { name: 'Mở trang kiểm chứng' })).toHaveAttribute(
      'href',
      expect.stringMatching(new RegExp(`/xac-minh/1/${digest}$`)),
    )
  })
})

describe('what an hour is called', () => {
  it.each([
    [59_000, 'chưa tới 1 phút'],
    [11_520_000, '3 giờ 12 phút'],
    [2 * 86_400_000 + 4 * 3_600_000 + 59_000, '2 ngày 4 giờ'],
    [86_400_000 + 60_000, '1 ngày'],
    [400 * 86_400_000, '1 năm 35 ngày'],
  ])('%d ms: %s', (milliseconds, words) => {
    expect(duration(milliseconds)).toBe(words)
  })
})
