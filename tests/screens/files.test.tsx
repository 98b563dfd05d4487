// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import Dexie from 'dexie'
import { afterEach, describe, expect, it } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { startInspection } from '../../src/device/store/drafts.ts'
import { dropCarried, listCarried, noteRefused, takeIn } from '../../src/device/store/file/carried.ts'
import { readFile, writeFile } from '../../src/device/store/file/container.ts'
import { setWifiOnly } from '../../src/device/store/picture-net.ts'
import type { FileHeader } from '../../src/protocol/file-wire.ts'
import { FilesPage } from '../../src/screens/files/files.tsx'
import { facts, pass } from '../support/builders.ts'
import { picture } from '../support/photos.ts'
import { createTablet } from './tablet.tsx'

const iv = 'A'.repeat(16)
const header = (more: Partial<FileHeader> = {}): Omit<FileHeader, 'parts'> => ({
  format: 1,
  file: 'f1',
  personId: 'somebody',
  deviceId: 'device',
  tablet: '0b5c1f5e-6f0d-4a7b-9d5d-0a6d5b8f2c11',
  key: { iv, sealed: 'AAAA' },
  epoch: null,
  madeAt: Date.parse('2026-11-22T03:42:00Z'),
  app: 't',
  schema: 1,
  storeSchema: 3,
  origin: location.origin,
  offset: null,
  name: 'Trần Văn Hoà',
  visits: 2,
  changes: 14,
  photos: 1,
  ...more,
})
const made = async (more: Partial<FileHeader> = {}, name = 'so-kiem.sokiem') => {
  const body = await writeFile(header(more), [
    { kind: 'rows', first: 1, last: 1, iv, body: picture(100) },
    { kind: 'picture', photo: 'p', as: 'buffer', iv, body: picture(2000) },
  ])
  return new File([await body.arrayBuffer()], name)
}

afterEach(async () => {
  for (const { id } of await listCarried()) await dropCarried(id)
  for (const name of await Dexie.getDatabaseNames()) if (name.startsWith('so-kiem:')) await Dexie.delete(name)
})

async function opens(file: File) {
  const tablet = await createTablet()
  tablet.show(<FilesPage />)
  const user = userEvent.setup()
  await user.upload(await screen.findByLabelText('Chọn tệp'), file)
  return user
}

describe('a file of somebody else', () => {
  it('says whose it is before it is kept, is kept apart, and goes only after two questions', async () => {
    const user = await opens(await made())
    expect(await screen.findByText('Tệp của Trần Văn Hoà')).toBeInTheDocument()
    expect(
      screen.getByText(/2 lượt · 14 thay đổi · 1 ảnh · \d+ kB, lập lúc 10:42 ngày 22\/11\/2026 trên máy 0B5C/),
    ).toBeInTheDocument()
    expect(await listCarried()).toEqual([])
    await user.click(screen.getByRole('button', { name: 'Nhận giữ để gửi hộ' }))
    expect(await screen.findByText(/Đã nhận giữ tệp/)).toBeInTheDocument()
    const list = within(await screen.findByRole('region', { name: 'Tệp nhận hộ' }))
    expect(list.getByText('chờ gửi, còn 2 phần; tự gửi khi có mạng')).toBeInTheDocument()

    await user.click(list.getByRole('button', { name: 'Xóa tệp của Trần Văn Hoà' }))
    const dialog = within(screen.getByRole('dialog'))
    expect(dialog.getByText(/Còn 2 phần chưa gửi: 2 lượt · 14 thay đổi · 1 ảnh/)).toBeInTheDocument()
    await user.click(dialog.getByRole('button', { name: 'Vẫn muốn xóa' }))
    expect(dialog.getByText(/chưa tới máy chủ sẽ mất theo/)).toBeInTheDocument()
    expect(await listCarried()).toHaveLength(1)
    await user.click(dialog.getByRole('button', { name: 'Xóa hẳn' }))
    await waitFor(async () => expect(await listCarried()).toEqual([]))
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Tệp nhận hộ' })).toBeNull())
  })

  it('whose pictures wait for this person’s Wi-Fi says so, and can be let go by itself', async () => {
    const tablet = await createTablet()
    await setWifiOnly(tablet.store, true)
    const read = await readFile(await made())
    await takeIn(read, 2100, Date.now())
    tablet.show(<FilesPage />)
    const user = userEvent.setup()
    expect(await screen.findByText('chờ gửi, còn 2 phần; tự gửi khi có mạng, ảnh chờ bạn cho gửi')).toBeInTheDocument()
    await user.click(screen.getByRole('button', { name: 'Gửi cả ảnh ngay' }))
    expect(await screen.findByText('chờ gửi, còn 2 phần; tự gửi khi có mạng')).toBeInTheDocument()
    expect(await listCarried()).toMatchObject([{ isLetGo: true }])
    expect(screen.queryByRole('button', { name: 'Gửi cả ảnh ngay' })).not.toBeInTheDocument()
  })

  it('that the server does not take says why, and is tried again when asked', async () => {
    const user = await opens(await made())
    await user.click(await screen.findByRole('button', { name: 'Nhận giữ để gửi hộ' }))
    await screen.findByRole('region', { name: 'Tệp nhận hộ' })
    await noteRefused('f1', 'FILE_TABLET_LOST')
    expect(await screen.findByText(/chưa gửi được: Máy đã lập tệp này được báo mất/)).toBeInTheDocument()
    await user.click(screen.getByRole('button', { name: 'Gửi thử ngay' }))
    expect(await screen.findByText(/chờ gửi, còn 2 phần/)).toBeInTheDocument()
  })

  it('opened a second time is there once', async () => {
    const user = await opens(await made())
    await user.click(await screen.findByRole('button', { name: 'Nhận giữ để gửi hộ' }))
    await screen.findByText(/Đã nhận giữ tệp/)
    await user.upload(screen.getByLabelText('Chọn tệp'), await made())
    await user.click(await screen.findByRole('button', { name: 'Nhận giữ để gửi hộ' }))
    expect(await screen.findByText(/Tệp này đã có trên máy/)).toBeInTheDocument()
    expect(await listCarried()).toHaveLength(1)
  })

  it.each([
    ['cut', async () => new File([(await made()).slice(0, 500)], 'x'), /bị thiếu phần cuối/],
    ['another thing', async () => new File(['%PDF-1.7'], 'x.pdf'), /không phải là tệp \.sokiem/],
    ['of another system', () => made({ origin: 'https://khac.example' }), /hệ thống Sổ Kiểm khác/],
    ['newer', async () => new File(['SOKIEM2\nabc'], 'x'), /bản ứng dụng mới hơn/],
  ])('%s is not kept, in one sentence', async (_what, file, words) => {
    await opens(await file())
    expect(await screen.findByRole('alert')).toHaveTextContent(words)
    expect(await listCarried()).toEqual([])
  })

  it('of which one byte was turned in the last picture leaves nothing behind', async () => {
    const bytes = new Uint8Array(await (await made()).arrayBuffer())
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
    const user = await opens(new File([bytes], 'x'))
    await user.click(await screen.findByRole('button', { name: 'Nhận giữ để gửi hộ' }))
    expect(await screen.findByRole('alert')).toHaveTextContent(/bị hỏng trên đường chép/)
    expect(await listCarried()).toEqual([])
  })
})

describe('making a file', () => {
  it('lists what was not sent, all chosen, and says what goes along', async () => {
    const tablet = await createTablet()
    for (const facilityName of ['Trạm y tế Suối Mơ', 'Trạm y tế Đông Xuân']) {
      const head = {
        facilityId: 'tyt',
        facilityName,
        checklist: { id: 'thu', version: '1.0', hash: 'f'.repeat(64) },
        kind: 'inspection' as const,
        date: '2026-11-22',
        team: ['Lan'],
        facts: facts(),
      }
      await saveAnswer(tablet.store, await startInspection(tablet.store, head), 'a', { value: pass })
    }
    tablet.show(<FilesPage />)
    const user = userEvent.setup()
    expect(await screen.findByText(/Sẽ ghi: 2 lượt · 4 thay đổi/)).toBeInTheDocument()
    await user.click(screen.getByRole('checkbox', { name: /Suối Mơ.*ngày 22\/11\/2026 · đang làm · 2 thay đổi/ }))
    expect(screen.getByText(/Sẽ ghi: 1 lượt · 2 thay đổi/)).toBeInTheDocument()
    // This store has no key yet: nothing could be sealed, and nothing is handed out open.
    await user.click(screen.getByRole('button', { name: 'Tạo tệp' }))
    expect(await screen.findByRole('alert')).toHaveTextContent(/chưa nhận được khóa của tài khoản/)
  })

  it('has nothing to write where all is sent', async () => {
    const tablet = await createTablet()
    tablet.show(<FilesPage />)
    expect(await screen.findByText(/đã ở máy chủ: không có gì phải ghi ra tệp/)).toBeInTheDocument()
    expect(screen.queryByRole('button', { name: 'Tạo tệp' })).toBeNull()
  })
})
