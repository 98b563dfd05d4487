import { codeAt } from '../../src/server/auth/totp.ts'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** What an authenticator app shows for a secret that was typed into it. @param ahead in steps of 30 seconds */
export function authenticatorCode(secret: string, ahead = 0, now = Date.now()): string {
  const bits = [...secret].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const bytes = (bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2))
  return codeAt(Buffer.from(bytes), Math.floor(now / 30_000) + ahead)
}
