import type { Draw } from './step.ts'

/**
 * A random share of some records, drawn so that anybody can draw it again: the seed and
 * the ids decide, in whatever order they stand. Each id gets a number by the seed, and
 * the smallest numbers are drawn; of few records at least one.
 */
export function drawnFrom(ids: readonly string[], { seed, percent }: Draw): ReadonlySet<string> {
  const all = [...new Set(ids)]
  const numbered = all.map((id) => ({ id, number: hash32(`${seed}/${id}`) }))
  const byNumber = numbered.sort((a, b) => a.number - b.number || (a.id < b.id ? -1 : 1))
  return new Set(byNumber.slice(0, Math.ceil((all.length * percent) / 100)).map(({ id }) => id))
}

/**
 * FNV-1a over UTF-16 code units (http://www.isthe.com/chongo/tech/comp/fnv/), finished as
 * MurmurHash3 does: by itself FNV leaves texts that differ in their last letter beside each
 * other. No secret rests on it: it must only be the same everywhere, and favour nobody.
 */
function hash32(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
