/**
 * The key with which this store's seals are signed. The browser keeps the private
 * half as an object that scripts can use and not read; the public half is text.
 * Lost with the store; never a condition of handing in.
 */
export type SigningKey = { privateKey: CryptoKey; publicKey: string }

const ecdsa = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const

/** A new key; null where the browser makes none. */
export async function newSigningKey(): Promise<SigningKey | null> {
  try {
    const { privateKey, publicKey } = await crypto.subtle.generateKey(ecdsa, false, ['sign', 'verify'])
    const point = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey))
    return { privateKey, publicKey: base64url(point) }
  } catch (error) {
    console.warn(error)
    return null
  }
}

/** @throws what the browser says */
export async function signText({ privateKey }: SigningKey, text: string): Promise<string> {
  const value = await crypto.subtle.sign(ecdsa, privateKey, new TextEncoder().encode(text))
  return base64url(new Uint8Array(value))
}

/** Whether a key has signed a text, to the letter. */
export async function isSignedBy(publicKey: string, text: string, value: string): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('raw', bytesOf(publicKey), ecdsa, false, ['verify'])
    return await crypto.subtle.verify(ecdsa, key, bytesOf(value), new TextEncoder().encode(text))
  } catch (error) {
    // No point of the curve: nobody has signed with it.
    console.warn(error)
    return false
  }
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))
}
