import * as z from 'zod/mini'
import { deadlinesSchema } from '../domain/campaign/deadlines.ts'
import { assignmentStates } from '../domain/campaign/progress.ts'
import { FACILITIES_MAX, selectionSchema } from '../domain/campaign/selection.ts'
import { sharings } from '../domain/campaign/sharing.ts'
import { isoDateSchema } from '../domain/date.ts'
import { facilityTypeSchema } from '../domain/facts.ts'
import { periodNamed } from '../domain/overview/period.ts'
import { inspectionKinds } from '../domain/people.ts'

/**
 * What goes over the wire about campaigns: plain JSON under /api, asked while online.
 * Assignments reach the devices by the sync (wire.ts); this is for who plans and follows.
 */

const idSchema = z.string().check(z.minLength(1), z.maxLength(64))
const titleSchema = z
  .string()
  .check(z.trim(), z.normalize('NFC'), z.minLength(1, 'Cần có tên đợt.'), z.maxLength(200, 'Tên dài tối đa 200 ký tự.'))
const versionSchema = z.int().check(z.gte(1))
const kindSchema = z.enum(inspectionKinds)

const askShape = {
  kind: kindSchema,
  /** Ids: the newest version of each is pinned. */
  checklists: z
    .array(idSchema)
    .check(z.minLength(1, 'Chọn ít nhất một bộ tiêu chí.'), z.maxLength(8, 'Chọn nhiều nhất 8 bộ tiêu chí.')),
  selection: selectionSchema,
  /** Who goes; nobody for a self-assessment. */
  people: z.array(idSchema).check(z.maxLength(100, 'Chọn nhiều nhất 100 người.')),
  sharing: z.enum(sharings),
}

/** POST /api/campaigns/preview */
export const campaignPreviewSchema = z.strictObject(askShape)

/** POST /api/campaigns: what was previewed, and which facilities were then shown. */
export const newCampaignSchema = z
  .strictObject({
    ...askShape,
    title: titleSchema,
    period: z.nullable(z.string().check(z.refine((text) => periodNamed(text) !== null, 'Kỳ không đúng.'))),
    from: isoDateSchema,
    until: isoDateSchema,
    due: isoDateSchema,
    /** 409 CAMPAIGN_CHANGED where the same rule chooses others by now. */
    facilities: z.array(idSchema).check(z.minLength(1), z.maxLength(FACILITIES_MAX)),
  })
  .check(
    z.refine(({ from, until }) => from <= until, { path: ['until'], error: 'Ngày cuối kỳ phải sau ngày đầu kỳ.' }),
    z.refine(({ from, due }) => from <= due, { path: ['due'], error: 'Hạn phải từ ngày đầu kỳ trở đi.' }),
  )

/** PUT /api/campaigns/:id */
export const campaignChangeSchema = z.strictObject({ version: versionSchema, title: titleSchema, due: isoDateSchema })
/** POST /api/campaigns/:id/close */
export const campaignCloseSchema = z.strictObject({ version: versionSchema })
/** PUT /api/assignments/:id */
export const reassignSchema = z.strictObject({ people: z.array(idSchema).check(z.maxLength(100)) })
/** PUT /api/deadlines */
export const deadlinesBodySchema = z.strictObject({ deadlines: deadlinesSchema })
/** GET and PUT /api/deadlines */
export const deadlinesReplySchema = z.object({ deadlines: deadlinesSchema })

const namedSchema = z.object({ id: z.string(), name: z.string() })
const placeSchema = z.object({
  id: z.string(),
  name: z.string(),
  areaId: z.string(),
  areaName: z.string(),
  type: facilityTypeSchema,
})
const inspectorSchema = z.object({ id: z.string(), name: z.string(), areaIds: z.array(z.string()) })

/** GET /api/campaigns/choices: what a campaign of the asker may be made of. */
export const campaignChoicesSchema = z.object({
  today: z.string(),
  checklists: z.array(
    z.object({ id: z.string(), title: z.string(), version: z.string(), facilityTypes: z.array(facilityTypeSchema) }),
  ),
  areas: z.array(namedSchema),
  facilities: z.array(placeSchema),
  inspectors: z.array(inspectorSchema),
  deadlines: deadlinesSchema,
})
export type CampaignChoices = z.infer<typeof campaignChoicesSchema>

export const previewReplySchema = z.object({
  /** How many there were to choose from. */
  candidates: z.int(),
  facilities: z.array(
    z.object({
      ...placeSchema.shape,
      lastDate: z.nullable(z.string()),
      /** Hundredths of a per cent. */
      lowestShare: z.nullable(z.int()),
      checklists: z.array(z.string()),
      people: z.array(z.string()),
    }),
  ),
})
export type CampaignPreview = z.infer<typeof previewReplySchema>

const progressSchema = z.object({ done: z.int(), doneLate: z.int(), due: z.int(), overdue: z.int(), void: z.int() })

const campaignSchema = z.object({
  id: z.string(),
  title: z.string(),
  kind: kindSchema,
  checklists: z.array(z.object({ id: z.string(), version: z.string(), title: z.string() })),
  period: z.nullable(z.string()),
  from: z.string(),
  until: z.string(),
  due: z.string(),
  selection: selectionSchema,
  createdBy: namedSchema,
  closedOn: z.nullable(z.string()),
  version: versionSchema,
  /** Of what the asker reaches. */
  progress: progressSchema,
  facilities: z.int(),
  /** Whether the asker reaches all of it, and so may change it. */
  mayChange: z.boolean(),
})
export type CampaignRow = z.infer<typeof campaignSchema>

/** GET /api/campaigns */
export const campaignsReplySchema = z.object({ today: z.string(), campaigns: z.array(campaignSchema) })
export type CampaignsReply = z.infer<typeof campaignsReplySchema>

/** GET /api/campaigns/:id, and every act on it. */
export const campaignReplySchema = z.object({
  today: z.string(),
  campaign: campaignSchema,
  assignments: z.array(
    z.object({
      id: z.string(),
      facility: placeSchema,
      checklistId: z.string(),
      people: z.array(namedSchema),
      state: z.enum(assignmentStates),
      visit: z.nullable(z.object({ id: z.string(), date: z.string() })),
    }),
  ),
  /** Whom an assignment may be given to. */
  inspectors: z.array(inspectorSchema),
})
export type CampaignReply = z.infer<typeof campaignReplySchema>
