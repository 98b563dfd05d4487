/**
 * The one seam through which every stored value passes. Today a value is kept as
 * it is; encryption at rest will replace these two functions and nothing else.
 *
 * They are asynchronous because WebCrypto is, and they are called before a
 * transaction opens or after it has closed: waiting for WebCrypto inside one
 * would let IndexedDB close it. So what a transaction must look at (ids, states,
 * revisions) stands beside the packed value, never inside it.
 */
export type Packed<T> = { readonly plain: T }

/** Value → what is stored. */
export async function pack<T>(value: T): Promise<Packed<T>> {
  return { plain: value }
}

/** What is stored → value. */
export async function unpack<T>(packed: Packed<T>): Promise<T> {
  return packed.plain
}
