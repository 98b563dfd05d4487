import * as z from 'zod/mini'
import { sha256Schema } from './photo.ts'
import { isInk, strokesSchema } from './strokes.ts'

/**
 * A signature under an inspection. It names the content it was given for by its digest:
 * whether it holds is never stored, it is seen by comparing the two.
 */

/** The places to sign in the minutes: who represents the facility, who writes them, who leads the team. */
export const signerRoles = ['facility', 'secretary', 'head'] as const
export type SignerRole = (typeof signerRoles)[number]

export const SIGNER_NAME_MAX = 100
export const REFUSAL_REASON_MAX = 500
/** Of one visit, those that no longer hold and those taken back too: a record stays small. */
export const SIGNATURES_MAX = 40

const markSchema = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('drawn'), strokes: strokesSchema.check(z.refine(isInk)) }),
  /** Who cannot draw here has typed their name and confirmed it. */
  z.strictObject({ is: z.literal('typed') }),
  /** Asked to sign, and did not want to. */
  z.strictObject({ is: z.literal('refused'), reason: z.string().check(z.trim(), z.maxLength(REFUSAL_REASON_MAX)) }),
])
export type SignatureMark = z.infer<typeof markSchema>

/** As its author announces it. It never changes. */
export const signatureSchema = z.strictObject({
  id: z.string().check(z.regex(/^[\w-]{1,64}$/)),
  role: z.enum(signerRoles),
  /** Empty only where somebody refused and did not give a name. */
  name: z.string().check(z.trim(), z.maxLength(SIGNER_NAME_MAX)),
  /** Chức vụ; empty where none was said. */
  position: z.string().check(z.trim(), z.maxLength(SIGNER_NAME_MAX)),
  mark: markSchema,
  /** Milliseconds since 1970 by the device's clock. For reading only. */
  at: z.number(),
  /** SHA-256 of the content that was signed: head, answers and photos (`sealedContent` without signatures). */
  digest: sha256Schema,
})
export type Signature = z.infer<typeof signatureSchema>

/** Whether a signature says who gave it. */
export function isNamed({ name, mark }: Pick<Signature, 'name' | 'mark'>): boolean {
  return name !== '' || mark.is === 'refused'
}

/** A signature as the server hands it out with its inspection. */
export const recordSignatureSchema = z.strictObject({
  ...signatureSchema.shape,
  /** Taken back by its author: kept, never shown, never sealed. */
  removed: z.optional(z.literal(true)),
  /** It came after the seal and is no part of it. */
  late: z.optional(z.literal(true)),
})
export type RecordSignature = z.infer<typeof recordSignatureSchema>

type Marked = Signature & { removed?: boolean | undefined; late?: boolean | undefined }

/** What the author said of it, without what became of it. */
export function announcedSignature({ removed: _removed, late: _late, ...signature }: RecordSignature): Signature {
  return signature
}

/**
 * | state   | meaning                                                        |
 * |---------|----------------------------------------------------------------|
 * | `holds` | given for exactly this content                                 |
 * | `void`  | given for other content: something was changed after it        |
 * | `late`  | it came when the inspection was sealed, and stands beside it   |
 */
export type SignatureState = 'holds' | 'void' | 'late'

/** @param digest of the present content, without signatures */
export function stateOfSignature({ digest: signed, late }: Marked, digest: string): SignatureState {
  if (late) return 'late'
  return signed === digest ? 'holds' : 'void'
}

/**
 * What a seal covers of the signatures: those that hold, whole, by id; undefined where there is none.
 * @param digest of the content, without signatures
 */
export function sealedSignatures(signatures: readonly Marked[] | undefined, digest: string): Signature[] | undefined {
  const held = (signatures ?? [])
    .filter((signature) => !signature.removed && stateOfSignature(signature, digest) === 'holds')
    .map(announcedSignature as (signature: Marked) => Signature)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  return held.length > 0 ? held : undefined
}

/** The one that counts for a place, of those that are given: the newest. */
export function lastOf<T extends Pick<Signature, 'id' | 'role' | 'at'>>(
  signatures: readonly T[],
  role: SignerRole,
): T | undefined {
  const own = signatures.filter((signature) => signature.role === role)
  return own.sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1))[0]
}
