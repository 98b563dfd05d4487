import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Problem } from '../../src/domain/problem.ts'
import { passwordHashing, SAFE_COST } from '../../src/server/auth/password-hash.ts'
import { readFile } from '../../src/server/import/reading/read-file.ts'
import { xlsxOf } from '../support/xlsx.ts'

/** What reading a list costs, refused or not, and what the passwords of its people do: time, memory, the longest wait of others. */

const TITLES = ['Tên đăng nhập', 'Họ và tên', 'Vai trò', 'Địa bàn', 'Cơ sở']
const rowsOf = (count: number) => [
  TITLES,
  ...Array.from({ length: count }, (_, n) => [`nguoi${n}`, `Nguyễn Văn ${n}`, 'Người kiểm tra', 'Xã Suối Mơ', '']),
]
const asXlsx = (count: number) => Buffer.from(xlsxOf([{ name: 'Người dùng', rows: rowsOf(count) }]))
const asCsv = (count: number) =>
  Buffer.from(
    rowsOf(count)
      .map((cells) => cells.join(','))
      .join('\n'),
  )

async function measured(name: string, bytes: number, work: () => Promise<string>): Promise<void> {
  ;(globalThis as { gc?: () => void }).gc?.()
  const before = process.memoryUsage().rss
  let most = before
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss)
  }, 5)
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  // It counts from its own first turn.
  await new Promise((resolve) => setTimeout(resolve, 20))
  const begun = performance.now()
  const said = await work()
  const ms = performance.now() - begun
  most = Math.max(most, process.memoryUsage().rss)
  // A wait at the very end is only noticed by the turn after it.
  await new Promise((resolve) => setTimeout(resolve, 20))
  delay.disable()
  clearInterval(watch)
  const mb = (size: number) => (size / 1024 / 1024).toFixed(1)
  console.log(
    `${name} (${mb(bytes)} MB): ${said}, ${ms.toFixed(0)} ms, ${mb(most - before)} MB more, others waited at most ${(delay.max / 1e6).toFixed(0)} ms`,
  )
}

async function read(bytes: Buffer): Promise<string> {
  try {
    const [sheet] = await readFile(bytes)
    return `${sheet?.rows.length} rows`
  } catch (error) {
    if (error instanceof Problem) return error.code
    throw error
  }
}

export async function main(): Promise<void> {
  for (const count of [2000, 4999, 100_000]) {
    for (const [kind, bytes] of [
      ['XLSX', asXlsx(count)],
      ['CSV', asCsv(count)],
    ] as const)
      await measured(`${count} people as ${kind}`, bytes.length, () => read(bytes))
  }
  const { hash } = passwordHashing(SAFE_COST)
  const PASSWORDS = 40
  await measured(`${PASSWORDS} passwords, two at once`, 0, async () => {
    for (let n = 0; n < PASSWORDS; n += 2) await Promise.all([hash(`a-${n}`), hash(`b-${n}`)])
    return 'hashed'
  })
}
