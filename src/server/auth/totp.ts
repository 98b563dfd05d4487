import { createHmac, timingSafeEqual } from 'node:crypto'

/** One-time codes by time: RFC 6238 with HMAC-SHA1, six digits and steps of 30 seconds, as every authenticator app has them. */

const STEP_MS = 30_000
/** A phone's clock may be half a minute off, and typing takes a while. */
const STEPS_AROUND = 1

/** The code of one time step. */
export function codeAt(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 0xf
  return String((mac.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0')
}

/**
 * The step whose code this is, now or a step before or after.
 * @param after steps up to this one have been used: their codes count no more
 */
export function stepOf(secret: Buffer, code: string, now: number, after: number): number | null {
  const current = Math.floor(now / STEP_MS)
  for (let step = current - STEPS_AROUND; step <= current + STEPS_AROUND; step++) {
    if (step > after && isSame(codeAt(secret, step), code)) return step
  }
  return null
}

function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** A secret as people type it into an app (RFC 4648, base 32, without padding). */
export function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? []).map((five) => LETTERS[Number.parseInt(five.padEnd(5, '0'), 2)]).join('')
}

/** What an app reads from the picture. */
export function totpAddress(secret: Buffer, username: string): string {
  const query = new URLSearchParams({ secret: base32(secret), issuer: 'So Kiem' })
  return `otpauth://totp/So%20Kiem:${encodeURIComponent(username)}?${query.toString().replace('+', '%20')}`
}
