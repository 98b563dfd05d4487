import { Problem } from '../../domain/problem.ts'

/**
 * How one person's store on this tablet is opened. Its key is random and never
 * leaves the tablet; what is kept is that key under other keys:
 *
 * | way     | made from                                   | where the secret is        |
 * |---------|---------------------------------------------|----------------------------|
 * | pin     | PBKDF2 of six digits                        | in the person's head       |
 * | account | HKDF of the account's store key             | with the server, at sign-in|
 * | tab     | HKDF of a random text                       | in this tab's session      |
 *
 * Six digits hold out against hands, not against somebody who copies the disk and
 * has weeks: ten wrong tries put the way away, and then only the account opens.
 */
export type Lock = {
  /** Null once it was tried too often, or where none was chosen yet. */
  pin: (Wrapped & { salt: Bytes; iterations: number; wrongTries: number }) | null
  /** Null until the tablet has heard from the server since the PIN was chosen. */
  account: Wrapped | null
}

/** A store's key under another key. */
export type Wrapped = { iv: Bytes; key: Bytes }
type Bytes = Uint8Array<ArrayBuffer>

/** PBKDF2-HMAC-SHA256, as OWASP's Password Storage Cheat Sheet asks (2023 on). */
export const ITERATIONS = 600_000
export const TRIES_MAX = 10

/** A store's key while it can still be put under other keys: drop it soon. */
export type Opened = {
  /** Cannot be read out by scripts. */
  key: CryptoKey
  underPin(pin: string, iterations?: number): Promise<NonNullable<Lock['pin']>>
  underSecret(secret: string): Promise<Wrapped>
}

/** A new key for a new store. */
export async function newKey(): Promise<Opened> {
  return opened(await crypto.subtle.generateKey(aes, true, ['encrypt', 'decrypt']))
}

/** @returns null where the PIN is another one */
export async function openByPin({ salt, iterations, ...wrapped }: NonNullable<Lock['pin']>, pin: string) {
  return unwrapped(wrapped, await pinKey(pin, salt, iterations))
}

/** @param secret the account's store key, or a tab's own; @returns null where it is another one */
export async function openBySecret(wrapped: Wrapped, secret: string): Promise<Opened | null> {
  return unwrapped(wrapped, await secretKey(secret))
}

/**
 * Six digits that are not everybody's first thought.
 * @throws Problem PIN_WEAK
 */
export function checkPin(pin: string): void {
  const digits = [...pin].map(Number)
  const steps = new Set(digits.slice(1).map((digit, index) => digit - (digits[index] ?? 0)))
  const isRow = steps.size === 1 && [0, 1, -1].includes([...steps][0] ?? 0)
  if (!/^\d{6}$/.test(pin) || isRow) throw new Problem('PIN_WEAK')
}

/** A random text for a tab. */
export function newSecret(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))
}

/** Seals what lies outside the store and must be read when the store has gone: by the account alone. */
export function markerKey(accountKey: string): Promise<CryptoKey> {
  return derived(accountKey, 'so-kiem marker', ['encrypt', 'decrypt'])
}

const aes = { name: 'AES-GCM', length: 256 }
const utf8 = new TextEncoder()

function opened(key: CryptoKey): Promise<Opened> {
  const under = async (wrapping: CryptoKey): Promise<Wrapped> => {
    const iv = crypto.getRandomValues(new Uint8Array(12))
    return { iv, key: new Uint8Array(await crypto.subtle.wrapKey('raw', key, wrapping, { name: 'AES-GCM', iv })) }
  }
  return hidden(key).then((inUse) => ({
    key: inUse,
    async underPin(pin, iterations = ITERATIONS) {
      checkPin(pin)
      const salt = crypto.getRandomValues(new Uint8Array(16))
      return { ...(await under(await pinKey(pin, salt, iterations))), salt, iterations, wrongTries: 0 }
    },
    underSecret: async (secret) => under(await secretKey(secret)),
  }))
}

/** The same key, of which scripts can only make use. */
async function hidden(key: CryptoKey): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', await crypto.subtle.exportKey('raw', key), aes, false, ['encrypt', 'decrypt'])
}

async function unwrapped({ iv, key }: Wrapped, wrapping: CryptoKey): Promise<Opened | null> {
  const how = { name: 'AES-GCM', iv }
  try {
    return await opened(await crypto.subtle.unwrapKey('raw', key, wrapping, how, aes, true, ['encrypt', 'decrypt']))
  } catch (error) {
    // What WebCrypto says of a wrong key.
    if ((error as Error).name === 'OperationError') return null
    throw error
  }
}

async function pinKey(pin: string, salt: Bytes, iterations: number): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey('raw', utf8.encode(pin), 'PBKDF2', false, ['deriveKey'])
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations }
  return crypto.subtle.deriveKey(how, base, aes, false, ['wrapKey', 'unwrapKey'])
}

function secretKey(secret: string): Promise<CryptoKey> {
  return derived(secret, 'so-kiem store', ['wrapKey', 'unwrapKey'])
}

async function derived(secret: string, info: string, usages: KeyUsage[]): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey('raw', utf8.encode(secret), 'HKDF', false, ['deriveKey'])
  const how = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: utf8.encode(info) }
  return crypto.subtle.deriveKey(how, base, aes, false, usages)
}
