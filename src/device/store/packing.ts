import { Problem } from '../../domain/problem.ts'

/**
 * The one seam through which every stored value passes: sealed under the store's
 * key, or as it is where a store has no key yet (before its person has chosen a
 * PIN, and in rows that an older version of the app wrote).
 *
 * WebCrypto is asynchronous: values are packed before a transaction opens and
 * unpacked after it has closed, since waiting inside one would let IndexedDB close
 * it. So what a transaction must look at (ids, states, revisions) stands beside the
 * packed value, never inside it.
 */
export type Packed<T> = { readonly plain: T } | Sealed<T>

/** AES-256-GCM, with a number of its own for each value. */
type Sealed<T> = {
  readonly iv: Uint8Array<ArrayBuffer>
  /** A picture stays a Blob, so that a list of rows holds handles and no bytes. */
  readonly sealed: Uint8Array<ArrayBuffer> | Blob
  readonly as: 'json' | 'blob' | 'buffer'
  /** Media type of a Blob. */
  readonly type?: string
  /** Never there: what `unpack` gives. */
  readonly holds?: T
}

/** A store's key; null where it has none. */
export type StoreKey = CryptoKey | null

const utf8 = { from: new TextEncoder(), to: new TextDecoder() }
const algorithm = (iv: BufferSource) => ({ name: 'AES-GCM', iv })

/** Value → what is stored. JSON values, Blobs and ArrayBuffers. */
export async function packWith<T>(key: StoreKey, value: T): Promise<Packed<T>> {
  if (key === null) return { plain: value }
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const seal = async (bytes: BufferSource) => new Uint8Array(await crypto.subtle.encrypt(algorithm(iv), key, bytes))
  if (value instanceof Blob)
    return { iv, sealed: new Blob([await seal(await value.arrayBuffer())]), as: 'blob', type: value.type }
  if (value instanceof ArrayBuffer) return { iv, sealed: await seal(value), as: 'buffer' }
  return { iv, sealed: await seal(utf8.from.encode(JSON.stringify(value))), as: 'json' }
}

/**
 * What is stored → value.
 * @throws Problem STORE_LOCKED: sealed under another key, or damaged
 */
export async function unpackWith<T>(key: StoreKey, packed: Packed<T>): Promise<T> {
  if ('plain' in packed) return packed.plain
  const { iv, sealed, as, type } = packed
  const bytes = await open(key, iv, sealed instanceof Blob ? await sealed.arrayBuffer() : sealed)
  switch (as) {
    case 'json':
      return JSON.parse(utf8.to.decode(bytes)) as T
    case 'blob':
      return new Blob([bytes], type ? { type } : {}) as T
    case 'buffer':
      return bytes as T
    default:
      return as satisfies never
  }
}

/** Whether two are one and the same stored value: nothing is sealed twice under one number. */
export function isSamePacked(a: Packed<unknown>, b: Packed<unknown>): boolean {
  if ('plain' in a || 'plain' in b) return JSON.stringify(a) === JSON.stringify(b)
  return a.iv.every((byte, index) => byte === b.iv[index])
}

async function open(key: StoreKey, iv: BufferSource, sealed: BufferSource): Promise<ArrayBuffer> {
  try {
    if (key !== null) return await crypto.subtle.decrypt(algorithm(iv), key, sealed)
  } catch (error) {
    if (!(error instanceof DOMException || (error as Error).name === 'OperationError')) throw error
  }
  throw new Problem('STORE_LOCKED')
}
