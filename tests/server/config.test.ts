import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { ConfigError, readConfig } from '../../src/server/config.ts'

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
    databaseFile: resolve('data/so-kiem.sqlite'),
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
  expect(readConfig({ DATA_DIR: '/srv/so' }).databaseFile).toBe(join('/srv/so', 'so-kiem.sqlite'))
  expect(readConfig({ DATABASE_URL: 'sqlite:/srv/x.db' }).databaseFile).toBe('/srv/x.db')
  expect(readConfig({ DATABASE_URL: 'sqlite:x.db' }).databaseFile).toBe(resolve('x.db'))
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

test('PostgreSQL is refused with a sentence, without its password', () => {
  const [line] = wrongWith({ DATABASE_URL: 'postgres://u:bi-mat@h/d' })
  expect(line).toMatch(/PostgreSQL/)
  expect(line).not.toContain('bi-mat')
})
