import { randomInt } from 'node:crypto'

/** Without the signs that look alike on paper: 0 o, 1 l i. */
const signs = '23456789abcdefghjkmnpqrstuvwxyz'
const GROUPS = 4
const GROUP = 5

/** A password to be said or written down once: "k7mw3-x9pqd-…", 20 signs of 31, which is 99 bits. */
export function temporaryPassword(): string {
  const group = () => Array.from({ length: GROUP }, () => signs[randomInt(signs.length)]).join('')
  return Array.from({ length: GROUPS }, group).join('-')
}

/** Node hashes on four threads that it needs for files too, and for whoever signs in meanwhile. */
const HASHED_AT_ONCE = 2

/** Hashes many passwords, a few at a time, while the server goes on serving. @returns in the same order */
export async function hashAll(
  passwords: readonly string[],
  hash: (password: string) => Promise<string>,
): Promise<string[]> {
  const hashes: string[] = []
  for (let at = 0; at < passwords.length; at += HASHED_AT_ONCE)
    hashes.push(...(await Promise.all(passwords.slice(at, at + HASHED_AT_ONCE).map(hash))))
  return hashes
}
