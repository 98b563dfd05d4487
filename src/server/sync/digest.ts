import { createHash } from 'node:crypto'
import { canonicalJson } from '../../domain/canonical.ts'

/** SHA-256 of a value's canonical JSON in hex, at once: nothing may be awaited between reading a state and reducing it. */
export function digestNow(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value), 'utf8').digest('hex')
}
