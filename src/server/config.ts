import { join, resolve } from 'node:path'
import { type LogMode, logModes } from './routes/request-log.ts'
import type { BucketSettings } from './storage/bucket.ts'
import { isPostgres } from './storage/database.ts'

/** What the environment decides, read once at the start. */
export type Config = {
  port: number
  host: string
  dataDir: string
  /** Path of a file, or an address `postgres://…`: with a password in it, so never printed (`shownDatabase`). */
  database: string
  /** An address `postgres://…` of a copy from which much is read; null: everything is read from `database`. */
  replica: string | null
  /** Where pictures lie; null: in `dataDir`. Never printed (`shownPictures`). */
  bucket: BucketSettings | null
  /** Whether an empty database is filled with the invented province. */
  demonstration: boolean
  /** Whether that province has a year of invented visits. */
  demonstrationVisits: boolean
  /** Whether X-Forwarded-… of any peer is believed, not only that of a proxy on this machine. */
  trustProxy: boolean
  /** How requests and failures are written. */
  log: LogMode
}

/** Where the data lies, in words that may be printed. */
export function shownDatabase(database: string): string {
  if (!isPostgres(database)) return database
  const { hostname, port, pathname, searchParams } = new URL(database)
  return `PostgreSQL ${searchParams.get('host') ?? hostname}${port && `:${port}`}${pathname}`
}

/** Where pictures lie, in words that may be printed. */
export function shownPictures({ bucket, dataDir }: Pick<Config, 'bucket' | 'dataDir'>): string {
  return bucket ? `${bucket.endpoint}/${bucket.bucket}/${bucket.prefix}` : dataDir
}

/** Settings that cannot be meant so. `lines` says everything that is wrong, one Vietnamese sentence each. */
export class ConfigError extends Error {
  readonly lines: readonly string[]

  constructor(lines: readonly string[]) {
    super(lines.join('\n'))
    this.name = 'ConfigError'
    this.lines = lines
  }
}

/**
 * | variable     | meaning                              | default                          |
 * |--------------|--------------------------------------|----------------------------------|
 * | PORT         | 0–65535; 0 takes any free port       | 8080                             |
 * | HOST         | address to listen on                 | 127.0.0.1                        |
 * | DATA_DIR     | folder of everything that is kept    | ./data                           |
 * | DATABASE_URL | sqlite:<path> or postgres://…        | sqlite:<DATA_DIR>/so-kiem.sqlite |
 * | DATABASE_REPLICA_URL | postgres://… of a replica | none: reads go to DATABASE_URL |
 * | PICTURES_URL | s3://<bucket>[/<prefix>]?endpoint=…&region=…; keys in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY | in DATA_DIR |
 * | DEMO         | on, off: fill an empty database      | on where HOST is this machine    |
 * | DEMO_VISITS  | on, off: with invented visits        | on                               |
 * | TRUST_PROXY  | on, off: believe any X-Forwarded-…   | off                              |
 * | LOG          | json, pretty, off                    | pretty at a terminal, else json  |
 *
 * An empty value counts as absent. Throws ConfigError.
 *
 * @param isTerminal whether a person watches the output
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>, isTerminal = false): Config {
  const wrong: string[] = []
  const text = (name: string): string | null => env[name]?.trim() || null

  const onOff = (name: string, otherwise: boolean): boolean => {
    const value = text(name)?.toLowerCase() ?? null
    if (value === null) return otherwise
    if (value !== 'on' && value !== 'off') wrong.push(`${name} phải là "on" hoặc "off", không phải "${value}".`)
    return value === 'on'
  }

  const portText = text('PORT') ?? '8080'
  const port = Number(portText)
  if (!/^\d+$/.test(portText) || port > 65535)
    wrong.push(`PORT phải là số nguyên từ 0 đến 65535, không phải "${portText}".`)

  const host = text('HOST') ?? '127.0.0.1'
  if (/[\s/]/.test(host) || /:\/\/|^\[/.test(host)) {
    wrong.push(`HOST phải là tên máy hoặc địa chỉ IP (không kèm http:// hay cổng), không phải "${host}".`)
  }

  const logText = text('LOG')?.toLowerCase() ?? (isTerminal ? 'pretty' : 'json')
  const log = logModes.find((mode) => mode === logText)
  if (!log) wrong.push(`LOG phải là "json", "pretty" hoặc "off", không phải "${logText}".`)

  const database = text('DATABASE_URL')
  const dataDir = resolve(text('DATA_DIR') ?? './data')
  return finish(
    {
      port,
      host,
      dataDir,
      database: databaseIn(database, dataDir, wrong),
      replica: replicaIn(text('DATABASE_REPLICA_URL'), database, wrong),
      bucket: bucketIn(text, wrong),
      demonstration: onOff('DEMO', isLoopback(host)),
      demonstrationVisits: onOff('DEMO_VISITS', true),
      trustProxy: onOff('TRUST_PROXY', false),
      log: log ?? 'off',
    },
    wrong,
  )
}

function finish(config: Config, wrong: readonly string[]): Config {
  if (wrong.length > 0) throw new ConfigError(wrong)
  return config
}

function databaseIn(url: string | null, dataDir: string, wrong: string[]): string {
  if (url === null) return join(dataDir, 'so-kiem.sqlite')
  if (isPostgres(url)) {
    if (!URL.canParse(url)) wrong.push('DATABASE_URL phải có dạng "postgres://<tên>:<mật khẩu>@<máy>/<cơ sở dữ liệu>".')
    return url
  }
  if (!url.startsWith('sqlite:') || url.length === 'sqlite:'.length) {
    // Never printed: an address of a database may carry a password.
    wrong.push('DATABASE_URL phải có dạng "sqlite:<đường dẫn tới tệp>" hoặc "postgres://…".')
  }
  return resolve(url.slice('sqlite:'.length))
}

function replicaIn(url: string | null, database: string | null, wrong: string[]): string | null {
  if (url === null) return null
  if (!isPostgres(url) || !URL.canParse(url))
    wrong.push('DATABASE_REPLICA_URL phải có dạng "postgres://<tên>:<mật khẩu>@<máy>/<cơ sở dữ liệu>".')
  else if (database === null || !isPostgres(database))
    wrong.push('DATABASE_REPLICA_URL chỉ dùng được khi DATABASE_URL là "postgres://…".')
  return url
}

/** Region of a store that has none of its own. */
const ANY_REGION = 'us-east-1'

function bucketIn(text: (name: string) => string | null, wrong: string[]): BucketSettings | null {
  const given = text('PICTURES_URL')
  if (given === null) return null
  const url = URL.canParse(given) ? new URL(given) : null
  const region = url?.searchParams.get('region') ?? ANY_REGION
  const endpoint = url?.searchParams.get('endpoint') ?? `https://s3.${region}.amazonaws.com`
  const [accessKeyId, secretAccessKey] = [text('AWS_ACCESS_KEY_ID'), text('AWS_SECRET_ACCESS_KEY')]
  // Keys would stand in lists of processes and in histories of shells; not printed, in case they do.
  const isWhole =
    url?.protocol === 's3:' &&
    url.hostname !== '' &&
    url.username === '' &&
    url.password === '' &&
    // Names that a list of keys (XML) and an address (URL) write alike.
    /^[\w./-]*$/.test(url.pathname)
  if (!isWhole)
    wrong.push('PICTURES_URL phải có dạng "s3://<thùng>/<tiền tố>?endpoint=https://…&region=…", không kèm khóa.')
  else if (!/^https?:\/\/[^/?#@]+\/*$/.test(endpoint))
    wrong.push('PICTURES_URL: endpoint phải là địa chỉ http(s) của kho, không kèm khóa hay đường dẫn.')
  if (accessKeyId === null || secretAccessKey === null)
    wrong.push('PICTURES_URL cần khóa của kho trong AWS_ACCESS_KEY_ID và AWS_SECRET_ACCESS_KEY.')
  if (!url || accessKeyId === null || secretAccessKey === null) return null
  const path = url.pathname.replace(/^\/+|\/+$/g, '')
  return {
    endpoint: endpoint.replace(/\/+$/, ''),
    region,
    bucket: url.hostname,
    prefix: path && `${path}/`,
    accessKeyId,
    secretAccessKey,
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host)
}
