import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { secrets } from '../support/secrets.ts'

/** What a build has put together, as everybody may load it. */
const built = () =>
  readdirSync('dist/client', { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(js|html|css|webmanifest)$/.test(name),
  )

/** Of names and SQL the libraries have some of their own; what a secret would look like they have not. */
const ours = secrets.filter(([what]) => !['how passwords are hashed', 'SQL of the server'].includes(what))

test('the built page holds no secret and nothing of the server', () => {
  const files = built()
  expect(files.length).toBeGreaterThan(10)
  const found = files.flatMap((name) => {
    const text = readFileSync(join('dist/client', name), 'utf8')
    return ours.filter(([, pattern]) => pattern.test(text)).map(([what]) => `${name}: ${what}`)
  })
  expect(found).toEqual([])
})

test('no source map of the build says what the sources do', () => {
  expect(
    readdirSync('dist/client', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.map')),
  ).toEqual([])
})
