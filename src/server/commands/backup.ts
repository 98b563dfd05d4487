import { existsSync } from 'node:fs'
import { DatabaseSync } from '@photostructure/sqlite'
import { ConfigError } from '../config.ts'

/**
 * Copies the database into a new file, from one snapshot, while the server goes on.
 * @throws ConfigError where there is no database, or the target is there already
 */
export function backup(databaseFile: string, target: string): void {
  if (!existsSync(databaseFile)) throw new ConfigError([`Không có cơ sở dữ liệu tại ${databaseFile}.`])
  if (existsSync(target)) throw new ConfigError([`Đã có tệp ${target}: hãy chọn tên khác.`])
  const db = new DatabaseSync(databaseFile, { readOnly: true })
  try {
    db.prepare('VACUUM INTO ?').run(target)
  } finally {
    db.close()
  }
}
