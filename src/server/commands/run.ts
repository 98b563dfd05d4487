import { resolve } from 'node:path'
import { type Config, ConfigError, shownPictures } from '../config.ts'
import { isPostgres } from '../storage/database.ts'
import { backup } from './backup.ts'
import { createAdmin } from './create-admin.ts'
import { exportAudit } from './export-audit.ts'
import { migrateToPostgres } from './migrate-to-postgres.ts'
import { partitionTables } from './partition-tables.ts'
import { picturesToBucket } from './pictures-to-bucket.ts'
import { renewEpochsOf } from './renew-epochs.ts'
import { restore } from './restore.ts'
import { rotateReceiptKey } from './rotate-receipt-key.ts'
import { verify, verifyExport } from './verify.ts'

type Command = {
  /** What stands behind its name. */
  usage: string
  /** How many words may stand there. */
  words: [fewest: number, most: number]
  /** @returns false where something was found that should not be */
  run(args: readonly string[], config: Config): Promise<boolean | undefined> | Promise<void>
}

const say = console.log

const commands: Record<string, Command> = {
  backup: {
    usage: '<tệp>',
    words: [1, 1],
    async run([target = ''], { database }) {
      requireFile(database, 'backup')
      const path = resolve(target)
      backup(database, path)
      say(`Đã sao lưu ${database} vào ${path}.`)
    },
  },
  restore: {
    usage: '<tệp>',
    words: [1, 1],
    async run([source = ''], { database }) {
      requireFile(database, 'restore')
      const path = resolve(source)
      const kept = await restore(database, path, new Date())
      say(`Đã khôi phục ${database} từ ${path}.`)
      if (kept !== null) say(`Bản trước được giữ tại ${kept}.`)
    },
  },
  'audit:verify': {
    usage: '[--pictures | --export <tệp>]',
    words: [0, 2],
    async run([option, file], { database, dataDir, bucket }) {
      if (option === '--export' && file !== undefined) return verifyExport(resolve(file), say)
      if (file !== undefined || (option !== undefined && option !== '--pictures')) throw wrongUse()
      return verify({ database, dataDir, bucket, pictures: option === '--pictures' }, say)
    },
  },
  'audit:export': {
    usage: '<tệp>',
    words: [1, 1],
    async run([target = ''], { database }) {
      const path = resolve(target)
      const lines = await exportAudit(database, path)
      say(`Đã xuất ${lines} dòng nhật ký vào ${path}.`)
    },
  },
  'receipt-key:rotate': {
    usage: '',
    words: [0, 0],
    run: (_args, { database }) => rotateReceiptKey(database, Date.now(), say),
  },
  'epoch:renew': {
    usage: '',
    words: [0, 0],
    run: (_args, { database }) => renewEpochsOf(database, Date.now(), say),
  },
  'migrate:to-postgres': {
    usage: '<postgres://…> [--final]',
    words: [1, 2],
    async run([target = '', option], { database }) {
      if (option !== undefined && option !== '--final') throw wrongUse()
      await migrateToPostgres({ file: database, target, isFinal: option === '--final' }, say)
    },
  },
  'pictures:to-bucket': {
    usage: '',
    words: [0, 0],
    async run(_args, { dataDir, bucket, ...config }) {
      if (!bucket) throw new ConfigError(['Hãy đặt PICTURES_URL: ảnh được chép từ DATA_DIR vào đó.'])
      await picturesToBucket({ dataDir, bucket }, shownPictures({ ...config, dataDir, bucket }), say)
    },
  },
  'partition:tables': {
    usage: '[province | year | province,year]',
    words: [0, 1],
    run: ([way], { database }) => partitionTables({ database, way, now: Date.now() }, say),
  },
  'create-admin': {
    usage: '<tỉnh> <tên đăng nhập> "<Họ và tên>"',
    // It says itself what it misses.
    words: [0, Number.POSITIVE_INFINITY],
    run: (args, { database }) => createAdmin(database, { args, input: process.stdin }, say),
  },
}

/**
 * One of the commands that stand behind `node dist/server/main.js`, instead of serving.
 * The process ends with 1 where one of them finds what should not be.
 *
 * @throws ConfigError in words for people: what is not to be had, or how a command is used
 */
export async function runCommand(name: string, args: readonly string[], config: Config): Promise<void> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) throw wrongUse()
  const [fewest, most] = command.words
  if (args.length < fewest || args.length > most) throw wrongUse()
  if ((await command.run(args, config)) === false) process.exitCode = 1
}

function wrongUse(): ConfigError {
  const all = Object.entries(commands).map(([name, { usage }]) => (usage ? `${name} ${usage}` : name))
  return new ConfigError([`Dùng: ${all.slice(0, -1).join(', ')} hoặc ${all.at(-1)}.`])
}

function requireFile(database: string, command: string): void {
  if (!isPostgres(database)) return
  throw new ConfigError([
    `${command} chỉ dùng cho tệp SQLite; với PostgreSQL hãy dùng pg_dump, pg_restore hoặc pg_basebackup.`,
  ])
}
