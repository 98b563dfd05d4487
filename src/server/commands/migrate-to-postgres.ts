import { mkdtempSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ConfigError, shownDatabase } from '../config.ts'
import { type Content, contentOf, copyTable, emptyTables, RowRefused } from '../storage/copy-tables.ts'
import { isPostgres, openDatabase } from '../storage/database.ts'
import { type HeldFile, holdFile } from '../storage/hold-file.ts'
import { migrate } from '../storage/migrations.ts'
import { beginMove, isBare, moveInto, noteMove } from '../storage/moved.ts'
import type { Database } from '../storage/schema.ts'
import { type Table, tablesOf } from '../storage/table-catalogue.ts'
import { transact } from '../storage/transaction.ts'
import { backup } from './backup.ts'
import { requireDatabase } from './require-database.ts'

type Asked = {
  /** Path of the file that is moved. */
  file: string
  /** `postgres://…` */
  target: string
  /** The last copy: no server has the file open, none will serve it afterwards, and those on PostgreSQL may start. */
  isFinal: boolean
}

type Contents = Record<string, Content>

const refusedWords: Record<RowRefused['why'], string> = {
  nul: 'có ký tự NUL trong một ô chữ, PostgreSQL không giữ được. Chưa chép gì; hãy sửa dòng đó trước.',
  value: 'có một giá trị (số nguyên quá 2^53, hoặc dữ liệu nhị phân) không chép nguyên vẹn được. Chưa chép gì.',
}

/**
 * Copies everything from the file into PostgreSQL, in one transaction there, and compares
 * both sides table by table. As often as is wanted while servers go on with the file
 * (they are not to serve such a copy); the last time with `isFinal`, when they are stopped.
 *
 * | PostgreSQL holds                        | what is done                                      |
 * |-----------------------------------------|---------------------------------------------------|
 * | nothing                                 | it is claimed for this move, migrated, filled     |
 * | what an interrupted copy left: no rows  | filled                                            |
 * | what an earlier copy left, to the letter | emptied and filled again                          |
 * | anything else                           | refused: somebody has written there               |
 *
 * @param say told of every table, in Vietnamese
 * @throws ConfigError in words for people: PostgreSQL is as it was before
 */
export async function migrateToPostgres({ file, target, isFinal }: Asked, say: (line: string) => void): Promise<void> {
  if (isPostgres(file)) throw new ConfigError(['DATABASE_URL phải là tệp SQLite đang dùng, không phải PostgreSQL.'])
  if (!isPostgres(target) || !URL.canParse(target))
    throw new ConfigError(['Đích phải có dạng "postgres://<tên>:<mật khẩu>@<máy>/<cơ sở dữ liệu>".'])
  requireDatabase(file)
  const held = isFinal ? holdAlone(file) : null
  // Beside the file, where there is room for it: the same size once more.
  const folder = mkdtempSync(join(dirname(file), '.moving-'))
  try {
    const copy = join(folder, 'copy.sqlite')
    if (held) held.copyTo(copy)
    else backup(file, copy)
    await move(copy, { target, isFinal }, say)
    held?.noteMovedAway(shownDatabase(target))
  } finally {
    // Only now may anybody open it again: a server that does reads that it is not to serve.
    held?.release()
    rmSync(folder, { recursive: true, force: true })
  }
  say(
    isFinal
      ? `Đã chuyển sang ${shownDatabase(target)}. Tệp cũ còn nguyên, và không máy chủ nào chạy trên nó nữa.`
      : 'Đây là bản chép thử: máy chủ chưa được chạy trên nó. Lần cuối: dừng máy chủ rồi chạy lại với --final.',
  )
}

/** @throws ConfigError while any other process has the file open */
function holdAlone(file: string): HeldFile {
  const held = holdFile(file)
  if (held) return held
  throw new ConfigError([`${file} đang được dùng: hãy dừng mọi máy chủ và lệnh khác trước khi chạy với --final.`])
}

async function move(
  copy: string,
  { target, isFinal }: Omit<Asked, 'file'>,
  say: (line: string) => void,
): Promise<void> {
  const [from, to] = [openDatabase(copy), openDatabase(target)]
  try {
    await migrate(from)
    const tables = await tablesOf(from)
    await prepare(to)
    const contents = await transact(to, 'everything', async (trx) => {
      await holdUntouched(trx, tables)
      await emptyTables(trx, tables)
      const all: Contents = {}
      for (const table of tables) all[table.name] = await copyAndCompare(from, trx, table)
      await noteMove(trx, { content: JSON.stringify(all), isFinal })
      return all
    })
    for (const [name, { rows, sha256 }] of Object.entries(contents))
      say(`${name.padEnd(20)} ${String(rows).padStart(9)} dòng, hai bên khớp ${sha256.slice(0, 16)}`)
    say(`Đã chép và so ${tables.length} bảng.`)
  } catch (error) {
    if (error instanceof RowRefused) throw new ConfigError([`Bảng ${error.table} ${refusedWords[error.why]}`])
    throw error
  } finally {
    await from.destroy()
    await to.destroy()
  }
}

/** Tables of the newest shape, in a database that is this move's alone. */
async function prepare(to: Database): Promise<void> {
  if ((await moveInto(to)) === null) {
    if (!(await isBare(to)))
      throw new ConfigError(['PostgreSQL ở đích đã có bảng không do lệnh này tạo: hãy dùng một cơ sở dữ liệu trống.'])
    await beginMove(to)
  }
  await migrate(to)
}

/** What stands there is what this move left, or nothing. @throws ConfigError */
async function holdUntouched(trx: Database, tables: readonly Table[]): Promise<void> {
  const before = await moveInto(trx)
  const left: Contents | null = before?.content ? JSON.parse(before.content) : null
  for (const table of tables) {
    const now = await contentOf(trx, table)
    // A table that a newer version has added was not there to be noted. The log's first line is written by its migration.
    const isOurs = left?.[table.name]
      ? now.sha256 === left[table.name]?.sha256
      : now.rows <= (table.name.startsWith('audit') ? 1 : 0)
    if (isOurs) continue
    throw new ConfigError([
      `Bảng ${table.name} ở đích khác với lúc chép lần trước: đã có người ghi vào đó.`,
      'Không chép đè. Nếu chắc chắn bỏ được dữ liệu ở đích, hãy tạo lại cơ sở dữ liệu trống rồi chạy lại.',
    ])
  }
}

async function copyAndCompare(from: Database, to: Database, table: Table): Promise<Content> {
  const source = await copyTable(from, to, table)
  const copied = await contentOf(to, table)
  if (source.rows !== copied.rows || source.sha256 !== copied.sha256)
    throw new ConfigError([
      `Bảng ${table.name} không khớp sau khi chép: ${source.rows} và ${copied.rows} dòng. Đã bỏ cả lần chép.`,
    ])
  return source
}
