import type { webcrypto } from 'node:crypto'

/** Opens what a tablet's store has sealed (device/store/lock.ts and packing.ts), for whom the server knows the account's key. */

/** Bytes as base64. */
export type Sealed = { iv: string; sealed: string }

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))

/** A store's key, from under the account's. @throws what WebCrypto says; see `wasOther` */
export async function storeKeyUnder({ iv, sealed }: Sealed, storeKey: string): Promise<webcrypto.CryptoKey> {
  const { subtle } = crypto
  const base = await subtle.importKey('raw', Buffer.from(storeKey, 'utf8'), 'HKDF', false, ['deriveKey'])
  const how = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: Buffer.from('so-kiem store') }
  const aes = { name: 'AES-GCM', length: 256 }
  const wrapping = await subtle.deriveKey(how, base, aes, false, ['unwrapKey'])
  const unwrap = { name: 'AES-GCM', iv: bytesOf(iv) }
  return subtle.unwrapKey('raw', bytesOf(sealed), wrapping, unwrap, aes, false, ['decrypt'])
}

/** The text of a sealed value. @throws what WebCrypto says; see `wasOther` */
export async function openText(key: webcrypto.CryptoKey, { iv, sealed }: Sealed): Promise<string> {
  return new TextDecoder().decode(await openBytes(key, iv, bytesOf(sealed)))
}

/** The text of a value that was sealed for one place (file-wire.ts). @throws what WebCrypto says; see `wasOther` */
export async function openBoundText(key: webcrypto.CryptoKey, { iv, sealed }: Sealed, binding: string) {
  const how = { name: 'AES-GCM', iv: bytesOf(iv), additionalData: new TextEncoder().encode(binding) }
  return new TextDecoder().decode(await crypto.subtle.decrypt(how, key, bytesOf(sealed)))
}

/** Sealed bytes, opened. @throws what WebCrypto says; see `wasOther` */
export function openBytes(key: webcrypto.CryptoKey, iv: string, sealed: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  return crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytesOf(iv) }, key, sealed)
}

/** Whether this is what WebCrypto says of another key or a changed text; null then. Anything else is thrown on. */
export function wasOther(error: unknown): null {
  if ((error as Error).name === 'OperationError') return null
  throw error
}
