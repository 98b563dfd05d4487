import { canonicalJson } from '../domain/canonical.ts'

/** SHA-256 of a value's canonical JSON, in hex. The same on device and server (WebCrypto on both). */
export async function digestOf(value: unknown): Promise<string> {
  return sha256Of(new TextEncoder().encode(canonicalJson(value)))
}

/** SHA-256 of bytes, in hex. */
export async function sha256Of(bytes: ArrayBuffer | Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', bytes)
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
