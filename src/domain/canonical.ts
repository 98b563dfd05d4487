/**
 * One text for one value: keys sorted, undefined members left out. Two sides that
 * hold the same value write the same bytes, so that their hashes can be compared.
 * Throws on what JSON cannot carry (NaN, Infinity, functions).
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new Error('only finite numbers have a canonical form')
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value === 'object') return `{${canonicalMembers(value).join(',')}}`
  throw new Error(`a ${typeof value} has no canonical form`)
}

/** The members of an object as they stand in its text, in order: `"key":…`. */
export function canonicalMembers(value: object): string[] {
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`)
}
