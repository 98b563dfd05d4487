import * as z from 'zod/mini'
import { isoDateSchema } from '../domain/date.ts'
import { inspectionStatusSchema } from '../domain/inspection.ts'
import { signals } from '../domain/overview/doubts.ts'
import { inspectionKinds } from '../domain/people.ts'
import { planSchema } from '../domain/plan.ts'
import { groupSchema, shareSchema, spreadSchema, toneSchema, tonesSchema } from './overview-wire.ts'

/** GET /api/reports/… and GET /api/export/…, as their addresses ask and as they answer. */

const nameSchema = z.string().check(z.maxLength(64))

export const reportQuerySchema = z.object({
  /** `reportPeriodNamed` of domain/overview/period.ts; any other text is PERIOD_INVALID. */
  period: z
    .string()
    .check(
      z.maxLength(64),
      z.describe(
        'A quarter “2026-q3”, the first six or nine months “2026-6”, “2026-9”, a year “2026”, or first and last day, both included, “2026-10-05_2026-11-20”. The same days a year before are compared with where they do not lie within the period.',
      ),
    ),
  kind: z._default(z.enum(inspectionKinds), 'inspection'),
  /** Id of a checklist; absent: every one that was due or used. */
  checklist: z.optional(nameSchema),
  /** One area or one facility; absent: all that the asker reaches. */
  area: z.optional(nameSchema),
  facility: z.optional(nameSchema),
})

const approvals = ['approved', 'open'] as const

export const exportQuerySchema = z.object({
  /** First and last day of the visit, both included. */
  from: z.optional(isoDateSchema),
  until: z.optional(isoDateSchema),
  kind: z.optional(z.enum(inspectionKinds)),
  checklist: z.optional(nameSchema),
  area: z.optional(nameSchema),
  facility: z.optional(nameSchema),
  /** `open`: handed in, and not approved (yet). */
  approval: z.optional(z.enum(approvals)),
})

const failedItemShape = { number: z.string(), question: z.string() }

const rankedRowSchema = z.object({
  id: z.string(),
  name: z.string(),
  areaName: z.string(),
  rank: z.nullable(z.int()),
  inspectionId: z.nullable(z.string()),
  date: z.nullable(z.string()),
  status: z.nullable(inspectionStatusSchema),
  tone: z.nullable(toneSchema),
  grade: z.nullable(z.string()),
  share: shareSchema,
  criticalFailures: z.int(),
  before: shareSchema,
  other: shareSchema,
  sections: z.array(shareSchema),
  signals: z.array(z.enum(signals)),
  moved: z.boolean(),
  closedOn: z.nullable(z.string()),
})

const familyReportSchema = z.object({
  checklistId: z.string(),
  title: z.string(),
  due: z.int(),
  assessed: z.int(),
  approved: z.int(),
  tones: tonesSchema,
  spread: spreadSchema,
  approvedSpread: spreadSchema,
  openSpread: spreadSchema,
  change: z.nullable(z.object({ facilities: z.int(), now: z.int(), before: z.int() })),
  selfMinusInspection: z.nullable(z.object({ facilities: z.int(), mean: z.int() })),
  doubts: z.object({ tooFast: z.int(), noTime: z.int(), clockMoved: z.int(), far: z.int() }),
  areas: z.array(groupSchema),
  types: z.array(groupSchema),
  sections: z.array(z.object({ id: z.string(), title: z.string(), spread: spreadSchema })),
  ranking: z.array(rankedRowSchema),
  failedItems: z.array(z.object({ ...failedItemShape, critical: z.boolean(), failed: z.int(), judged: z.int() })),
  critical: z.array(
    z.object({
      ...failedItemShape,
      facilityId: z.string(),
      facilityName: z.string(),
      inspectionId: z.string(),
      date: z.string(),
    }),
  ),
})

const actionRowSchema = z.object({
  facilityId: z.string(),
  facilityName: z.string(),
  areaName: z.string(),
  checklistTitle: z.string(),
  number: z.string(),
  question: z.string(),
  plan: planSchema,
  plannedOn: z.string(),
  inspectionId: z.string(),
  notFixedOn: z.array(z.string()),
  reportedOn: z.nullable(z.string()),
  daysLate: z.int(),
})

const waterRowSchema = z.object({
  facilityId: z.string(),
  facilityName: z.string(),
  areaName: z.string(),
  inspectionId: z.string(),
  date: z.string(),
  status: inspectionStatusSchema,
  sample: z.object({
    standard: z.string(),
    sampledOn: z.nullable(z.string()),
    slip: z.array(z.object({ question: z.string(), words: z.string() })),
    parameters: z.array(
      z.object({
        item: z.string(),
        number: z.string(),
        name: z.string(),
        words: z.string(),
        limit: z.nullable(z.string()),
        why: z.string(),
        state: z.enum(['pass', 'partial', 'fail', 'recorded', 'undetermined', 'blank', 'notApplicable']),
      }),
    ),
  }),
})

const placeChangeSchema = z.object({
  facilityId: z.string(),
  facilityName: z.string(),
  on: z.string(),
  is: z.enum(['opened', 'moved', 'merged', 'split', 'closed']),
  from: z.nullable(z.string()),
  to: z.nullable(z.string()),
})

const visitRowSchema = z.object({
  inspectionId: z.string(),
  checklistId: z.string(),
  checklistVersion: z.string(),
  title: z.string(),
  kind: z.enum(inspectionKinds),
  date: z.string(),
  status: inspectionStatusSchema,
  share: shareSchema,
  earned: z.int(),
  max: z.int(),
  grade: z.nullable(z.string()),
  tone: toneSchema,
  criticalFailures: z.int(),
  areaName: z.string(),
})

/** As `PeriodReport` of domain/overview/period-report.ts says it; there it is explained. */
export const periodReportSchema = z.object({
  scope: z.discriminatedUnion('is', [
    z.object({ is: z.literal('province'), name: z.string(), areas: z.int(), facilities: z.int() }),
    z.object({ is: z.literal('area'), id: z.string(), name: z.string() }),
    z.object({
      is: z.literal('facility'),
      id: z.string(),
      name: z.string(),
      areaName: z.string(),
      stays: z.array(z.object({ from: z.string(), areaName: z.string() })),
    }),
  ]),
  province: z.string(),
  period: z.string(),
  kind: z.enum(inspectionKinds),
  from: z.string(),
  until: z.string(),
  madeOn: z.string(),
  demonstration: z.boolean(),
  families: z.array(familyReportSchema),
  actions: z.array(actionRowSchema),
  water: z.array(waterRowSchema),
  changes: z.array(placeChangeSchema),
  visits: z.array(visitRowSchema),
})
export type PeriodReportReply = z.infer<typeof periodReportSchema>
