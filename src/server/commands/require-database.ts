import { existsSync } from 'node:fs'
import { ConfigError } from '../config.ts'
import { isPostgres } from '../storage/database.ts'
import { isMigrated } from '../storage/migrations.ts'
import type { Database } from '../storage/schema.ts'

/** A command that looks makes no file. Whether PostgreSQL answers is seen when it is asked. @throws ConfigError */
export function requireDatabase(database: string): void {
  if (isPostgres(database) || existsSync(database)) return
  throw new ConfigError([`Không có cơ sở dữ liệu tại ${database}.`])
}

/** A command that looks changes no tables either: those of an older server it cannot read. @throws ConfigError */
export async function requireMigrated(db: Database): Promise<void> {
  if (await isMigrated(db)) return
  throw new ConfigError(['Cơ sở dữ liệu này do bản cũ ghi: hãy khởi động máy chủ một lần, hoặc dùng lệnh của bản đó.'])
}
