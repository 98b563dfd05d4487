import { changeReceiptKey } from '../audit/signatures.ts'
import { openDatabase } from '../storage/database.ts'
import { migrate } from '../storage/migrations.ts'
import { requireDatabase } from './require-database.ts'

/**
 * Makes the key anew with which the server signs receipts, while it runs: the next
 * receipt has it. Tablets hear of it with their next page.
 *
 * @param say told of both keys, in Vietnamese
 * @throws ConfigError where there is no database
 */
export async function rotateReceiptKey(database: string, now: number, say: (line: string) => void): Promise<void> {
  requireDatabase(database)
  const db = openDatabase(database)
  try {
    await migrate(db)
    const { from, to } = await changeReceiptKey(db, now)
    say(`Biên nhận từ nay ký bằng khóa ${to.id}.`)
    say(`Khóa cũ ${from.id} không ký nữa; khóa công khai của nó vẫn được công bố để soát biên nhận cũ.`)
  } finally {
    await db.destroy()
  }
}
