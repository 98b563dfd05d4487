import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { ConfigError, readConfig, shownDatabase, shownPictures } from '../../src/server/config.ts'

function wrongWith(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.lines
    throw error
  }
  return []
}

test('without any setting it serves this machine alone, with the invented province', () => {
  expect(readConfig({})).toEqual({
    port: 8080,
    host: '127.0.0.1',
    dataDir: resolve('data'),
    database: resolve('data/so-kiem.sqlite'),
    replica: null,
    bucket: null,
    demonstration: true,
    demonstrationVisits: true,
    trustProxy: false,
    log: 'json',
  })
})

test('lines are for eyes at a terminal, for programs elsewhere; LOG says otherwise', () => {
  expect(readConfig({}, true).log).toBe('pretty')
  expect(readConfig({ LOG: 'OFF' }, true).log).toBe('off')
  expect(wrongWith({ LOG: 'nhiều' })).toEqual(['LOG phải là "json", "pretty" hoặc "off", không phải "nhiều".'])
})

test.each([
  ['127.0.0.1', true],
  ['localhost', true],
  ['::1', true],
  ['0.0.0.0', false],
  ['10.0.0.7', false],
])('at %s the invented province is offered: %s; DEMO says otherwise', (HOST, demonstration) => {
  expect(readConfig({ HOST }).demonstration).toBe(demonstration)
  expect(readConfig({ HOST, DEMO: 'on' }).demonstration).toBe(true)
  expect(readConfig({ HOST, DEMO: 'OFF' }).demonstration).toBe(false)
})

test('the database lies in DATA_DIR, or where DATABASE_URL says', () => {
  expect(readConfig({ DATA_DIR: '/srv/so' }).database).toBe(join('/srv/so', 'so-kiem.sqlite'))
  expect(readConfig({ DATABASE_URL: 'sqlite:/srv/x.db' }).database).toBe('/srv/x.db')
  expect(readConfig({ DATABASE_URL: 'sqlite:x.db' }).database).toBe(resolve('x.db'))
})

test('an empty value counts as absent', () => {
  expect(readConfig({ PORT: '', HOST: ' ', DATA_DIR: '', DATABASE_URL: '', DEMO: '' })).toEqual(readConfig({}))
})

test('everything that is wrong is said at once', () => {
  const lines = wrongWith({
    PORT: 'http',
    HOST: 'http://x',
    DATABASE_URL: 'mysql://a:bi-mat@b/c',
    DEMO: 'yes',
    TRUST_PROXY: '1',
  })
  expect(lines.map((line) => line.split(/[ :]/)[0])).toEqual(['PORT', 'HOST', 'DATABASE_URL', 'DEMO', 'TRUST_PROXY'])
  expect(lines.join()).not.toContain('bi-mat')
})

test.each(['-1', '65536', '80.5', '0x50', '8080 '.repeat(2)])('PORT %j is refused', (PORT) => {
  expect(wrongWith({ PORT })).toHaveLength(1)
})

test('an address of PostgreSQL is taken as it is, and shown without its password', () => {
  const url = 'postgres://u:bi-mat@h:5433/d?sslmode=require'
  expect(readConfig({ DATABASE_URL: url }).database).toBe(url)
  expect(shownDatabase(url)).toBe('PostgreSQL h:5433/d')
  expect(shownDatabase('postgres://u@localhost/d?host=/run/postgresql')).toBe('PostgreSQL /run/postgresql/d')
  const [line] = wrongWith({ DATABASE_URL: 'postgres://u:bi-mat@h:port/d' })
  expect(line).toMatch(/^DATABASE_URL/)
  expect(line).not.toContain('bi-mat')
})

test('a replica is one of PostgreSQL, beside a PostgreSQL, and its password is not said', () => {
  const [DATABASE_URL, DATABASE_REPLICA_URL] = ['postgres://u:bi-mat@a/d', 'postgres://u:bi-mat@b/d']
  expect(readConfig({ DATABASE_URL, DATABASE_REPLICA_URL }).replica).toBe(DATABASE_REPLICA_URL)
  expect(wrongWith({ DATABASE_URL, DATABASE_REPLICA_URL: 'sqlite:bi-mat' })).toEqual([
    'DATABASE_REPLICA_URL phải có dạng "postgres://<tên>:<mật khẩu>@<máy>/<cơ sở dữ liệu>".',
  ])
  expect(wrongWith({ DATABASE_REPLICA_URL })).toEqual([
    'DATABASE_REPLICA_URL chỉ dùng được khi DATABASE_URL là "postgres://…".',
  ])
})

const KEYS = { AWS_ACCESS_KEY_ID: 'ten-khoa', AWS_SECRET_ACCESS_KEY: 'bi-mat' }

test('pictures lie in a bucket where PICTURES_URL names one; its keys come apart and are shown nowhere', () => {
  const PICTURES_URL = 's3://anh/tinh/hai?endpoint=https://kho.example.vn:9000/&region=vn-1'
  const config = readConfig({ PICTURES_URL, ...KEYS })
  expect(config.bucket).toEqual({
    endpoint: 'https://kho.example.vn:9000',
    region: 'vn-1',
    bucket: 'anh',
    prefix: 'tinh/hai/',
    accessKeyId: 'ten-khoa',
    secretAccessKey: 'bi-mat',
  })
  expect(shownPictures(config)).toBe('https://kho.example.vn:9000/anh/tinh/hai/')
  expect(shownPictures(readConfig({ DATA_DIR: '/srv/so' }))).toBe('/srv/so')
  expect(readConfig({ PICTURES_URL: 's3://anh?region=ap-southeast-1', ...KEYS }).bucket).toMatchObject({
    endpoint: 'https://s3.ap-southeast-1.amazonaws.com',
    prefix: '',
  })
})

test.each([
  'anh',
  'https://kho/anh',
  's3://ten:bi-mat@anh',
  's3://anh?endpoint=kho:9000',
  's3://anh/tinh & hai',
  's3://anh/a&b',
  's3://anh?endpoint=http://a:bi-mat@kho',
])('PICTURES_URL %s is refused, and what may be a key is not printed', (PICTURES_URL) => {
  const lines = wrongWith({ PICTURES_URL, ...KEYS })
  expect(lines).toHaveLength(1)
  expect(lines.join()).not.toContain('bi-mat')
})

test('a bucket without both of its keys is refused', () => {
  expect(wrongWith({ PICTURES_URL: 's3://anh', AWS_ACCESS_KEY_ID: 'x' })).toEqual([
    'PICTURES_URL cần khóa của kho trong AWS_ACCESS_KEY_ID và AWS_SECRET_ACCESS_KEY.',
  ])
})
