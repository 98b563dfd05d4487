// @vitest-environment jsdom
import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { startInspection } from '../../src/device/store/drafts.ts'
import { keepEarlier } from '../../src/device/store/earlier-pictures.ts'
import { addPhoto } from '../../src/device/store/photos.ts'
import { setWifiOnly } from '../../src/device/store/picture-net.ts'
import type { InspectionRecord } from '../../src/domain/inspection.ts'
import { Problem } from '../../src/domain/problem.ts'
import { Fill } from '../../src/screens/fill/fill.tsx'
import { PictureNetPanel } from '../../src/screens/parts/photos/picture-net-panel.tsx'
import { checklist, fail, item, passFail, section } from '../support/builders.ts'
import { photoOf, picture } from '../support/photos.ts'
import { bring, createTablet, facility, refOf } from './tablet.tsx'

const hospital = facility('bv', 'Bệnh viện Đồng Xuân')
const list = checklist([section('a', [item('a1', passFail)])])

beforeAll(() => {
  Element.prototype.scrollIntoView = () => {}
  window.scrollTo = () => {}
  URL.createObjectURL = () => 'blob:anh'
  URL.revokeObjectURL = () => {}
})

const headOf = async (date: string) => ({
  facilityId: hospital.id,
  facilityName: hospital.name,
  checklist: await refOf(list),
  kind: 'inspection' as const,
  date,
  team: ['Lan'],
  facts: hospital.facts,
})

/** A visit is open; an earlier one had a photo of its first item. */
async function begin(fetchPicture?: (sha256: string) => Promise<Blob>) {
  const tablet = await createTablet(undefined, null, fetchPicture)
  const bytes = picture()
  const photo = photoOf(bytes, { item: 'a1' })
  const earlier: InspectionRecord = {
    id: 'earlier',
    head: await headOf('2026-08-12'),
    status: 'submitted',
    createdBy: { id: 'p-khac', name: 'Trần Văn Khác' },
    submittedAt: 1,
    score: null,
    cells: { a1: { rev: 1, answer: { value: fail } } },
    photos: [{ ...photo, stored: true }],
  }
  await bring(tablet.store, { facilities: [hospital], checklists: [list], results: [earlier] })
  const id = await startInspection(tablet.store, await headOf('2026-11-22'))
  return { ...tablet, id, bytes, photo, user: userEvent.setup() }
}
const NAME = /Ảnh 1 của tiêu chí A1, ngày 12\/08\/2026/

describe('[P61] photos of the last visit beside the question', () => {
  it('are shown from this device, without a word to the server, and open whole', async () => {
    const asked = vi.fn()
    const { store, show, id, bytes, photo, user } = await begin(asked)
    await keepEarlier(store, photo.sha256, new Blob([bytes]))
    show(<Fill id={id} sectionId="a" />, `/kiem-tra/${id}/a`)
    const image = await screen.findByRole('img', { name: NAME }, { timeout: 5_000 })
    expect(image).toHaveAttribute('src', 'blob:anh')
    await user.click(screen.getByRole('button', { name: NAME }))
    expect(await screen.findByRole('dialog', { name: NAME })).toBeInTheDocument()
    expect(asked).not.toHaveBeenCalled()
  })

  it('say that they are not here, and come with a tap', async () => {
    const asked = vi.fn(async () => new Blob([picture()]))
    const { show, id, photo, user } = await begin(asked)
    show(<Fill id={id} sectionId="a" />, `/kiem-tra/${id}/a`)
    await user.click(await screen.findByRole('button', { name: /ảnh chưa tải về máy/ }, { timeout: 5_000 }))
    expect(await screen.findByRole('img', { name: NAME }, { timeout: 5_000 })).toBeInTheDocument()
    expect(asked).toHaveBeenCalledWith(photo.sha256)
  })

  it('with no network say so, and can be tried again', async () => {
    const asked = vi.fn(async (): Promise<Blob> => {
      throw new Problem('NEEDS_NETWORK')
    })
    const { show, id, user } = await begin(asked)
    show(<Fill id={id} sectionId="a" />, `/kiem-tra/${id}/a`)
    const ask = await screen.findByRole('button', { name: /ảnh chưa tải về máy/ }, { timeout: 5_000 })
    await user.click(ask)
    expect(await screen.findByText(/Việc này cần có mạng/, undefined, { timeout: 5_000 })).toBeInTheDocument()
    await user.click(ask)
    expect(asked).toHaveBeenCalledTimes(2)
  })
})

describe('[P60] the switch that keeps pictures off mobile networks', () => {
  async function withPhoto() {
    const tablet = await begin()
    const { id: _id, ...shot } = photoOf(tablet.bytes, { item: 'a1' })
    await addPhoto(tablet.store, tablet.id, shot, new Blob([tablet.bytes]))
    return tablet
  }

  it('says how much waits, and that this browser does not tell the kind of network', async () => {
    const { store, show, user } = await withPhoto()
    show(<PictureNetPanel />)
    const box = await screen.findByRole('checkbox', { name: 'Chỉ gửi ảnh khi có Wi-Fi' }, { timeout: 5_000 })
    expect(box).not.toBeChecked()
    await user.click(box)
    expect(
      await screen.findByText('1 ảnh · dưới 0,1 MB đang chờ bạn cho gửi', undefined, { timeout: 5_000 }),
    ).toBeInTheDocument()
    expect(screen.getAllByText(/không cho biết đang dùng Wi-Fi hay mạng di động/).length).toBeGreaterThan(0)
    await user.click(screen.getByRole('button', { name: 'Gửi ảnh bây giờ' }))
    await vi.waitFor(async () =>
      expect(await store.db.meta.get('pictureNet')).toMatchObject({ value: { wifiOnly: true } }),
    )
    await vi.waitFor(() => expect(screen.queryByText(/đang chờ bạn cho gửi/)).not.toBeInTheDocument())
  })

  it('on a mobile network says what waits for Wi-Fi, also in the bar of the visit', async () => {
    Object.defineProperty(navigator, 'connection', { value: { type: 'cellular' }, configurable: true })
    const { store, show, id } = await withPhoto()
    await setWifiOnly(store, true)
    show(<Fill id={id} sectionId="a" />, `/kiem-tra/${id}/a`)
    expect(
      await screen.findByText(/chờ gửi 2 thay đổi, chưa có mạng · 1 ảnh chờ Wi-Fi/, undefined, { timeout: 5_000 }),
    ).toBeInTheDocument()
    Reflect.deleteProperty(navigator, 'connection')
  })
})
