// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { listOpen } from '../../src/device/store/open-list.ts'
import { addDays, dateInVietnam } from '../../src/domain/date.ts'
import type { Person } from '../../src/domain/people.ts'
import { StartPage } from '../../src/screens/inspector/start.tsx'
import { checklist, item, passFail, section } from '../support/builders.ts'
import { bring, createTablet, facility, inspector } from './tablet.tsx'

const hospital = facility('bv', 'Bệnh viện Đồng Xuân')
const list = checklist([section('a', [item('a1', passFail)])])
const today = dateInVietnam(Date.now())

async function open(person: Person = inspector) {
  const tablet = await createTablet(person)
  await bring(tablet.store, { facilities: [hospital], checklists: [list] })
  const view = tablet.show(<StartPage facilityId="bv" />, '/co-so/bv/bat-dau?bo=thu')
  const date = await screen.findByLabelText('Ngày kiểm tra')
  return { ...tablet, ...view, date, user: userEvent.setup() }
}
const begin = () => screen.getByRole('button', { name: 'Bắt đầu' })

describe('beginning a visit', () => {
  it('is not offered in a facility that has closed, and the reason is said', async () => {
    const tablet = await createTablet(inspector)
    await bring(tablet.store, { facilities: [{ ...hospital, closedOn: '2026-11-01' }], checklists: [list] })
    tablet.show(<StartPage facilityId="bv" />, '/co-so/bv/bat-dau?bo=thu')
    expect(await screen.findByText('Cơ sở này ngừng kiểm tra từ 01/11/2026.')).toBeInTheDocument()
    expect(screen.queryByRole('button', { name: 'Bắt đầu' })).not.toBeInTheDocument()
  })

  it('takes today, the person’s own name, and opens the inspection', async () => {
    const { store, user, at } = await open()
    await user.click(begin())
    await waitFor(() => expect(at()).toMatch(/^\/kiem-tra\//))
    const [started] = await listOpen(store)
    expect(started?.head).toMatchObject({
      date: today,
      team: ['Nguyễn Thị Kiểm'],
      kind: 'inspection',
      facilityId: 'bv',
    })
  })

  it.each([
    ['1970-01-01', 'in 1970'],
    [addDays(today, 1), 'tomorrow'],
  ])('refuses %s (%s) with a sentence that names both ends', async (day) => {
    const { store, user, date } = await open()
    fireEvent.change(date, { target: { value: day } })
    await user.click(begin())
    expect(await screen.findByText(/Ngày kiểm tra phải từ 01\/01\/2024 đến hôm nay/)).toBeInTheDocument()
    expect(await listOpen(store)).toEqual([])
  })

  it.each([
    ['2026-11-22', 'Chủ nhật, 22/11/2026'],
    ['2026-02-03', 'Thứ ba, 03/02/2026'],
    ['2024-02-29', 'Thứ năm, 29/02/2024'],
  ])('says %s the Vietnamese way under the field, whatever order the tablet shows', async (day, words) => {
    const { date } = await open()
    fireEvent.change(date, { target: { value: day } })
    await waitFor(() => expect(date).toHaveAccessibleDescription(words))
    fireEvent.change(date, { target: { value: '' } })
    await waitFor(() => expect(date).not.toHaveAccessibleDescription())
  })

  it('adds and removes people of the team; an empty name is asked for', async () => {
    const { store, user } = await open()
    await user.click(screen.getByRole('button', { name: 'Thêm người' }))
    await user.click(begin())
    expect(await screen.findByText('Tên không được để trống.')).toBeInTheDocument()
    await user.type(screen.getByLabelText('Người thứ 2'), 'Trần Văn Hòa')
    await user.click(screen.getByRole('button', { name: 'Bỏ người thứ 1' }))
    await user.click(begin())
    await waitFor(async () => expect((await listOpen(store))[0]?.head.team).toEqual(['Trần Văn Hòa']))
  })

  it('a facility’s own account may only assess itself', async () => {
    await open({ ...inspector, role: 'facility', areaIds: [], facilityId: 'bv' })
    expect(screen.getByRole('radio', { name: 'Tự đánh giá' })).toBeChecked()
    expect(screen.queryByRole('radio', { name: 'Kiểm tra' })).not.toBeInTheDocument()
  })
})

describe('what the browser may do to the store is said before a visit begins', () => {
  afterEach(() => vi.unstubAllGlobals())

  type Said = { persisted: boolean; quota: number; persist?: () => Promise<boolean> }
  async function openWhere({ persisted, quota, persist = async () => false }: Said) {
    const estimate = async () => ({ usage: 0, quota })
    vi.stubGlobal('navigator', { ...navigator, storage: { persisted: async () => persisted, persist, estimate } })
    return open()
  }
  const mayBeCleared = () => screen.queryByText('Máy đầy thì trình duyệt có thể tự xóa dữ liệu')
  const hardlyRoom = () => screen.queryByText(/^Máy chỉ còn/)

  it('that it may clear it; asked to keep it, it says no, and what to do then is said', async () => {
    const { user, store } = await openWhere({ persisted: false, quota: 10 ** 10 })
    await waitFor(() => expect(mayBeCleared()).toBeInTheDocument())
    expect(hardlyRoom()).not.toBeInTheDocument()
    await user.click(screen.getByRole('button', { name: 'Xin giữ lâu dài' }))
    expect(await screen.findByText(/Trình duyệt chưa cho phép/)).toBeInTheDocument()
    await user.click(begin())
    await waitFor(async () => expect(await listOpen(store)).toHaveLength(1))
  })

  it('asked to keep it, it says yes: the warning goes', async () => {
    const said = { persisted: false, quota: 10 ** 10 }
    const { user } = await openWhere(said)
    await waitFor(() => expect(mayBeCleared()).toBeInTheDocument())
    vi.stubGlobal('navigator', {
      ...navigator,
      storage: { ...navigator.storage, persist: async () => true, persisted: async () => true },
    })
    await user.click(screen.getByRole('button', { name: 'Xin giữ lâu dài' }))
    await waitFor(() => expect(mayBeCleared()).not.toBeInTheDocument())
  })

  it('that there is hardly any room, where it is kept', async () => {
    await openWhere({ persisted: true, quota: 150 * 1_048_576 })
    await waitFor(() => expect(hardlyRoom()).toHaveTextContent('Máy chỉ còn 150 MB cho ứng dụng'))
    expect(mayBeCleared()).not.toBeInTheDocument()
  })
})
