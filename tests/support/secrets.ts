import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { accounts, PASSWORD } from '../../src/server/demonstration-data.ts'

function serverFiles(): string[] {
  return readdirSync('src/server', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join('src/server', name), 'utf8'))
}

/** Names under which the server keeps its own secrets, wherever it makes them. */
export const settings = serverFiles().flatMap((source) =>
  [...source.matchAll(/settingOnce\(\s*\w+,\s*'([^']+)'/g)].map(([, name = '']) => name),
)

/** What must not be told to everybody who loads the page. */
export const secrets: readonly [what: string, pattern: RegExp][] = [
  // A demonstration server says it at /api/welcome; no page knows it by itself.
  ['the demonstration’s password', new RegExp(PASSWORD)],
  ['an account of the demonstration', new RegExp(accounts.map(({ id }) => id).join('|'))],
  ['a setting of the server', new RegExp(settings.join('|'))],
  ['how passwords are hashed', /scrypt/i],
  ['a private key', /-----BEGIN|PRIVATE KEY/],
  ['a token', /\b(ghp|gho|sk|pk|xox[abp])[-_][A-Za-z0-9]{16,}|\bAKIA[0-9A-Z]{16}\b|\beyJ[\w-]{10,}\.[\w-]{10,}\./],
  ['a setting of the environment', /process\.env|DATABASE_URL|DATA_DIR/],
  ['SQL of the server', /\bINSERT INTO\b|\bCREATE TABLE\b|selectFrom\(/],
]
