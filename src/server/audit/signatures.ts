import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import type { NamedKey } from '../../domain/evidence.ts'
import { listProvinces } from '../storage/provinces.ts'
import type { Database } from '../storage/schema.ts'
import { setSetting, settingOf, settingOnce } from '../storage/settings.ts'
import { transact } from '../storage/transaction.ts'
import { appendAudit } from './append.ts'

/** ECDSA P-256 as devices make it with WebCrypto (device/store/signing-key.ts), without waiting inside a transaction. */

/** One key of this server, as it is used. */
export type ReceiptKey = {
  /** Name of its key. */
  readonly id: string
  readonly publicKey: string
  sign(text: string): string
}

/** A public key with the time in which it signed; null: since the first receipt, and until now. Instants by the server's clock. */
export type ServerKey = NamedKey & { from: number | null; until: number | null }

/** With what this server signs receipts. Read anew each time: it may be changed while the server runs. */
export type Signer = {
  /** The key that stands. Inside the transaction that signs, so that no other key stands when it ends. */
  now(db: Database): Promise<ReceiptKey>
  /** The public halves of all keys that ever signed here, the one that stands first. */
  keys(db: Database): Promise<ServerKey[]>
}

const SETTING = 'receipt-key'
/** JSON: ServerKey[], oldest first. Of a key that stands no more the private half is gone. */
const FORMER = 'receipt-keys-former'

/** The server's signer, with a key that is made the first time; its private half lies in the database alone. */
export async function openSigner(db: Database): Promise<Signer> {
  await settingOnce(db, SETTING, newKey)
  /** What was read last, by its text: making a key of it takes longer than reading it. */
  let last: { text: string; key: ReceiptKey } | null = null
  async function now(db: Database): Promise<ReceiptKey> {
    const text = await settingOf(db, SETTING)
    if (text === null) throw new Error('the key of the receipts is gone')
    if (last?.text !== text) last = { text, key: keyOf(text) }
    return last.key
  }
  return {
    now,
    async keys(db) {
      const [{ id, publicKey }, former] = [await now(db), await formerKeys(db)]
      return [{ id, key: publicKey, from: former.at(-1)?.until ?? null, until: null }, ...former.toReversed()]
    },
  }
}

/**
 * Puts a new key in the place of the one that stands; of that one the public half
 * stays, with its time. What it has signed is checked as before.
 */
export async function changeReceiptKey(db: Database, at: number): Promise<{ from: NamedKey; to: NamedKey }> {
  const signer = await openSigner(db)
  return transact(db, 'everything', async (trx) => {
    const [{ id, key, from }] = (await signer.keys(trx)) as [ServerKey]
    await setSetting(trx, FORMER, JSON.stringify([...(await formerKeys(trx)), { id, key, from, until: at }]))
    await setSetting(trx, SETTING, newKey())
    const next = await signer.now(trx)
    // In every chain: a line tells by its place there under which key the receipt was signed that it names.
    const line = { what: 'receiptKey.changed', who: 'system', at, subject: id, detail: { to: next.id } } as const
    for (const province of [null, ...(await listProvinces(trx))]) await appendAudit(trx, { ...line, province })
    return { from: { id, key }, to: { id: next.id, key: next.publicKey } }
  })
}

/** Public keys of this server for whoever only checks, by name; without those that were spoilt. */
export async function serverKeysOf(db: Database): Promise<{ standing: string | null; keys: Map<string, string> }> {
  const keys = new Map((await formerKeys(db).catch(() => [])).map(({ id, key }) => [id, key]))
  try {
    const text = await settingOf(db, SETTING)
    const key = text === null ? null : keyOf(text)
    if (key) keys.set(key.id, key.publicKey)
    return { standing: key?.id ?? null, keys }
  } catch {
    return { standing: null, keys }
  }
}

async function formerKeys(db: Database): Promise<ServerKey[]> {
  const text = await settingOf(db, FORMER)
  return text === null ? [] : (JSON.parse(text) as ServerKey[])
}

function newKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return JSON.stringify(privateKey.export({ format: 'jwk' }))
}

function keyOf(jwk: string): ReceiptKey {
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
