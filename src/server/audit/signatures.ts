import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import type { Database } from '../storage/schema.ts'
import { settingOnce } from '../storage/settings.ts'

/** ECDSA P-256 as devices make it with WebCrypto (device/store/signing-key.ts), without waiting inside a transaction. */

/** With what this server signs receipts. */
export type Signer = {
  /** Name of its key. */
  readonly id: string
  readonly publicKey: string
  sign(text: string): string
}

const SETTING = 'receipt-key'

/** The server's own key, made the first time; its private half lies in the database alone. */
export async function openSigner(db: Database): Promise<Signer> {
  return signerOf(await settingOnce(db, SETTING, newKey))
}

/** The public half, for whoever only checks; null where no server has made a key, or it was spoilt. */
export async function signerKeyOf(db: Database): Promise<string | null> {
  const row = await db.selectFrom('setting').select('value').where('key', '=', SETTING).executeTakeFirst()
  try {
    return row ? signerOf(row.value).publicKey : null
  } catch {
    return null
  }
}

function newKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return JSON.stringify(privateKey.export({ format: 'jwk' }))
}

function signerOf(jwk: string): Signer {
  const key = createPrivateKey({ key: JSON.parse(jwk), format: 'jwk' })
  const { x = '', y = '' } = createPublicKey(key).export({ format: 'jwk' })
  const point = [Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]
  const publicKey = Buffer.concat(point).toString('base64url')
  return {
    id: keyId(publicKey),
    publicKey,
    sign: (text) => sign('sha256', Buffer.from(text, 'utf8'), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url'),
  }
}

/** The name of a public key: the SHA-256 of its text. */
export function keyId(publicKey: string): string {
  return sha256OfText(publicKey)
}

export function sha256OfText(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

/** Whether a text is a point of the curve. */
export function isPublicKey(publicKey: string): boolean {
  return pointOf(publicKey) !== null
}

/** Whether this key has signed this text, to the letter. */
export function isSigned(publicKey: string, text: string, value: string): boolean {
  const key = pointOf(publicKey)
  const bytes = Buffer.from(value, 'base64url')
  // Bits that base64 ignores would make another text of the same bytes.
  if (key === null || bytes.toString('base64url') !== value) return false
  return verify('sha256', Buffer.from(text, 'utf8'), { key, dsaEncoding: 'ieee-p1363' }, bytes)
}

function pointOf(publicKey: string) {
  const point = Buffer.from(publicKey, 'base64url')
  if (point.length !== 65 || point[0] !== 4 || point.toString('base64url') !== publicKey) return null
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'))
  try {
    return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
  } catch {
    // Not on the curve.
    return null
  }
}
