import * as z from 'zod/mini'
import { type Answer, answerSchema, saysNothing } from './answer.ts'
import type { Checklist } from './checklist.ts'
import { checklistRefSchema } from './checklist-ref.ts'
import { addDays, isoDateSchema } from './date.ts'
import { factsSchema } from './facts.ts'
import { inspectionKinds } from './people.ts'
import { recordPhotoSchema, sealedPhotos } from './photo.ts'
import { foundPositionSchema } from './place.ts'
import { recordSignatureSchema, type Signature, sealedSignatures } from './signature.ts'
import { recordStepSchema } from './step.ts'

/** Life of an inspection on the server; what is sealed never becomes a draft again (review.ts draws the rest). */
export const inspectionStatuses = ['draft', 'submitted', 'returned', 'approved'] as const
export const inspectionStatusSchema = z.enum(inspectionStatuses)
export type InspectionStatus = z.infer<typeof inspectionStatusSchema>

/** People of the visiting team, as they will stand in the minutes. */
export const teamSchema = z
  .array(z.string().check(z.trim(), z.minLength(1, 'Tên không được để trống.'), z.maxLength(100)))
  .check(z.minLength(1, 'Cần ít nhất một người trong đoàn.'), z.maxLength(20))

/** What is fixed when a visit begins. The facts are a copy: a score must not change with a later edit of the facility. */
export const inspectionHeadSchema = z.strictObject({
  facilityId: z.string(),
  facilityName: z.string(),
  checklist: checklistRefSchema,
  kind: z.enum(inspectionKinds),
  date: isoDateSchema,
  team: teamSchema,
  facts: factsSchema,
  /** Where the device was at the visit. It is found after the beginning, if at all, and nothing waits for it. */
  position: z.optional(foundPositionSchema),
})
export type InspectionHead = z.infer<typeof inspectionHeadSchema>

/** One answer cell: a register with its revision; a second value is kept beside it until a person chooses. */
export const cellSchema = z.strictObject({
  rev: z.int(),
  answer: answerSchema,
  contested: z.optional(z.boolean()),
  /** Of a contested cell: the answer that stood before, and that the author of the present one had not seen. */
  former: z.optional(answerSchema),
})
export type Cell = z.infer<typeof cellSchema>

/** The result as one line: what lists and reports show. Points in hundredths. */
export const scoreSummarySchema = z.strictObject({
  earned: z.int(),
  max: z.int(),
  /** Title of the grade; null where none can be given. */
  grade: z.nullable(z.string()),
  tone: z.enum(['pass', 'partial', 'fail', 'undetermined']),
  criticalFailures: z.int(),
})
export type ScoreSummary = z.infer<typeof scoreSummarySchema>

/** An answer that came after the seal: it never stood, and waits for a person to take it into an amendment. */
export const lateAnswerSchema = z.strictObject({ item: z.string(), answer: answerSchema })

/** An inspection as the server hands it out. */
export const inspectionRecordSchema = z.strictObject({
  id: z.string(),
  head: inspectionHeadSchema,
  status: inspectionStatusSchema,
  createdBy: z.strictObject({ id: z.string(), name: z.string() }),
  /** Milliseconds since 1970, by the server's clock. */
  submittedAt: z.nullable(z.number()),
  score: z.nullable(scoreSummarySchema),
  cells: z.record(z.string(), cellSchema),
  /** Number of the seal that stands; each amendment adds one. Absent: 1 once submitted. */
  sealNo: z.optional(z.int().check(z.gte(1))),
  late: z.optional(z.array(lateAnswerSchema)),
  /** Left out where there is none, as in every row from before there were photos. */
  photos: z.optional(z.array(recordPhotoSchema)),
  /** Left out where there is none. In the order in which they came. */
  signatures: z.optional(z.array(recordSignatureSchema)),
  /** What people did with it since it was sealed, in the order in which the server had it; left out where nobody has. */
  steps: z.optional(z.array(recordStepSchema)),
})
export type InspectionRecord = z.infer<typeof inspectionRecordSchema>

/** Whether a visit can have taken place on that day: from the checklist's first day up to today in Việt Nam. */
export function dateIsPossible(date: string, checklist: Pick<Checklist, 'inForceFrom'>, today: string): boolean {
  // One day of grace: a tablet's date and the server's may differ around midnight.
  return date >= checklist.inForceFrom && date <= addDays(today, 1)
}

/** The answers alone, as the engine reads them. */
export function answersIn(cells: Readonly<Record<string, { answer: Answer }>>): Record<string, Answer> {
  return Object.fromEntries(Object.entries(cells).map(([item, { answer }]) => [item, answer]))
}

/**
 * What the seal's digest is taken over: who reads it later can recompute it from
 * the record alone. An answer that was given and taken back again says nothing.
 * Photos are covered by their hashes, so that a picture that arrives later is provably the right one.
 * @param signatures that hold for the rest (`sealedSignatures`); what they name is the digest of it without them
 */
export function sealedContent(
  head: InspectionHead,
  answers: Readonly<Record<string, Answer>>,
  photos?: readonly string[],
  signatures?: readonly Signature[],
): unknown {
  const said = Object.entries(answers).filter(([, answer]) => !saysNothing(answer))
  return { head, answers: Object.fromEntries(said), ...(photos && { photos }), ...(signatures && { signatures }) }
}

/** What a seal of this record covers. @param digestOf SHA-256 of the canonical JSON */
export function contentOf(
  { head, cells, photos, signatures }: Pick<InspectionRecord, 'head' | 'cells' | 'photos' | 'signatures'>,
  digestOf: (value: unknown) => string,
): unknown {
  const answers = answersIn(cells)
  const hashes = sealedPhotos(photos)
  const signed = sealedContent(head, answers, hashes)
  return signatures ? sealedContent(head, answers, hashes, sealedSignatures(signatures, digestOf(signed))) : signed
}

/** The number of the seal that stands; 0 before the first. */
export function sealNoOf({ status, sealNo }: Pick<InspectionRecord, 'status' | 'sealNo'>): number {
  return sealNo ?? (status === 'draft' ? 0 : 1)
}
