// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import * as area from '../../src/domain/area.ts'
import type { Person } from '../../src/domain/people.ts'
import { AdminRoom } from '../../src/screens/admin/room.tsx'
import { areaOf, fakePlaces, rowOf, TODAY } from './fake-places.ts'
import { fakeServer } from './fake-server.ts'
import { createTablet, inspector } from './tablet.tsx'

const admin: Person = { ...inspector, id: 'p-quan', username: 'quantri', name: 'Phạm Thu Quản', role: 'administrator' }
const hoa = {
  ...{ id: 'hoa', username: 'hoa.le', name: 'Lê Thị Hoa', role: 'inspector', areaIds: ['suoi-mo'] },
  ...{ facilityId: null, locked: false, mustChange: false, secondFactor: false, lastSeen: 1 },
}

const AREAS = '/quan-tri/dia-ban'
const district = areaOf('huyen', 'Huyện Thượng Sương', {
  kind: 'district',
  from: '2008-01-01',
  until: '2025-07-01',
})
const former = areaOf('cu', 'Xã Bản Mới', {
  from: '2008-01-01',
  until: '2025-07-01',
  parents: [{ from: '2008-01-01', parentId: 'huyen' }],
  became: ['suoi-mo'],
})
const suoiMo = areaOf('suoi-mo', 'Xã Suối Mơ')
const dongXuan = areaOf('dong-xuan', 'Xã Đồng Xuân')
const stations = [
  rowOf('tyt-1', 'Trạm Y tế Suối Mơ', 'suoi-mo', {
    stays: [
      { areaId: 'cu', from: '2012-01-01' },
      { areaId: 'suoi-mo', from: '2025-07-01' },
    ],
  }),
  rowOf('tyt-2', 'Trạm Y tế Đồng Xuân', 'dong-xuan', { areaName: 'Xã Đồng Xuân' }),
  rowOf('pk-2', 'Phòng khám Đồng Xuân', 'dong-xuan', { areaName: 'Xã Đồng Xuân' }),
]

type From = { from: string }

async function open(path: string, areas: area.Area[] = [district, former, suoiMo, dongXuan], facilities = stations) {
  const places = fakePlaces(areas, facilities, 1)
  const server = fakeServer({
    'GET /api/areas': places.tree,
    'GET /api/facilities': () => ({ body: { today: TODAY, facilities } }),
    'GET /api/people': () => ({ body: { people: [hoa] } }),
    'POST /api/areas': places.act<area.NewArea & From & { version: number }>((before, { version: _, ...body }, id) =>
      area.createArea(before, { ...body, id: id() }, TODAY),
    ),
    'POST /api/areas/merge': places.act<area.NewArea & From & { areaIds: string[] }>(
      (before, { areaIds, from, ...into }, id) =>
        area.mergeAreas(before, { areaIds, from, into: { ...into, id: id() } }, TODAY),
    ),
    'PUT /api/areas/suoi-mo': places.act<From & { name: string }>((before, { name, from }) =>
      area.renameArea(before, 'suoi-mo', { name, from }, TODAY),
    ),
    'POST /api/areas/dong-xuan/split': places.act<From & { parts: area.Part[] }>((before, { parts, from }, id) =>
      area.splitArea(before, 'dong-xuan', { parts: parts.map((part) => ({ ...part, id: id() })), from }, TODAY),
    ),
    'POST /api/areas/dong-xuan/end': places.act<From>((before, { from }) =>
      area.endArea(before, 'dong-xuan', { from }, TODAY),
    ),
  })
  const tablet = await createTablet(admin)
  const view = tablet.show(<AdminRoom />, path)
  return { places, server, view, user: userEvent.setup() }
}
const button = (name: string | RegExp) => screen.findByRole('button', { name })
const preview = () => screen.getByRole('region', { name: 'Điều sẽ xảy ra' })

afterEach(() => vi.unstubAllGlobals())

describe('areas', () => {
  it('are seen as of today, former ones with what they became', async () => {
    await open(AREAS)
    expect(await screen.findByRole('link', { name: /Xã Suối Mơ.*1 cơ sở · 1 người phụ trách/ })).toBeInTheDocument()
    const old = within(screen.getByRole('region', { name: 'Địa bàn cũ' }))
    expect(old.getByRole('link', { name: /Xã Bản Mới.*nay là Xã Suối Mơ/ })).toBeInTheDocument()
    expect(old.getByRole('link', { name: /Huyện Thượng Sương.*không có địa bàn thay thế/ })).toBeInTheDocument()
  })

  it('are seen as of a day of the past, with what lay in them then', async () => {
    const { view, user } = await open(AREAS)
    fireEvent.change(await screen.findByLabelText('Như ngày'), { target: { value: '2025-06-30' } })
    expect(
      await screen.findByText('Đây là địa bàn như ngày 30/06/2025; 2 địa bàn lập sau ngày đó không hiện.'),
    ).toBeInTheDocument()
    expect(view.at()).toBe(`${AREAS}?ngay=2025-06-30`)
    expect(await screen.findByRole('link', { name: /Xã Bản Mới.*1 cơ sở/ })).toBeInTheDocument()
    expect(screen.queryByRole('link', { name: /Suối Mơ/ })).not.toBeInTheDocument()
    await user.click(await button('Về hôm nay'))
    expect(await screen.findByRole('link', { name: /^Xã Suối Mơ/ })).toBeInTheDocument()
  })

  it('of an empty province: one clear first step, to the end', async () => {
    const { user, view, places } = await open(AREAS, [], [])
    await user.click(await screen.findByRole('link', { name: 'Thêm địa bàn đầu tiên' }))
    await user.click(await button('Thêm địa bàn'))
    expect(await screen.findByText('Nhập tên địa bàn.')).toBeInTheDocument()
    const name = screen.getByLabelText('Tên')
    expect(name).toHaveFocus()
    await user.type(name, 'Xã Mới')
    expect(preview()).toHaveTextContent('Xã Mới có trong danh sách từ ngày 22/11/2026')
    await user.click(await button('Thêm địa bàn'))
    expect(await screen.findByRole('heading', { level: 1, name: 'Xã Mới' })).toBeInTheDocument()
    expect(screen.getByText('Đã thêm Xã Mới.')).toBeInTheDocument()
    expect(view.at()).toBe(`${AREAS}/moi-1`)
    expect(places.now().areas).toHaveLength(1)
    expect(screen.getByRole('link', { name: 'Thêm cơ sở vào địa bàn này' })).toHaveAttribute(
      'href',
      '/quan-tri/co-so/them?dia-ban=moi-1',
    )
  })

  it('a facility in a province without areas leads to the areas first', async () => {
    await open('/quan-tri/co-so', [], [])
    expect(await screen.findByText('Cần có địa bàn trước.')).toBeInTheDocument()
    expect(screen.getByRole('link', { name: 'Thêm địa bàn đầu tiên' })).toHaveAttribute('href', `${AREAS}/them`)
  })

  it('what the server says of a field stands beside it', async () => {
    const { user } = await open(`${AREAS}/suoi-mo`)
    await user.click(await button('Đổi tên'))
    const dialog = within(screen.getByRole('dialog', { name: 'Đổi tên Xã Suối Mơ' }))
    const name = dialog.getByLabelText('Tên mới')
    await user.clear(name)
    await user.type(name, 'xã đồng xuân')
    await user.click(dialog.getByRole('button', { name: 'Đổi tên' }))
    await waitFor(() => expect(name).toHaveAccessibleDescription(/đã có một địa bàn mang tên này/))
    expect(name).toHaveFocus()
    fireEvent.change(dialog.getByLabelText('Ngày có hiệu lực'), { target: { value: '2025-01-01' } })
    await user.type(name, ' mới')
    await user.click(dialog.getByRole('button', { name: 'Đổi tên' }))
    expect(await dialog.findByText(/Ngày sớm nhất là 01\/07\/2025/)).toBeInTheDocument()
    fireEvent.change(dialog.getByLabelText('Ngày có hiệu lực'), { target: { value: '2026-11-01' } })
    await user.click(dialog.getByRole('button', { name: 'Đổi tên' }))
    expect(await screen.findByText('Đã đổi tên thành xã đồng xuân mới.')).toBeInTheDocument()
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
  })

  it('what was made today cannot be merged before tomorrow: the sentence says so, and what to do about a mistake', async () => {
    const young = areaOf('moi', 'Xã Mới Lập', { from: TODAY })
    const { user } = await open(`${AREAS}/nhap?dia-ban=moi`, [suoiMo, dongXuan, young])
    await user.click(await screen.findByRole('checkbox', { name: /Xã Suối Mơ/ }))
    await user.type(screen.getByLabelText('Tên'), 'Xã Chung')
    await user.click(screen.getByRole('button', { name: 'Nhập địa bàn' }))
    expect(
      await screen.findByText(/được lập ngày 22\/11\/2026 nên nhập hay tách được sớm nhất vào ngày 23\/11\/2026/),
    ).toBeVisible()
    expect(screen.getByText(/Nếu lập nhầm và bên trong chưa có gì, hãy kết thúc/)).toBeVisible()
  })

  it('a day to come is refused before the server is asked', async () => {
    const { user, server } = await open(`${AREAS}/suoi-mo`)
    await user.click(await button('Đổi tên'))
    fireEvent.change(screen.getByLabelText('Ngày có hiệu lực'), { target: { value: '2026-11-23' } })
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Đổi tên' }))
    expect(await screen.findByText(/Không được sau hôm nay, 22\/11\/2026/)).toBeInTheDocument()
    expect(server.askedFor('PUT /api/areas/suoi-mo')).toEqual([])
  })

  it('are merged, and it is said beforehand what moves and whose reach changes', async () => {
    const { user, view, places } = await open(`${AREAS}/nhap?dia-ban=suoi-mo`)
    await user.click(await screen.findByRole('checkbox', { name: /Xã Đồng Xuân/ }))
    await user.type(screen.getByLabelText('Tên'), 'Xã Suối Xuân')
    expect(preview()).toHaveTextContent('Xã Suối Mơ, Xã Đồng Xuân kết thúc và trở thành Xã Suối Xuân')
    expect(preview()).toHaveTextContent('3 cơ sở chuyển sang Xã Suối Xuân')
    expect(preview()).toHaveTextContent('1 người đang phụ trách sẽ phụ trách Xã Suối Xuân: Lê Thị Hoa')
    expect(preview()).toHaveTextContent('những ngày trước vẫn ghi địa bàn và tên như khi đó')
    expect(preview()).toHaveTextContent('ở lần đồng bộ tới')
    await user.click(await button('Nhập địa bàn'))
    expect(await screen.findByText('Đã nhập 2 địa bàn thành Xã Suối Xuân.')).toBeInTheDocument()
    expect(view.at()).toBe(`${AREAS}/moi-1`)
    expect(area.membersOf(places.now(), 'moi-1').facilityIds).toHaveLength(3)
  })

  it('a split leaves nothing behind', async () => {
    const { user, places, server } = await open(`${AREAS}/dong-xuan/tach`)
    await user.type(await screen.findByLabelText('Tên của phần 1'), 'Xã Đồng')
    await user.type(screen.getByLabelText('Tên của phần 2'), 'Xã Xuân')
    await user.selectOptions(screen.getByLabelText('Trạm Y tế Đồng Xuân'), 'Xã Đồng')
    expect(screen.getByText('Còn 1/2 chưa có nơi đến.')).toBeInTheDocument()
    await user.click(await button('Tách địa bàn'))
    const left = screen.getByLabelText('Phòng khám Đồng Xuân')
    await waitFor(() => expect(left).toHaveAccessibleDescription(/không để lại cơ sở nào/))
    expect(left).toHaveFocus()
    expect(server.askedFor('POST /api/areas/dong-xuan/split')).toEqual([])
    await user.click(await button('Còn lại về Xã Xuân'))
    expect(preview()).toHaveTextContent('Xã Đồng: 1 cơ sở; Xã Xuân: 1 cơ sở.')
    await user.click(await button('Tách địa bàn'))
    expect(await screen.findByText('Đã tách Xã Đồng Xuân thành Xã Đồng, Xã Xuân.')).toBeInTheDocument()
    expect(places.now().areas.filter(({ until }) => until === null)).toHaveLength(3)
    expect(screen.queryByRole('button', { name: 'Đổi tên' })).not.toBeInTheDocument()
  })

  it('a part that is taken back gives back what was to go there', async () => {
    const { user } = await open(`${AREAS}/dong-xuan/tach`)
    await user.click(await button('Thêm phần'))
    await user.selectOptions(await screen.findByLabelText('Trạm Y tế Đồng Xuân'), 'Phần 1')
    await user.selectOptions(screen.getByLabelText('Phòng khám Đồng Xuân'), 'Phần 3')
    await user.click(await button('Bỏ phần 1'))
    expect(screen.getByLabelText('Trạm Y tế Đồng Xuân')).toHaveDisplayValue('Chọn nơi đến')
    expect(screen.getByLabelText('Phòng khám Đồng Xuân')).toHaveDisplayValue('Phần 2')
  })

  it('one with something in it does not end, and it is said what is in it', async () => {
    const { user } = await open(`${AREAS}/dong-xuan`)
    await user.click(await button('Kết thúc'))
    await user.click(await button('Kết thúc địa bàn'))
    expect(await screen.findByText(/Bên trong còn 2 cơ sở/)).toBeInTheDocument()
  })

  it('where somebody was faster it is said what they changed, what was typed stays, and the next try rests on it', async () => {
    const { user, places } = await open(`${AREAS}/suoi-mo`)
    await user.click(await button('Đổi tên'))
    const dialog = within(screen.getByRole('dialog'))
    await user.clear(dialog.getByLabelText('Tên mới'))
    await user.type(dialog.getByLabelText('Tên mới'), 'Xã Suối')
    places.meanwhile((before) => area.renameArea(before, 'dong-xuan', { name: 'Xã Đồng', from: TODAY }, TODAY))
    await user.click(dialog.getByRole('button', { name: 'Đổi tên' }))
    expect(await dialog.findByText('Xã Đồng Xuân đổi tên thành Xã Đồng.')).toBeInTheDocument()
    expect(dialog.getByLabelText('Tên mới')).toHaveValue('Xã Suối')
    await user.click(dialog.getByRole('button', { name: 'Đổi tên' }))
    expect(await screen.findByText('Đã đổi tên thành Xã Suối.')).toBeInTheDocument()
  })

  it('a form with something typed asks before it is left', async () => {
    const { user, view } = await open(`${AREAS}/them`)
    await user.type(await screen.findByLabelText('Tên'), 'Xã')
    await user.click(screen.getAllByRole('link', { name: 'Địa bàn' })[0] as HTMLElement)
    const dialog = within(await screen.findByRole('dialog', { name: 'Bỏ những gì đã nhập?' }))
    await user.click(dialog.getByRole('button', { name: 'Ở lại nhập tiếp' }))
    expect(screen.getByLabelText('Tên')).toHaveValue('Xã')
    await user.click(screen.getAllByRole('link', { name: 'Địa bàn' })[0] as HTMLElement)
    await user.click(await button(/Rời trang/))
    await waitFor(() => expect(view.at()).toBe(AREAS))
  })

  it('a dialog with something typed asks before Escape closes it, also where the browser closes it by itself', async () => {
    const { user } = await open(`${AREAS}/suoi-mo`)
    await user.click(await button('Đổi tên'))
    const pressEscape = (name: string) =>
      fireEvent(screen.getByRole('dialog', { name }), new Event('cancel', { cancelable: true }))
    pressEscape('Đổi tên Xã Suối Mơ')
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument())
    await user.click(await button('Đổi tên'))
    await user.type(screen.getByLabelText('Tên mới'), ' Thượng')
    pressEscape('Đổi tên Xã Suối Mơ')
    await screen.findByRole('dialog', { name: 'Bỏ những gì đã nhập?' })
    await user.click(await button('Ở lại nhập tiếp'))
    // A second Escape is not one that can be refused.
    const dialog = screen.getByRole<HTMLDialogElement>('dialog', { name: 'Đổi tên Xã Suối Mơ' })
    dialog.close()
    fireEvent(dialog, new Event('close'))
    expect(dialog.open).toBe(true)
    expect(within(dialog).getByLabelText('Tên mới')).toHaveValue('Xã Suối Mơ Thượng')
    await user.click(await button('Đóng lại, bỏ những gì đã nhập'))
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument())
  })
})
