import { createHash } from 'node:crypto'
import { canonicalJson, canonicalMembers } from '../../domain/canonical.ts'

/** SHA-256 of a value's canonical JSON in hex, at once: nothing may be awaited between reading a state and reducing it. */
export function digestNow(value: unknown): string {
  return sha256(canonicalJson(value))
}

/** The digest of a numbered mutation, and of the same without its number: what it says is written out once for both. */
export function digestsNow(mutation: object): { hash: string; contentHash: string } {
  const members = canonicalMembers(mutation)
  const content = members.filter((member) => !member.startsWith('"seq":'))
  return { hash: sha256(`{${members.join(',')}}`), contentHash: sha256(`{${content.join(',')}}`) }
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}
