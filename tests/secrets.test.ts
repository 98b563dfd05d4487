import { readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PASSWORD } from '../src/server/demonstration-data.ts'
import { secrets, settings } from './support/secrets.ts'

/** Every file that what runs on the tablet is made of, from its two entries. */
function reachedFrom(entries: readonly string[]): Map<string, string> {
  const sources = new Map<string, string>()
  const open = [...entries]
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (sources.has(file)) continue
    const source = readFileSync(file, 'utf8')
    sources.set(file, source)
    // What is only a type is not in the bundle.
    const code = source.replace(/\bimport type [\s\S]*?from '[^']+'/g, '')
    for (const [, name = ''] of code.matchAll(/(?:\bfrom|\bimport|new URL)\s*\(?\s*'(\.[^']+)'/g)) {
      const target = normalize(join(dirname(file), name))
      if (/\.(tsx?|json|css|svg)$/.test(target)) open.push(target)
    }
  }
  return sources
}

const sources = reachedFrom(['src/main.tsx', 'src/sw.ts'])

describe('what is sent to everybody who loads the page', () => {
  it('is known: the walk reaches the screens, the store and the worker', () => {
    for (const file of [
      'src/app.tsx',
      'src/screens/sign-in.tsx',
      'src/device/store/lock.ts',
      'src/device/camera/shrink-worker.ts',
    ])
      expect([...sources.keys()]).toContain(file)
    expect(settings).toEqual(expect.arrayContaining(['auth-secret', 'store-secret', 'audit-key', 'factor-secret']))
  })

  it('is made of no file of the server, and of nothing of Node', () => {
    expect([...sources.keys()].filter((file) => file.startsWith('src/server/'))).toEqual([])
    expect(
      [...sources].filter(([, source]) => /from '(node:|better-auth|kysely|hono|@hono|@photostructure)/.test(source)),
    ).toEqual([])
  })

  it.each(secrets)('holds nowhere: %s', (_, pattern) => {
    expect([...sources].filter(([, source]) => pattern.test(source)).map(([file]) => file)).toEqual([])
  })

  it.each(secrets)('%s would be found', (what, pattern) => {
    const written: Record<string, string> = {
      'the demonstration’s password': `const password = '${PASSWORD}'`,
      'an account of the demonstration': "id: 'demo-kiemtra'",
      'a setting of the server': 'auth-secret',
      'how passwords are hashed': 'scryptSync(password)',
      'a private key': '-----BEGIN EC PRIVATE KEY-----',
      'a token': 'ghp_0123456789abcdef0123',
      'a setting of the environment': 'process.env.X',
      'SQL of the server': 'INSERT INTO x',
    }
    expect(written[what]).toMatch(pattern)
  })
})
