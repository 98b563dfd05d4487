import type { Packed } from './packing.ts'

/** A stored value as it lies, for JSON: its bytes as base64 where it is sealed. */
export async function asText(packed: Packed<unknown>): Promise<{ plain: unknown } | { iv: string; sealed: string }> {
  if ('plain' in packed) return { plain: packed.plain }
  const sealed = packed.sealed instanceof Blob ? new Uint8Array(await packed.sealed.arrayBuffer()) : packed.sealed
  return { iv: base64(packed.iv), sealed: base64(sealed) }
}

export function base64(bytes: Uint8Array): string {
  let text = ''
  // In pieces: a function takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.subarray(at, at + 4096))
  return btoa(text)
}

/** The bytes again. @throws DOMException where the text is no base64 */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
}
