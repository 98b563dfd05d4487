// @vitest-environment jsdom
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { startInspection, submitInspection } from '../../src/device/store/drafts.ts'
import type { Assignment } from '../../src/domain/campaign/campaign.ts'
import { addDays, formatDate } from '../../src/domain/date.ts'
import type { Person } from '../../src/domain/people.ts'
import { InspectorHome } from '../../src/screens/inspector/home.tsx'
import { StartPage } from '../../src/screens/inspector/start.tsx'
import { today } from '../../src/screens/parts/when.ts'
import { checklist, item, passFail, section } from '../support/builders.ts'
import { bring, createTablet, facility, inspector, refOf } from './tablet.tsx'

const tool = checklist([section('a', [item('t.1', passFail)])])
const newer = { ...tool, version: '9.0', title: 'Bản mới hơn' }
const coso: Person = { ...inspector, id: 'p-coso', role: 'facility', areaIds: [], facilityId: 'f-1' }

async function assignment(id: string, due: string, more: Partial<Assignment> = {}): Promise<Assignment> {
  return {
    id,
    campaignId: 'dot',
    title: 'Kiểm tra quý IV/2026',
    kind: 'inspection',
    facilityId: 'f-1',
    checklist: await refOf(tool),
    from: addDays(today(), -60),
    due,
    people: [{ id: inspector.id, name: inspector.name }],
    ...more,
  }
}

async function show(assignments: Assignment[], person = inspector) {
  const tablet = await createTablet(person)
  const facilities = [facility('f-1', 'Trạm Suối Mơ'), facility('f-2', 'Trạm Đồng Xuân')]
  await bring(tablet.store, { checklists: [tool, newer], facilities, assignments })
  return { ...tablet.show(<InspectorHome />), tablet, user: userEvent.setup() }
}

const panel = () => screen.findByRole('region', { name: 'Được giao' })

it('what is late stands first and says so in words; then what is due soonest', async () => {
  const late = addDays(today(), -3)
  await show([
    await assignment('later', addDays(today(), 5), { facilityId: 'f-2' }),
    await assignment('late', late),
    await assignment('now', today(), { title: 'Đợt đột xuất' }),
  ])
  const rows = within(await panel()).getAllByRole('link')
  expect(rows.map((row) => row.textContent)).toEqual([
    expect.stringContaining('Quá hạn 3 ngày'),
    expect.stringContaining('Hạn hôm nay'),
    expect.stringContaining('Còn 5 ngày'),
  ])
  expect(rows[0]).toHaveTextContent(
    `Trạm Suối Mơ${tool.title}Quá hạn 3 ngàyHạn ${formatDate(late)} · Kiểm tra quý IV/2026`,
  )
  expect(await panel()).toHaveTextContent('3 lượt, 1 quá hạn')
})

it('one tap leads to the start with facility, kind and the pinned version filled in', async () => {
  const { user, at, tablet, unmount } = await show([await assignment('a', today(), { kind: 'selfAssessment' })])
  await user.click(within(await panel()).getByRole('link'))
  const address = at() ?? ''
  expect(address).toBe(`/co-so/f-1/bat-dau?bo=${tool.id}&phien-ban=${tool.version}&hinh-thuc=tu-danh-gia`)
  unmount()
  tablet.show(<StartPage facilityId="f-1" />, address)
  expect(await screen.findByText(`Phiên bản ${tool.version}`)).toBeInTheDocument()
  expect(screen.getByRole('radio', { name: 'Tự đánh giá' })).toBeChecked()
})

it('one that is under way goes on where it was left; one that was handed in here waits at the end', async () => {
  const tablet = await createTablet()
  const facilities = [facility('f-1', 'Trạm Suối Mơ'), facility('f-2', 'Trạm Đồng Xuân')]
  const assignments = [
    await assignment('a', addDays(today(), -3)),
    await assignment('b', today(), { facilityId: 'f-2' }),
  ]
  await bring(tablet.store, { checklists: [tool], facilities, assignments })
  const ref = await refOf(tool)
  const begin = (id: string) => {
    const [place] = facilities.filter((each) => each.id === id)
    const head = { facilityId: id, facilityName: place?.name ?? '', checklist: ref, kind: 'inspection' as const }
    return startInspection(tablet.store, { ...head, date: today(), team: ['Kiểm'], facts: facility(id, '').facts })
  }
  const done = await begin('f-1')
  await saveAnswer(tablet.store, done, 't.1', { value: { is: 'verdict', verdict: 'pass' } })
  await submitInspection(tablet.store, done)
  const draft = await begin('f-2')
  const { at } = tablet.show(<InspectorHome />)
  const rows = within(await panel()).getAllByRole('link')
  expect(rows[0]).toHaveTextContent('Hạn hôm nay · đang làm')
  expect(rows[1]).toHaveTextContent('Đã làm, chờ gửi')
  expect(await panel()).not.toHaveTextContent('quá hạn')
  await userEvent.setup().click(rows[0] as HTMLElement)
  expect(at()).toBe(`/kiem-tra/${draft}`)
})

it('a facility is asked to assess itself', async () => {
  await show([await assignment('self', today(), { kind: 'selfAssessment', people: [] })], coso)
  expect(within(await panel()).getByRole('link')).toHaveTextContent('tự đánh giá')
})

it('with nothing to do there is no such part', async () => {
  await show([])
  await screen.findByRole('heading', { level: 1 })
  expect(screen.queryByRole('region', { name: 'Được giao' })).toBeNull()
})

it('more than eight open on demand', async () => {
  const many = await Promise.all(Array.from({ length: 11 }, (_, n) => assignment(`a${n}`, addDays(today(), n))))
  const { user } = await show(many)
  expect(within(await panel()).getAllByRole('link')).toHaveLength(8)
  await user.click(screen.getByRole('button', { name: 'Xem 3 lượt nữa' }))
  expect(within(await panel()).getAllByRole('link')).toHaveLength(11)
})
