import { gzipSync } from 'node:zlib'
import type { Random } from '../support/seeded-random.ts'

/** Values that programs stumble over. */
const oddities: readonly unknown[] = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  'ệ'.repeat(300),
  "'; DROP TABLE person; --",
  '../../../etc/passwd',
  '__proto__',
  '%00%ff',
  0,
  -1,
  1.5,
  2 ** 53,
  -1e308,
  true,
  false,
  [],
  [[]],
  {},
  { length: 1e9 },
  { $ne: null },
  [null],
  { constructor: { prototype: { admin: true } } },
]

export function oddity(random: Random): unknown {
  return random.pick(oddities)
}

/** The same thing with one fault that no strict schema lets pass: a field too many, one missing, one of another kind. */
export function withFault(whole: Record<string, unknown>, random: Random): unknown {
  const keys = Object.keys(whole)
  const choice = random.below(keys.length === 0 ? 2 : 4)
  if (choice === 0) return random.pick([null, 0, 'x', [], [whole], true])
  if (choice === 1) return { ...whole, [random.pick(['x', '__proto_', 'admin', 'role2', 'ệ'])]: oddity(random) }
  const key = random.pick(keys)
  if (choice === 2) return Object.fromEntries(Object.entries(whole).filter(([name]) => name !== key))
  const former = whole[key]
  // Of one kind only are numbers and texts that a schema might take by accident.
  const others = oddities.filter(
    (each) => kindOf(each) !== kindOf(former) && !(former === null && kindOf(each) === 'string'),
  )
  return { ...whole, [key]: random.pick(others) }
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'list' : typeof value
}

/** Texts that are no JSON. */
const notJson = [
  '',
  '{',
  '[',
  '"',
  'nul',
  '{"a":}',
  '{"a":1,}',
  '\ufeff',
  '<!doctype html>',
  'undefined',
  'NaN',
  '}{',
  '[1,2',
  '{]',
]

/** What is sent instead of this JSON: never anything that a route would take. */
export function brokenBody(whole: Record<string, unknown>, random: Random): { body: BodyInit; encoding?: string } {
  switch (random.below(8)) {
    case 0:
      return { body: random.pick(notJson) }
    case 1: {
      const text = JSON.stringify({ ...whole, x: 1 })
      return { body: text.slice(0, random.below(text.length)) }
    }
    case 2:
      // The first byte begins no UTF-8.
      return { body: Uint8Array.from({ length: 1 + random.below(40) }, (_, n) => (n === 0 ? 0xff : random.below(256))) }
    case 3: {
      const depth = 30 + random.below(60)
      return { body: '['.repeat(depth) + ']'.repeat(depth) }
    }
    case 4: {
      const packed = new Uint8Array(gzipSync(JSON.stringify(withFault(whole, random))))
      if (random.chance(0.5)) packed[random.below(packed.length)] = random.below(256)
      return { body: packed, encoding: random.pick(['gzip', 'gzip', 'br', 'gzip, gzip', 'x']) }
    }
    default:
      return { body: JSON.stringify(withFault(whole, random)) }
  }
}
