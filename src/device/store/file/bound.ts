import { Problem } from '../../../domain/problem.ts'
import type { StoreKey } from '../packing.ts'

/** JSON sealed for one place in one file (`bindingOf`): anywhere else it does not open. */

const utf8 = { from: new TextEncoder(), to: new TextDecoder() }
const how = (iv: BufferSource, binding: string) => ({
  name: 'AES-GCM',
  iv,
  additionalData: utf8.from.encode(binding),
})

/** @throws Problem FILE_NEEDS_ACCOUNT: the store has no key */
export async function sealBound(
  key: StoreKey,
  value: unknown,
  binding: string,
): Promise<{ iv: Uint8Array<ArrayBuffer>; sealed: Uint8Array<ArrayBuffer> }> {
  if (key === null) throw new Problem('FILE_NEEDS_ACCOUNT')
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const text = utf8.from.encode(JSON.stringify(value))
  return { iv, sealed: new Uint8Array(await crypto.subtle.encrypt(how(iv, binding), key, text)) }
}

/** @throws Problem FILE_DAMAGED: it is not what was sealed for this place */
export async function openBound(
  key: CryptoKey,
  { iv, sealed }: { iv: BufferSource; sealed: BufferSource },
  binding: string,
): Promise<unknown> {
  try {
    return JSON.parse(utf8.to.decode(await crypto.subtle.decrypt(how(iv, binding), key, sealed)))
  } catch (error) {
    if ((error as Error).name === 'OperationError') throw new Problem('FILE_DAMAGED')
    throw error
  }
}
