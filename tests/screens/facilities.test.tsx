// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { nuocThai } from '../../src/criteria/nuoc-thai.ts'
import type { Person } from '../../src/domain/people.ts'
import type { FacilityEvent, FacilityRow } from '../../src/protocol/places-wire.ts'
import { AdminRoom } from '../../src/screens/admin/room.tsx'
import { facts, wastewater } from '../support/builders.ts'
import { areaOf, fakePlaces, rowOf, TODAY } from './fake-places.ts'
import { fakeServer, refuse } from './fake-server.ts'
import { bring, createTablet, inspector } from './tablet.tsx'

const admin: Person = { ...inspector, id: 'p-quan', username: 'quantri', name: 'Phạm Thu Quản', role: 'administrator' }
const HERE = '/quan-tri/co-so'
const areas = [areaOf('suoi-mo', 'Xã Suối Mơ'), areaOf('dong-xuan', 'Xã Đồng Xuân')]
const station = rowOf('tyt', 'Trạm Y tế Suối Mơ', 'suoi-mo')
const hospital = rowOf('bv', 'Bệnh viện Đồng Xuân', 'dong-xuan', {
  areaName: 'Xã Đồng Xuân',
  closedOn: '2026-10-01',
  facts: facts({ beds: 120, wastewater: wastewater() }),
})

async function open(path: string, facilities: FacilityRow[] = [hospital, station], events: FacilityEvent[] = []) {
  let one = station
  const places = fakePlaces(areas, facilities)
  const server = fakeServer({
    'GET /api/areas': places.tree,
    'GET /api/people': () => ({ body: { people: [] } }),
    'GET /api/facilities': () => ({ body: { today: TODAY, facilities } }),
    'GET /api/facilities/tyt': () => ({ body: { today: TODAY, facility: one, events } }),
    'GET /api/facilities/moi': () => ({ body: { today: TODAY, facility: one, events } }),
    'POST /api/facilities': (body) => {
      const { areaId, from: _, ...said } = body as FacilityRow & { from: string }
      one = { ...rowOf('moi', '', areaId), ...said }
      return { body: { facility: one } }
    },
    'PUT /api/facilities/tyt': (body) => {
      const { version, ...said } = body as FacilityRow
      if (version !== one.version) return refuse(409, 'PLACES_CHANGED')
      one = { ...one, ...said, version: version + 1 }
      return { body: { facility: one } }
    },
    'POST /api/facilities/tyt/close': (body) => {
      const { version, on } = body as { version: number; on: string }
      one = { ...one, closedOn: on, version: version + 1 }
      return { body: { facility: one } }
    },
  })
  const tablet = await createTablet(admin)
  await bring(tablet.store, { checklists: [nuocThai] })
  const view = tablet.show(<AdminRoom />, path)
  const meanwhile = (change: Partial<FacilityRow>) => {
    one = { ...one, ...change, version: one.version + 1 }
  }
  return { server, view, meanwhile, user: userEvent.setup(), now: () => one }
}
const button = (name: string | RegExp) => screen.findByRole('button', { name })
const group = (name: string) => within(screen.getByRole('group', { name }))

afterEach(() => vi.unstubAllGlobals())

describe('facilities', () => {
  it('are found without diacritics and narrowed', async () => {
    const { user, view } = await open(HERE)
    expect(await screen.findByText('2 cơ sở, 1 đã đóng.')).toBeInTheDocument()
    await user.type(screen.getByLabelText('Tìm'), 'tram suoi')
    await waitFor(() => expect(screen.queryByText('Bệnh viện Đồng Xuân')).not.toBeInTheDocument())
    expect(view.at()).toBe(`${HERE}?tim=tram+suoi`)
    await user.selectOptions(screen.getByLabelText('Trạng thái'), 'Đã đóng')
    await user.click(await button('Bỏ lọc'))
    await user.selectOptions(screen.getByLabelText('Địa bàn'), 'Xã Đồng Xuân')
    expect(await screen.findByText('1/2 cơ sở, 1 đã đóng.')).toBeInTheDocument()
    expect(screen.getByText('Đã đóng từ 01/10/2026')).toBeInTheDocument()
  })

  it('of a large province come fifty at a time', async () => {
    const many = Array.from({ length: 10_000 }, (_, n) => rowOf(`f${n}`, `Trạm Y tế ${n}`, 'suoi-mo'))
    const { user } = await open(HERE, many)
    expect(await screen.findByText('10.000 cơ sở, 0 đã đóng.')).toBeInTheDocument()
    const links = () => screen.getAllByRole('link', { name: /^Trạm Y tế/ })
    expect(links()).toHaveLength(50)
    await user.click(await button('Xem thêm 50 cơ sở'))
    expect(links()).toHaveLength(100)
  })

  it('what is not known is said to be unknown', async () => {
    await open(`${HERE}/tyt`)
    const info = within(await screen.findByRole('region', { name: 'Thông tin' }))
    for (const fact of ['Giường kế hoạch', 'Vùng', 'Nước thải', 'Tọa độ'])
      expect(info.getByText(fact).nextElementSibling).toHaveTextContent('chưa rõ')
  })

  it('a history says what was before and after, by whom and when', async () => {
    const event = { at: Date.parse('2026-11-20T03:42:00Z'), by: 'Lê Thị Quản', on: null }
    const before = facts({ beds: 100 })
    await open(`${HERE}/tyt`, undefined, [
      { ...event, what: 'changed', facts: { before, after: { ...before, beds: 120, zone: 2 } } },
      { ...event, what: 'changed', facts: { before, after: before } },
      { ...event, what: 'created', on: '2026-11-01', facts: null },
    ])
    const history = within(await screen.findByRole('region', { name: 'Lịch sử thay đổi' }))
    expect(history.getByText('Giường kế hoạch: 100 giường → 120 giường')).toBeInTheDocument()
    expect(history.getByText('Vùng: chưa rõ → Vùng 2')).toBeInTheDocument()
    expect(history.getByText('Sửa tên, địa chỉ hoặc tọa độ')).toBeInTheDocument()
    expect(history.getByText('Thêm cơ sở từ ngày 01/11/2026')).toBeInTheDocument()
    expect(history.getAllByText('Lê Thị Quản')).toHaveLength(3)
    expect(history.getAllByText('20/11/2026 10:42')).toHaveLength(3)
  })

  it('a new one with everything: what the server gets, and nothing that was not said', async () => {
    const { user, server, view } = await open(`${HERE}/them?dia-ban=suoi-mo`)
    await user.click(await button('Thêm cơ sở'))
    const name = screen.getByLabelText('Tên')
    await waitFor(() => expect(name).toHaveFocus())
    expect(name).toHaveAccessibleDescription(/Nhập tên cơ sở/)
    await user.type(name, 'Trạm Y tế Mới')
    await user.click(await button('Thêm cơ sở'))
    expect(await screen.findByText('Đã thêm Trạm Y tế Mới.')).toBeInTheDocument()
    expect(view.at()).toBe(`${HERE}/moi`)
    expect(server.askedFor('POST /api/facilities')[0]?.body).toEqual({
      name: 'Trạm Y tế Mới',
      address: '',
      position: null,
      areaId: 'suoi-mo',
      from: null,
      facts: { type: 'communeStation', beds: null, zone: null, region: null, sites: [], wastewater: null },
    })
  })

  it('sites, zone, wastewater and limits of its own, with the names and units of the checklist', async () => {
    const { user, now } = await open(`${HERE}/tyt/sua`)
    await user.selectOptions(await screen.findByLabelText('Vùng'), 'Vùng 2')
    await user.type(screen.getByLabelText('Số quyết định phân vùng'), '12/QĐ-UBND')
    for (const site of ['Điểm A', 'Điểm B']) {
      await user.click(await button('Thêm điểm trạm'))
      const boxes = group('Điểm trạm').getAllByRole('textbox')
      await user.type(boxes.at(-1) as HTMLElement, site)
    }
    await user.click(await button('Đưa điểm 2 lên trên'))
    await user.click(group('Thông tin nước thải').getByRole('radio', { name: 'Đã biết' }))
    await user.click(group('Giấy phép môi trường').getByRole('radio', { name: 'Đã có' }))
    await user.type(screen.getByLabelText('Số giấy phép'), 'GP-7')
    await user.click(await button('Thêm giới hạn'))
    await user.selectOptions(screen.getByLabelText('Thông số 1'), 'COD, mg/l')
    await user.type(screen.getByLabelText('Giới hạn trên của thông số 1'), '60,5')
    await user.type(screen.getByLabelText(/Vĩ độ/), '21,123')
    await user.type(screen.getByLabelText(/Kinh độ/), '104,9')
    fireEvent.change(screen.getByLabelText('Ngày quyết định phân vùng'), { target: { value: '2025-08-01' } })
    await user.click(await button('Lưu thông tin'))
    // Nobody has said yet whether it treats infectious disease: no guess.
    expect(await screen.findAllByText(/Chọn có hoặc không/)).toHaveLength(3)
    expect(group('Có điều trị bệnh truyền nhiễm?').getByRole('radio', { name: 'Có' })).toHaveFocus()
    for (const [question, answer] of [
      ['Có điều trị bệnh truyền nhiễm?', 'Không'],
      ['Có sử dụng nguồn phóng xạ?', 'Có'],
      ['Xử lý tại chỗ theo diện cơ sở quy mô nhỏ?', 'Không'],
    ] as const)
      await user.click(group(question).getByRole('radio', { name: answer }))
    await user.click(await button('Lưu thông tin'))
    expect(await screen.findByText('Đã lưu thông tin của Trạm Y tế Suối Mơ.')).toBeInTheDocument()
    const { facts: kept, position } = now()
    expect(position).toEqual({ lat: 21.123, lon: 104.9 })
    expect([kept.zone, kept.zoneDecision]).toEqual([2, { number: '12/QĐ-UBND', date: '2025-08-01' }])
    expect(kept.sites.map(({ name }) => name)).toEqual(['Điểm B', 'Điểm A'])
    expect(kept.wastewater).toMatchObject({ usesRadioactiveSources: true, receivingWater: null, operatingSince: null })
    expect(kept.wastewater?.permit).toEqual({
      number: 'GP-7',
      maxFlow: null,
      monitoringEveryMonths: null,
      limits: [{ parameter: 'cod', min: null, max: '60.5' }],
    })
    expect(kept.wastewater).not.toHaveProperty('flow')
  })

  it('where somebody was faster it is said who and what; what only they changed is taken over, what was typed stays', async () => {
    const by = {
      at: Date.parse('2026-11-20T03:42:00Z'),
      by: 'Lê Thị Quản',
      what: 'changed',
      on: null,
      facts: null,
    } as const
    const { user, meanwhile, now } = await open(`${HERE}/tyt/sua`, undefined, [by])
    const address = await screen.findByLabelText('Địa chỉ')
    await user.clear(address)
    await user.type(address, 'Thôn 2')
    meanwhile({ name: 'Trạm Y tế Suối', address: 'Thôn 9', facts: { ...station.facts, beds: 7 } })
    await user.click(await button('Lưu thông tin'))
    expect(await screen.findByText('Giường kế hoạch: chưa rõ → 7 giường')).toBeInTheDocument()
    expect(screen.getByText('Địa chỉ: Thôn 1 → Thôn 9')).toBeInTheDocument()
    expect(screen.getByText(/Lê Thị Quản đã lưu lúc 20\/11\/2026 10:42/)).toBeInTheDocument()
    expect(screen.getByLabelText('Địa chỉ')).toHaveValue('Thôn 2')
    expect(screen.getByLabelText('Tên')).toHaveValue('Trạm Y tế Suối')
    await user.click(await button('Lưu thông tin'))
    expect(await screen.findByText('Đã lưu thông tin của Trạm Y tế Suối.')).toBeInTheDocument()
    expect(now()).toMatchObject({ name: 'Trạm Y tế Suối', address: 'Thôn 2', facts: { beds: 7 } })
  })

  it('is closed with what that means, and can be opened again', async () => {
    const { user } = await open(`${HERE}/tyt`)
    await user.click(await button('Đóng cơ sở'))
    const dialog = within(await screen.findByRole('dialog', { name: 'Đóng Trạm Y tế Suối Mơ?' }))
    expect(dialog.getByText(/không bắt đầu lượt mới ở đây nữa/)).toBeInTheDocument()
    await user.click(dialog.getByRole('button', { name: 'Đóng cơ sở' }))
    expect(await screen.findByText('Đã đóng Trạm Y tế Suối Mơ.')).toBeInTheDocument()
    expect(await button('Mở lại cơ sở')).toBeInTheDocument()
  })
})

describe('the position', () => {
  const locate = (watchPosition: (done: PositionCallback, fail: PositionErrorCallback) => void) =>
    Object.defineProperty(navigator, 'geolocation', {
      configurable: true,
      value: { watchPosition, clearWatch: () => {} },
    })
  afterEach(() => Reflect.deleteProperty(navigator, 'geolocation'))

  it('is that of the tablet, with how exact it is', async () => {
    locate((done) =>
      done({ coords: { latitude: 21.1234567, longitude: 104.9, accuracy: 11.2 } } as GeolocationPosition),
    )
    const { user } = await open(`${HERE}/tyt/sua`)
    await user.click(await button('Lấy vị trí hiện tại'))
    expect(await screen.findByText(/chính xác trong khoảng 12 m/)).toBeInTheDocument()
    expect(screen.getByLabelText(/Vĩ độ/)).toHaveValue('21,123457')
  })

  it.each([
    [1, /chưa được phép lấy vị trí.*Hoặc nhập tay/],
    [3, /trong 20 giây/],
    [2, /chưa cho biết vị trí/],
  ])('error %s is said and leaves typing', async (code, words) => {
    locate((_done, fail) => fail({ code } as GeolocationPositionError))
    const { user } = await open(`${HERE}/tyt/sua`)
    await user.click(await button('Lấy vị trí hiện tại'))
    expect(await screen.findByText(words)).toBeInTheDocument()
  })
})
