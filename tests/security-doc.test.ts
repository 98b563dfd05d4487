import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { PHOTO_BYTES_MAX } from '../src/domain/photo-limits.ts'
import { RESET_MAX } from '../src/protocol/people-wire.ts'
import { BATCH_MAX, LETTER_BYTES_MAX, PUSH_BYTES_MAX } from '../src/protocol/terms.ts'
import { WRONG_MAX } from '../src/server/auth/sign-in-lock.ts'
import { LETTERS_PER_HOUR } from '../src/server/sync/dead-letter.ts'
import { PAGE_ROWS_MAX } from '../src/server/sync/read-changes.ts'

const doc = readFileSync('docs/security.md', 'utf8')
const lines = doc.split('\n')
/** Constants that only their own file knows. */
const inSource = (file: string, name: string) =>
  Number(new RegExp(`${name} = ([\\d_]+)`).exec(readFileSync(file, 'utf8'))?.[1]?.replaceAll('_', ''))
const MB = 1024 * 1024

it.each<[string, string]>([
  ['wrong passwords or codes', `${WRONG_MAX} in a quarter`],
  ['what is sent for locked stores', `${inSource('src/server/routes/relay.ts', 'PER_MINUTE')} requests a minute`],
  ['checking a paper', `${inSource('src/server/routes/verify-paper.ts', 'PER_MINUTE')} a minute`],
  ['letters of one person', `${LETTERS_PER_HOUR} an hour, ${LETTER_BYTES_MAX / MB} MB each`],
  ['lists from files', `${inSource('src/server/routes/turn.ts', 'LISTS_PER_MINUTE')} a minute`],
  ['accounts opened', `${RESET_MAX}`],
  ['accounts opened', `${inSource('src/server/import/plan.ts', 'ACCOUNTS_MAX')}`],
  ['mutations in one push', `${BATCH_MAX}, ${PUSH_BYTES_MAX / MB} MB`],
  [
    'one picture',
    `${PHOTO_BYTES_MAX / MB} MB, ${inSource('src/server/sync/picture-type.ts', 'PIXELS_MAX') / 1e6} million`,
  ],
  ['rows of one page', `${PAGE_ROWS_MAX}`],
  ['depth of a body', `${inSource('src/server/routes/read-body.ts', 'DEPTH_MAX')}`],
])('the limit of "%s" is said as it is: %s', (what, limit) => {
  const row = lines.find((line) => line.startsWith(`| ${what}`)) ?? ''
  expect(row.split(' | ')[1]).toContain(limit)
})

it('every key of the server is in the list', () => {
  const made = ['src/server/auth/auth.ts', 'src/server/audit/signatures.ts']
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/'([a-z]+-(?:secret|key))'/g)])
    .map(([, name]) => name)
  expect(made.length).toBeGreaterThan(4)
  expect(made.filter((name) => !doc.includes(`\`${name}\``))).toEqual([])
})

it('the table of ASVS counts what it holds', () => {
  const rows = readFileSync('docs/asvs.md', 'utf8')
    .split('\n')
    .filter((line) => /^\| \d+\.\d+\.\d+ /.test(line))
  const count = (state: string) => rows.filter((row) => row.split(' | ')[2] === state).length
  const sums = `${rows.length} requirements: ${count('met')} met, ${count('**not met**')} not met, ${count('n/a')} not applicable.`
  expect(readFileSync('docs/asvs.md', 'utf8')).toContain(sums)
})
