import * as z from 'zod/mini'

/**
 * What a view holds, as one number and one hash for each kind of row: the rows'
 * SHA-256 added bit by bit (XOR), so that their order does not matter. Device and
 * server compute it each from their own rows; a difference means that something
 * was lost on the way, and the view is read again.
 */
export const viewDigestSchema = z.object({ count: z.int(), xor: z.string().check(z.regex(/^[0-9a-f]{64}$/)) })
export type ViewDigest = z.infer<typeof viewDigestSchema>

export const emptyView: ViewDigest = { count: 0, xor: '0'.repeat(64) }

/** The view with one more row. @param hash SHA-256 of the row in hex */
export function withRow({ count, xor }: ViewDigest, hash: string): ViewDigest {
  const sum = Array.from({ length: 16 }, (_, index) => {
    const part = (hex: string) => Number.parseInt(hex.slice(index * 4, index * 4 + 4), 16)
    return (part(xor) ^ part(hash)).toString(16).padStart(4, '0')
  })
  return { count: count + 1, xor: sum.join('') }
}
