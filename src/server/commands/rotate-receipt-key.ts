import { existsSync } from 'node:fs'
import { changeReceiptKey } from '../audit/signatures.ts'
import { ConfigError } from '../config.ts'
import { openDatabase } from '../storage/database.ts'
import { migrate } from '../storage/migrations.ts'

/**
 * Makes the key anew with which the server signs receipts, while it runs: the next
 * receipt has it. Tablets hear of it with their next page.
 *
 * @param say told of both keys, in Vietnamese
 * @throws ConfigError where there is no database
 */
export async function rotateReceiptKey(databaseFile: string, now: number, say: (line: string) => void): Promise<void> {
  if (!existsSync(databaseFile)) throw new ConfigError([`Không có cơ sở dữ liệu tại ${databaseFile}.`])
  const db = openDatabase(databaseFile)
  try {
    await migrate(db)
    const { from, to } = await changeReceiptKey(db, now)
    say(`Biên nhận từ nay ký bằng khóa ${to.id}.`)
    say(`Khóa cũ ${from.id} không ký nữa; khóa công khai của nó vẫn được công bố để soát biên nhận cũ.`)
  } finally {
    await db.destroy()
  }
}
