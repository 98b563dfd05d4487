import * as z from 'zod/mini'
import { type Deadline, lastDayFor } from '../../../domain/campaign/deadlines.ts'
import { FACILITIES_MAX, type Selection, type SelectionBy } from '../../../domain/campaign/selection.ts'
import { type Sharing, sharings } from '../../../domain/campaign/sharing.ts'
import { addDays, isoDateSchema } from '../../../domain/date.ts'
import { type FacilityType, facilityTypes } from '../../../domain/facts.ts'
import { firstDayOf, periodKeys, periodNamed } from '../../../domain/overview/period.ts'
import { type InspectionKind, inspectionKinds } from '../../../domain/people.ts'
import type { campaignPreviewSchema } from '../../../protocol/campaign-wire.ts'

/** What is typed of a campaign, and what is asked with it. */
export type CampaignForm = {
  title: string
  kind: InspectionKind
  checklists: string[]
  /** A period of domain/overview/period.ts; '' for days of one's own. */
  period: string
  from: string
  until: string
  due: string
  by: SelectionBy
  facilityIds: string[]
  areaIds: string[]
  type: FacilityType | ''
  count: string
  seed: number
  people: string[]
  sharing: Sharing
}

const daySchema = z
  .string()
  .check(z.refine((date) => isoDateSchema.safeParse(date).success && date >= '2000', 'Chọn ngày.'))

export const campaignShape = z
  .object({
    title: z.string().check(z.trim(), z.minLength(1, 'Nhập tên đợt.'), z.maxLength(200, 'Tên dài tối đa 200 ký tự.')),
    kind: z.enum(inspectionKinds),
    checklists: z
      .array(z.string())
      .check(z.minLength(1, 'Chọn ít nhất một bộ tiêu chí.'), z.maxLength(8, 'Chọn nhiều nhất 8 bộ tiêu chí.')),
    period: z.string(),
    from: daySchema,
    until: daySchema,
    due: daySchema,
    by: z.enum(['all', 'list', 'worst', 'oldest', 'random']),
    facilityIds: z.array(z.string()),
    areaIds: z.array(z.string()),
    type: z.union([z.literal(''), z.enum(facilityTypes)]),
    count: z.string(),
    seed: z.number(),
    people: z.array(z.string()).check(z.maxLength(100, 'Chọn nhiều nhất 100 người.')),
    sharing: z.enum(sharings),
  })
  .check(
    z.refine(({ from, until }) => from <= until, {
      path: ['until'],
      error: 'Ngày cuối kỳ phải từ ngày đầu kỳ trở đi.',
    }),
    z.refine(({ from, due }) => from <= due, { path: ['due'], error: 'Hạn phải từ ngày đầu kỳ trở đi.' }),
    z.refine(({ by, facilityIds }) => by !== 'list' || facilityIds.length > 0, {
      path: ['facilityIds'],
      error: 'Chọn ít nhất một cơ sở.',
    }),
    z.refine(({ by, count }) => !hasCount(by) || countIn(count) !== null, {
      path: ['count'],
      error: 'Nhập số cơ sở, từ 1 đến 2.000.',
    }),
  )

export function hasCount(by: SelectionBy): boolean {
  return by === 'worst' || by === 'oldest' || by === 'random'
}

function countIn(text: string): number | null {
  const count = /^\d{1,4}$/.test(text.trim()) ? Number(text) : 0
  return count >= 1 && count <= FACILITIES_MAX ? count : null
}

/** What the server is asked to choose; the other fields are words and days. */
export function askedBy(form: CampaignForm): z.output<typeof campaignPreviewSchema> {
  const { kind, checklists, people, sharing } = form
  return { kind, checklists, selection: selectionOf(form), people: kind === 'inspection' ? people : [], sharing }
}

function selectionOf({ by, facilityIds, areaIds, type, count, seed }: CampaignForm): Selection {
  const narrow = { areaIds, types: type === '' ? [] : [type] }
  const many = countIn(count) ?? 1
  switch (by) {
    case 'list':
      return { by, facilityIds }
    case 'all':
      return { by, ...narrow }
    case 'worst':
    case 'oldest':
      return { by, ...narrow, count: many }
    case 'random':
      return { by, ...narrow, count: many, seed }
    default:
      return by satisfies never
  }
}

/** Periods of this year and the next: a campaign is planned ahead. */
export function plannedPeriods(today: string): string[] {
  const year = Number(today.slice(0, 4))
  return [year, year + 1].flatMap((each) => periodKeys(`${each}-12-31`).filter((key) => key.startsWith(`${each}`)))
}

/**
 * First and last day of a period, and by when its report is due: what a campaign
 * begins with. Where that day has gone by, the period's last: nothing is late as it is made.
 */
export function daysOf(key: string, deadlines: readonly Deadline[], today: string) {
  const period = periodNamed(key)
  if (!period) return null
  const [from, until] = [firstDayOf(period.from), addDays(firstDayOf(period.to + 1), -1)]
  const reported = lastDayFor(period, deadlines)
  return { from, until, due: reported !== null && reported >= from && reported >= today ? reported : until }
}

export function newSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0
}
