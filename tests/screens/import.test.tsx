// @vitest-environment jsdom
import { screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ImportCheck, Imported, ImportFault } from '../../src/protocol/import-wire.ts'
import { ImportPage } from '../../src/screens/admin/import/import-page.tsx'
import { csvOf } from '../../src/screens/parts/download.ts'
import { createTablet, inspector } from './tablet.tsx'

const none = { count: 0, names: [] }
const nothing = { created: none, changed: none, same: 0 }
const empty: ImportCheck = {
  people: nothing,
  facilities: nothing,
  digest: 'd'.repeat(64),
  faults: [],
  faultsTotal: 0,
  warnings: [],
  warningsTotal: 0,
}
const fault: ImportFault = {
  code: 'REQUIRED',
  message: 'Cần điền ô này.',
  sheet: 'Người dùng',
  row: 5,
  column: 'C',
  header: 'Vai trò',
  value: '',
}
const good: ImportCheck = {
  ...empty,
  people: { created: { count: 2, names: ['an (An)', 'binh (Bình)'] }, changed: none, same: 1 },
  facilities: { created: none, changed: { count: 1, names: ['Trạm A'] }, same: 0 },
}
const done: Imported = {
  people: good.people,
  facilities: good.facilities,
  opened: [{ username: 'an', name: '=An', temporaryPassword: 'abcde-fghjk' }],
}

/** What the server is asked, and what it says to that in turn. */
let asked: { path: string; body: unknown }[]
let replies: { status: number; body: unknown }[]

beforeEach(() => {
  asked = []
  replies = []
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    asked.push({ path, body: init.body })
    const { status, body } = replies.shift() ?? { status: 500, body: {} }
    return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
  })
})
afterEach(() => vi.unstubAllGlobals())

async function choose(name = 'danh-sach.xlsx') {
  const file = new File(['x'], name)
  // jsdom's file has no such method in every version.
  file.arrayBuffer ??= async () => new ArrayBuffer(1)
  await userEvent.upload(screen.getByLabelText('Chọn tệp danh sách'), file)
}

async function open() {
  const tablet = await createTablet({ ...inspector, role: 'administrator' })
  tablet.show(<ImportPage />)
}

describe('a list from a file', () => {
  test('is looked at first: what it would do is said, and then done with the same digest', async () => {
    replies = [
      { status: 200, body: good },
      { status: 200, body: done },
    ]
    await open()
    await choose()
    const heading = await screen.findByRole('heading', { name: 'Kết quả kiểm tra “danh-sach.xlsx”' })
    await waitFor(() => expect(heading).toHaveFocus())
    expect(screen.getByRole('row', { name: 'Người dùng 2 0 1' })).toBeInTheDocument()
    await userEvent.click(screen.getByRole('button', { name: 'Người dùng thêm mới (2)' }))
    expect(screen.getByText('an (An)')).toBeInTheDocument()
    await userEvent.click(screen.getByRole('button', { name: 'Nhập 2 người, 1 cơ sở' }))
    expect(await screen.findByRole('heading', { name: 'Đã nhập xong' })).toBeInTheDocument()
    expect(asked.map(({ path }) => path)).toEqual(['/api/imports/check', `/api/imports?digest=${good.digest}`])
    expect(screen.getByRole('row', { name: '=An an abcde-fghjk' })).toBeInTheDocument()
  })

  test('what is wrong stands in a table with its place, and nothing can be imported', async () => {
    replies = [
      { status: 200, body: { ...good, faults: [fault], faultsTotal: 250, warnings: [fault], warningsTotal: 1 } },
    ]
    await open()
    await choose()
    expect(await screen.findByText('Có 250 chỗ cần sửa nên chưa nhập được')).toBeInTheDocument()
    const [row] = screen.getAllByRole('row', { name: 'Người dùng, ô C5 Vai trò (trống) Cần điền ô này.' })
    expect(row).toBeInTheDocument()
    expect(screen.getByText(/Chỉ hiện 1 chỗ đầu trong 250 chỗ/)).toBeInTheDocument()
    expect(screen.queryByRole('button', { name: /^Nhập/ })).toBeNull()
  })

  test('a file that cannot be read says why', async () => {
    replies = [{ status: 422, body: { code: 'IMPORT_OLD_EXCEL', message: 'x' } }]
    await open()
    await choose('danh-sach.xlsx')
    expect(await screen.findByRole('alert')).toHaveTextContent('Đây là tệp Excel kiểu cũ (.xls), dù tên tệp là gì')
  })

  test('one that changes nothing says so', async () => {
    replies = [{ status: 200, body: { ...empty, people: { ...nothing, same: 3 } } }]
    await open()
    await choose()
    expect(await screen.findByText('Không có gì để nhập')).toBeInTheDocument()
    expect(screen.queryByRole('button', { name: /^Nhập/ })).toBeNull()
  })

  test('a file too large does not leave the machine', async () => {
    await open()
    const file = new File(['x'], 'lon.csv')
    Object.defineProperty(file, 'size', { value: 10 * 1024 * 1024 + 1 })
    await userEvent.upload(screen.getByLabelText('Chọn tệp danh sách'), file)
    expect(await screen.findByRole('alert')).toHaveTextContent('lớn hơn 10 MB')
    expect(asked).toEqual([])
  })
})

describe('passwords as a CSV file', () => {
  test('a name that would be a formula is text', () => {
    expect(csvOf([['=1+1', ' @x', '-2', '+3', '\tx', 'a"b', 'Lê, An', 'một\nhai']])).toBe(
      `\ufeff"'=1+1","' @x","'-2","'+3","'\tx","a""b","Lê, An","một\nhai"\r\n`,
    )
  })
})
