import * as z from 'zod/mini'
import { facilityTypeSchema } from '../domain/facts.ts'
import { inspectionStatusSchema } from '../domain/inspection.ts'
import { signals } from '../domain/overview/doubts.ts'
import { listedChoices } from '../domain/overview/listed.ts'
import { periodNamed } from '../domain/overview/period.ts'
import { inspectionKinds } from '../domain/people.ts'

/** GET /api/overview, as its address asks and as it answers. Shares are hundredths of a per cent; null: nobody can say. */

export const overviewQuerySchema = z.object({
  /** Id of a checklist; absent: the one with most results. */
  checklist: z.optional(z.string().check(z.maxLength(64))),
  kind: z._default(z.enum(inspectionKinds), 'inspection'),
  /** "2026", "2026-q3", "2026-6", "2026-9" (domain/overview/period.ts). */
  period: z.string().check(z.refine((text) => periodNamed(text) !== null, 'Kỳ không đúng.')),
  /** Narrows to one area, and to one type of facility. */
  area: z.optional(z.string().check(z.maxLength(64))),
  type: z.optional(facilityTypeSchema),
  /** Id of a campaign of this kind: due is what it asks for, and its own days count; the period says where the trend ends. */
  campaign: z.optional(z.string().check(z.maxLength(64))),
})
export type OverviewQuery = z.infer<typeof overviewQuerySchema>

/** GET /api/overview/facilities: the same question, of one checklist, and which part of its list of facilities. */
export const facilitiesQuerySchema = z.object({
  ...overviewQuerySchema.shape,
  checklist: z.string().check(z.minLength(1), z.maxLength(64)),
  show: z._default(z.enum(listedChoices), 'all'),
  /** Only where this item failed. */
  item: z.optional(z.string().check(z.maxLength(64))),
  /** `next` of the part before; absent: the first part. */
  after: z.optional(z.string().check(z.maxLength(100), z.regex(/^-?\d{1,5}\../))),
})

export const shareSchema = z.nullable(z.int())
export const spreadSchema = z.nullable(
  z.object({
    count: z.int(),
    mean: z.int(),
    median: z.int(),
    low: z.int(),
    high: z.int(),
    deviation: z.int(),
  }),
)
export const toneSchema = z.enum(['pass', 'partial', 'fail', 'undetermined'])
export const tonesSchema = z.object({ pass: z.int(), partial: z.int(), fail: z.int(), undetermined: z.int() })

export const groupSchema = z.object({
  id: z.string(),
  name: z.string(),
  due: z.int(),
  assessed: z.int(),
  spread: spreadSchema,
  tones: tonesSchema,
})

const facilityRowSchema = z.object({
  /** Among those that are listed; alike in share, alike in rank. Null: not determined, or not visited. */
  rank: z.nullable(z.int()),
  id: z.string(),
  name: z.string(),
  areaId: z.string(),
  areaName: z.string(),
  type: facilityTypeSchema,
  closedOn: z.nullable(z.string()),
  /** Whether it came into its area within the period: its results of before were another area's. */
  moved: z.boolean(),
  now: z.nullable(
    z.object({
      inspectionId: z.string(),
      date: z.string(),
      status: inspectionStatusSchema,
      tone: toneSchema,
      grade: z.nullable(z.string()),
      share: shareSchema,
      criticalFailures: z.int(),
      sections: z.array(shareSchema),
      signals: z.array(z.enum(signals)),
    }),
  ),
  before: shareSchema,
  other: z.nullable(z.object({ inspectionId: z.string(), share: shareSchema })),
})

/** A part of the list of facilities: best share first, then what is not determined, then what was not visited. */
export const facilityPageSchema = z.object({
  /** How many there are in all parts. */
  of: z.int(),
  rows: z.array(facilityRowSchema),
  /** Where the next part begins; null: there is none. */
  next: z.nullable(z.string()),
})
export type FacilityPage = z.infer<typeof facilityPageSchema>

export const overviewReplySchema = z.object({
  /** Everything counted is invented: real and invented facilities are never counted together. */
  demonstration: z.boolean(),
  period: z.string(),
  kind: z.enum(inspectionKinds),
  /** Whose assignments are due and done here; null: every facility that a checklist is for. */
  campaign: z.nullable(
    z.object({
      id: z.string(),
      title: z.string(),
      from: z.string(),
      due: z.string(),
      closedOn: z.nullable(z.string()),
      /** What it asks for with the chosen checklist, as it is counted here. */
      facilityIds: z.array(z.string()),
    }),
  ),
  /** One line for each checklist: the chosen kind, period, area and type. */
  families: z.array(
    z.object({
      checklistId: z.string(),
      title: z.string(),
      optional: z.boolean(),
      due: z.int(),
      assessed: z.int(),
      approved: z.int(),
      criticalFailures: z.int(),
      spread: spreadSchema,
      tones: tonesSchema,
    }),
  ),
  /** Of the chosen checklist; null where there is none. */
  chosen: z.nullable(
    z.object({
      checklistId: z.string(),
      title: z.string(),
      due: z.int(),
      assessed: z.int(),
      approved: z.int(),
      tones: tonesSchema,
      spread: spreadSchema,
      change: z.nullable(z.object({ facilities: z.int(), now: z.int(), before: z.int() })),
      selfMinusInspection: z.nullable(z.object({ facilities: z.int(), mean: z.int() })),
      areas: z.array(groupSchema),
      types: z.array(groupSchema),
      trend: z.array(z.object({ quarter: z.int(), visits: z.int(), assessed: z.int(), spread: spreadSchema })),
      sections: z.array(z.object({ id: z.string(), title: z.string(), spread: spreadSchema })),
      /** How many facilities are listed, of each kind. */
      listed: z.record(z.enum(listedChoices), z.int()),
      /** The first part of the list of all. */
      facilities: facilityPageSchema,
      failedItems: z.array(
        z.object({
          id: z.string(),
          number: z.string(),
          question: z.string(),
          critical: z.boolean(),
          failed: z.int(),
          judged: z.int(),
        }),
      ),
    }),
  ),
})
export type OverviewReply = z.infer<typeof overviewReplySchema>
