import { existsSync } from 'node:fs'
import { type Finding, type SealFault, verifySeals } from '../audit/verify-seals.ts'
import { ConfigError } from '../config.ts'
import { openDatabase } from '../storage/database.ts'

const faultWords: Record<SealFault, string> = {
  changed: 'nội dung niêm phong đã bị sửa',
  unlinked: 'chuỗi niêm phong bị đứt',
  missing: 'thiếu niêm phong đang có hiệu lực',
  differs: 'phiếu hiện lưu khác với niêm phong',
}

/**
 * Looks for records that were changed past the server, while it serves or stands still.
 *
 * @param say told of each finding and of the total, in Vietnamese
 * @returns whether everything agrees
 * @throws ConfigError where there is no database
 */
export async function verify(databaseFile: string, say: (line: string) => void): Promise<boolean> {
  if (!existsSync(databaseFile)) throw new ConfigError([`Không có cơ sở dữ liệu tại ${databaseFile}.`])
  const db = openDatabase(databaseFile)
  let found = 0
  const tell = ({ inspection, seal, what }: Finding) => {
    found += 1
    say(`Lượt ${inspection}, niêm phong ${seal ?? '?'}: ${faultWords[what]}.`)
  }
  try {
    const { inspections, seals } = await verifySeals(db, tell)
    say(`Đã soát ${inspections} lượt đã nộp, ${seals} niêm phong: ${found === 0 ? 'tất cả khớp' : `${found} chỗ sai`}.`)
  } finally {
    await db.destroy()
  }
  return found === 0
}
