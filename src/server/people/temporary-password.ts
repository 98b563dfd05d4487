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
