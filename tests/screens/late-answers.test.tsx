// @vitest-environment jsdom
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { InspectionRecord } from '../../src/domain/inspection.ts'
import type { Person } from '../../src/domain/people.ts'
import { score } from '../../src/domain/scoring/score.ts'
import { summaryOf } from '../../src/domain/scoring/summary.ts'
import { ResultPage } from '../../src/screens/result.tsx'
import { answers, checklist, facts, fail, item, pass, passFail, section } from '../support/builders.ts'
import { bring, createTablet, inspector, refOf } from './tablet.tsx'

/** What another tablet of the same inspector sent after the visit was handed in. */

const list = checklist([section('a', [item('a.1', passFail), item('a.2', passFail)])])

async function open(more: Partial<InspectionRecord>, person: Person = inspector) {
  const given = answers({ 'a.1': pass, 'a.2': pass })
  const record: InspectionRecord = {
    id: 'i1',
    head: {
      facilityId: 'cs',
      facilityName: 'Trạm Y tế Suối Mơ',
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
    cells: { 'a.1': { rev: 1, answer: { value: pass } }, 'a.2': { rev: 1, answer: { value: pass } } },
    ...more,
  }
  const tablet = await createTablet(person)
  await bring(tablet.store, { checklists: [list], results: [record] })
  tablet.show(<ResultPage id="i1" />)
  await screen.findByRole('heading', { name: 'Trạm Y tế Suối Mơ' })
  return { ...tablet, user: userEvent.setup() }
}

const panel = () => screen.queryByRole('heading', { name: 'Câu trả lời đến sau khi nộp' })
const late = [{ item: 'a.2', answer: { value: fail, note: 'Vòi hỏng' } }]

describe('answers that came after the seal', () => {
  it('stand beside what was sealed, with their note', async () => {
    await open({ late })
    const row = (await screen.findByText('Đến sau')).closest('li') as HTMLElement
    expect(within(row).getByText('Đạt')).toBeInTheDocument()
    expect(within(row).getByText(/Không đạt/)).toHaveTextContent('Không đạt – Vòi hỏng')
  })

  it('are taken into an amendment with a reason, which then waits to be sent', async () => {
    const { store, user } = await open({ late })
    await user.click(await screen.findByRole('button', { name: 'Đưa vào bản sửa đổi' }))
    await user.click(screen.getByRole('button', { name: 'Lưu bản sửa đổi' }))
    expect(await screen.findByRole('alert')).toHaveTextContent('Ghi lý do sửa đổi')
    await user.type(screen.getByLabelText('Lý do sửa đổi'), 'Đoàn hai đếm lại')
    await user.click(screen.getByRole('button', { name: 'Lưu bản sửa đổi' }))
    expect(await screen.findByText('Bản sửa đổi đã lưu trên máy này, chờ gửi.')).toBeInTheDocument()
    const [row] = await store.db.outbox.toArray()
    expect(row?.insp).toBe('i1')
  })

  it('can be taken in by their author alone', async () => {
    await open({ late }, { ...inspector, id: 'p-giam', role: 'supervisor' })
    expect(panel()).toBeInTheDocument()
    expect(screen.queryByRole('button', { name: 'Đưa vào bản sửa đổi' })).not.toBeInTheDocument()
  })

  it.each([
    ['nothing came late', {}],
    ['what came late says what is sealed', { late: [{ item: 'a.2', answer: { value: pass } }] }],
  ])('%s: nothing is shown', async (_case, more) => {
    await open(more)
    expect(panel()).not.toBeInTheDocument()
  })

  it('an amended record says which amendment stands', async () => {
    await open({ sealNo: 3 })
    expect(screen.getByText('lần 2; các bản trước được giữ trong hồ sơ')).toBeInTheDocument()
  })
})
