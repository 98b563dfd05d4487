import { ConfigError, shownDatabase } from '../config.ts'
import { isPostgres, openDatabase } from '../storage/database.ts'
import { migrate } from '../storage/migrations.ts'
import {
  addPartitions,
  cutIntoPartitions,
  firstVisitAt,
  isPartitioned,
  type PartitionBy,
} from '../storage/partitions.ts'
import { listProvinces } from '../storage/provinces.ts'
import type { Database } from '../storage/schema.ts'
import { transact } from '../storage/transaction.ts'

/** Years to come for which there are partitions from the beginning: an empty one costs nothing but its name. */
const YEARS_AHEAD = 10

const ways: Record<string, PartitionBy> = {
  province: { province: true, year: false },
  year: { province: false, year: true },
  'province,year': { province: true, year: true },
}

/**
 * `partition:tables <province | year | province,year>`: cuts the tables that grow, with the servers stopped; without
 * a word it makes the partitions that have become missing since, while servers run.
 *
 * @param say told what was done, in Vietnamese
 * @throws ConfigError in words for people: nothing was changed
 */
export async function partitionTables(
  { database, way, now }: { database: string; way: string | undefined; now: number },
  say: (line: string) => void,
): Promise<void> {
  if (!isPostgres(database)) throw new ConfigError(['Chỉ PostgreSQL mới chia bảng được: DATABASE_URL đang là một tệp.'])
  const by = way === undefined ? null : ways[way]
  if (by === undefined) throw new ConfigError([`Cách chia phải là một trong: ${Object.keys(ways).join(' | ')}.`])
  const db = openDatabase(database)
  try {
    await migrate(db)
    const isCut = await isPartitioned(db)
    if (by !== null && isCut)
      throw new ConfigError(['Bảng đã được chia rồi. Chạy lại không kèm cách chia để thêm phần còn thiếu.'])
    if (by === null && !isCut)
      throw new ConfigError([`Bảng chưa được chia. Hãy cho biết cách chia: ${Object.keys(ways).join(' | ')}.`])
    await transact(db, 'everything', async (trx) => {
      const wanted = { provinces: await listProvinces(trx), years: await yearsOf(trx, now) }
      if (by === null) return tellAdded(await addPartitions(trx, wanted), say)
      for (const [table, rows] of Object.entries(await cutIntoPartitions(trx, { by, ...wanted })))
        say(`${table.padEnd(20)} ${String(rows).padStart(9)} dòng, đủ như trước`)
      say(`Đã chia bảng của ${shownDatabase(database)} theo ${way}.`)
    })
  } finally {
    await db.destroy()
  }
}

function tellAdded({ made, left }: { made: readonly string[]; left: readonly string[] }, say: (line: string) => void) {
  for (const name of made) say(`Đã thêm ${name}`)
  for (const name of left)
    say(`Chưa thêm ${name}: dữ liệu của phần này đã nằm trong phần còn lại, và vẫn dùng được ở đó.`)
  say(`Đã thêm ${made.length} phần.`)
}

/** From the first visit to some years ahead. */
async function yearsOf(db: Database, now: number): Promise<number[]> {
  const first = await firstVisitAt(db)
  const [from, until] = [new Date(first ?? now).getUTCFullYear(), new Date(now).getUTCFullYear() + YEARS_AHEAD]
  return Array.from({ length: until - from + 1 }, (_, index) => from + index)
}
