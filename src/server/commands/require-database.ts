import { existsSync } from 'node:fs'
import { ConfigError } from '../config.ts'
import { isPostgres } from '../storage/database.ts'

/** A command that looks makes no file. Whether PostgreSQL answers is seen when it is asked. @throws ConfigError */
export function requireDatabase(database: string): void {
  if (isPostgres(database) || existsSync(database)) return
  throw new ConfigError([`Không có cơ sở dữ liệu tại ${database}.`])
}
