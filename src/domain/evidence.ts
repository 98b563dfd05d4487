import * as z from 'zod/mini'
import { type Answer, answerSchema } from './answer.ts'
import { canonicalJson } from './canonical.ts'
import { type ClockReading, clockReadingSchema, sealClockSchema } from './clock.ts'
import { sha256Schema } from './photo.ts'

/**
 * What is signed, by device and server, to the letter. ECDSA P-256 over SHA-256;
 * keys are the uncompressed point, signatures r and s, both in base64url. Every
 * text begins with its purpose: what was signed for one can never pass for another.
 */

export const publicKeySchema = z.string().check(z.regex(/^[\w-]{87}$/))
const signatureValueSchema = z.string().check(z.regex(/^[\w-]{86}$/))

/** A public key with its name: the SHA-256 of its text. */
export const namedKeySchema = z.object({ id: sha256Schema, key: publicKeySchema })
export type NamedKey = z.infer<typeof namedKeySchema>

/** A device's signature of what it hands in, on its way with the mutation. */
export const sealSignatureSchema = z.strictObject({
  key: publicKeySchema,
  /** SHA-256 of the seal before, as far as the device knows it. */
  previous: z.nullable(sha256Schema),
  clock: z.nullable(clockReadingSchema),
  value: signatureValueSchema,
})
export type SealSignature = z.infer<typeof sealSignatureSchema>

export type SealStatement = {
  kind: 'submit' | 'amend'
  inspection: string
  /** Of the content (`sealedContent`). */
  digest: string
  /** The number of the seal that it makes. */
  seal: number
  previous: string | null
  /** The person's id. */
  by: string
  /** Of an amendment. */
  reason: string | null
  key: string
  /** The device's wall clock. */
  at: number
  clock: ClockReading | null
}

/** What a device signs when it hands in. */
export function sealStatement(said: SealStatement): string {
  return `so-kiem seal 1\n${canonicalJson(said)}`
}

/** What the server confirms of one seal. A newer server may say more: all of it is signed. */
export const receiptSchema = z.looseObject({
  inspection: z.string(),
  seal: z.int(),
  /** Digest of the content, as the device signed it. */
  content: sha256Schema,
  /** Of the photos under the seal, sorted. */
  photos: z.array(sha256Schema),
  /** SHA-256 of the device's signature; null where it gave none. */
  signature: z.nullable(sha256Schema),
  /** Milliseconds since 1970, by the server's clock. */
  at: z.number(),
  /** SHA-256 of the seal, and of the one before it. */
  sealed: sha256Schema,
  previous: z.nullable(sha256Schema),
  /** Name of the server's key. */
  key: sha256Schema,
})
export type Receipt = z.infer<typeof receiptSchema>

export const signedReceiptSchema = z.object({ said: receiptSchema, signature: signatureValueSchema })
export type SignedReceipt = z.infer<typeof signedReceiptSchema>

/** What the server signs. */
export function receiptText(said: Receipt): string {
  return `so-kiem receipt 1\n${canonicalJson(said)}`
}

/** What became of a device's signature: none came, or one that does not fit. The seal stands either way. */
export const signedStateSchema = z.enum(['signed', 'unsigned', 'wrong'])
export type SignedState = z.infer<typeof signedStateSchema>

export const answerChangeSchema = z.object({
  item: z.string(),
  /** Absent: not answered. */
  before: z.optional(answerSchema),
  after: z.optional(answerSchema),
})
export type AnswerChange = z.infer<typeof answerChangeSchema>

/** One revision of a sealed inspection, as it is told beside the record. */
export const sealNoteSchema = z.object({
  no: z.int().check(z.gte(1)),
  kind: z.enum(['submit', 'amend']),
  by: z.object({ id: z.string(), name: z.string() }),
  /** By the server's clock. */
  at: z.number(),
  reason: z.optional(z.string()),
  /** Absent, as everything below, in seals from before there were signatures. */
  signed: z.optional(signedStateSchema),
  /** Name of the key that signed. */
  key: z.optional(z.string()),
  clock: z.optional(sealClockSchema),
  receipt: z.optional(signedReceiptSchema),
  /** What an amendment changed. */
  changes: z.optional(z.array(answerChangeSchema)),
})
export type SealNote = z.infer<typeof sealNoteSchema>

/** Which answers differ, by item. */
export function changesBetween(
  before: Readonly<Record<string, Answer>>,
  after: Readonly<Record<string, Answer>>,
): AnswerChange[] {
  const items = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return items.flatMap((item) => {
    const [was, is] = [before[item], after[item]]
    if (was && is && canonicalJson(was) === canonicalJson(is)) return []
    return [{ item, ...(was && { before: was }), ...(is && { after: is }) }]
  })
}

/** Where a paper is compared with what the server holds. The server's own page, not the app's. */
export function verificationPath(inspection: string, digest: string): string {
  return `/xac-minh/${inspection}/${digest}`
}

/** A hash as people compare it: its first sixteen digits, in fours. */
export function shortHash(hash: string): string {
  return (hash.slice(0, 16).match(/.{4}/g) ?? []).join(' ')
}

/**
 * What a device finds of a receipt that it holds against what it shows:
 *
 * | result     | meaning                                                              |
 * |------------|----------------------------------------------------------------------|
 * | whole      | the server signed it, and it speaks of exactly this                  |
 * | differs    | the server signed it, and it speaks of something else                |
 * | unknownKey | this device has never heard of the key: it can say nothing           |
 * | wrong      | the server's key has not signed this                                 |
 */
export type ReceiptCheck = 'whole' | 'differs' | 'unknownKey' | 'wrong'
