import { type Checklist, itemNumber, itemsOf } from '../checklist.ts'
import type { Facts } from '../facts.ts'
import type { InspectionStatus, ScoreSummary } from '../inspection.ts'
import type { Position } from '../place.ts'
import { isFar, type Signal } from './doubts.ts'
import { latestIn, type Share, type Spread, shareOf, spreadOf, type Tones, tonesOf } from './figures.ts'
import { firstDayIn, type Period, type Quarter, yearBefore } from './period.ts'
import type { Standing } from './standing.ts'

/** A facility as an overview names it. */
export type OverviewFacility = {
  id: string
  name: string
  areaId: string
  areaName: string
  type: Facts['type']
  /** The day from which it is not visited any more. */
  closedOn: string | null
  /** Where it is; null where nobody has said. */
  position: Position | null
}

/** What the trend and the comparisons need of a standing. */
export type BriefStanding = Pick<Standing, 'inspectionId' | 'facilityId' | 'kind' | 'quarter'> & {
  score: Pick<ScoreSummary, 'earned' | 'max' | 'tone'>
  /** Visits of that quarter, the one that stands included. */
  visits: number
  /** Where a period of days is asked for: its quarter alone would not say whether it lies in them. */
  date?: string
}

/** One facility's row: what stands at the end of the period, and what it is compared with. */
export type FacilityRow = Omit<OverviewFacility, 'position'> & {
  now: FacilityResult | null
  /** Share at the end of the same period a year before. */
  before: Share
  /** Of the other kind of visit in the same period: the self-assessment beside the inspection, or the other way round. */
  other: { inspectionId: string; share: Share } | null
}

export type FacilityResult = {
  inspectionId: string
  date: string
  status: InspectionStatus
  tone: ScoreSummary['tone']
  grade: string | null
  share: Share
  criticalFailures: number
  /** By section, in the order of `Overview.sections`; null where nothing of it counts. */
  sections: Share[]
  signals: Signal[]
}

export type GroupRow = { id: string; name: string; due: number; assessed: number; spread: Spread | null; tones: Tones }

export type ItemRow = {
  id: string
  number: string
  question: string
  critical: boolean
  failed: number
  judged: number
  /** Where it failed: ids of facilities. */
  facilities: string[]
}

export type TrendRow = { quarter: Quarter; visits: number; assessed: number; spread: Spread | null }

export type Overview = {
  due: number
  assessed: number
  approved: number
  tones: Tones
  spread: Spread | null
  /** Mean share of the facilities that were assessed in both, now and a year before; null where there is none. */
  change: { facilities: number; now: number; before: number } | null
  /** Mean of self-assessment minus inspection over the facilities that have both. */
  selfMinusInspection: { facilities: number; mean: number } | null
  areas: GroupRow[]
  types: GroupRow[]
  trend: TrendRow[]
  sections: { id: string; title: string; spread: Spread | null }[]
  facilities: FacilityRow[]
  /** The twenty that fail most often, by share of those judged. */
  failedItems: ItemRow[]
}

export const FAILED_ITEMS_SHOWN = 20
const TREND_QUARTERS = 8

/** Everything that an overview of one checklist and one kind of visit rests on. */
export type OverviewSource = {
  checklist: Checklist
  kind: Standing['kind']
  period: Period
  /** Every facility in reach. */
  facilities: readonly OverviewFacility[]
  /** Of this checklist, both kinds of visit, from `overviewSpan` on. */
  briefs: readonly BriefStanding[]
  /** Of this checklist and kind, each facility's latest within the period: the whole rows. */
  standings: readonly Standing[]
  /** Facilities that a campaign asks for; absent: all that the checklist is for. */
  due?: ReadonlySet<string> | undefined
}

/** What has to be read for a period: the trend behind it, and the year before. */
export function overviewSpan({ from, to }: Period): Period {
  return { from: Math.min(from - 4, to - TREND_QUARTERS + 1), to }
}

/** Whether a facility is to be assessed with a checklist in a period: it is of a type the checklist is for, and open on its first day. */
export function isDue(
  { type, closedOn }: Pick<OverviewFacility, 'type' | 'closedOn'>,
  { facilityTypes }: Pick<Checklist, 'facilityTypes'>,
  period: Period,
): boolean {
  return facilityTypes.includes(type) && (closedOn === null || closedOn > firstDayIn(period))
}

/**
 * The figures of one checklist, one kind of visit and one period. Each facility
 * counts once, with the result of its latest visit in the period; a facility that
 * was not due (closed since, or of another type) is listed where it was assessed.
 */
export function overviewOf(source: OverviewSource): Overview {
  const { checklist, kind, period, facilities, briefs, standings } = source
  const byFacility = grouped(briefs)
  const former = yearBefore(period)
  const whole = grouped(standings)
  const rows: (FacilityRow & { standing: Standing | null; isDue: boolean })[] = []
  for (const facility of facilities) {
    const own = byFacility.get(facility.id) ?? []
    const standing = latestIn(whole.get(facility.id) ?? [], period)
    const due = source.due ? source.due.has(facility.id) : isDue(facility, checklist, period)
    if (!due && standing === null) continue
    const ofKind = own.filter((each) => each.kind === kind)
    const before = former && latestIn(ofKind, former)
    const other = latestIn(
      own.filter((each) => each.kind !== kind),
      period,
    )
    const { position, ...named } = facility
    rows.push({
      ...named,
      now: standing && resultOf(standing, checklist, position),
      before: before && shareOf(before.score),
      other: other && { inspectionId: other.inspectionId, share: shareOf(other.score) },
      standing,
      isDue: due,
    })
  }
  const results = rows.flatMap(({ now, standing }) => (now && standing ? [{ ...now, score: standing.score }] : []))
  return {
    due: rows.filter((row) => row.isDue).length,
    assessed: results.length,
    approved: results.filter(({ status }) => status === 'approved').length,
    tones: tonesOf(results),
    spread: spreadOf(results.map(({ share }) => share)),
    change: changeOf(rows),
    selfMinusInspection: selfMinusInspection(rows, kind),
    areas: groups(rows, ({ areaId, areaName }) => ({ id: areaId, name: areaName })),
    types: groups(rows, ({ type }) => ({ id: type, name: type })),
    trend: trendOf(briefs, kind, new Set(facilities.map(({ id }) => id)), period),
    sections: checklist.sections.map(({ id, title }, index) => ({
      id,
      title,
      spread: spreadOf(results.map(({ sections }) => sections[index] ?? null)),
    })),
    facilities: rows.map(({ standing: _, isDue: __, ...row }) => row),
    failedItems: failedItems(
      checklist,
      rows.flatMap(({ standing }) => (standing ? [standing] : [])),
    ),
  }
}

function resultOf(standing: Standing, checklist: Checklist, place: Position | null): FacilityResult {
  const { inspectionId, date, status, score, sections, signals, position } = standing
  return {
    inspectionId,
    date,
    status,
    tone: score.tone,
    grade: score.grade,
    share: shareOf(score),
    criticalFailures: score.criticalFailures,
    sections: checklist.sections.map(({ id }): Share => {
      const [earned, max] = sections[id] ?? [0, 0]
      return max > 0 ? Math.round((earned * 10_000) / max) : null
    }),
    signals: isFar(position, place) ? [...signals, 'far'] : signals,
  }
}

function changeOf(rows: readonly FacilityRow[]): Overview['change'] {
  const both = rows.flatMap(({ now, before }) =>
    now && now.share !== null && before !== null ? [{ now: now.share, before }] : [],
  )
  if (both.length === 0) return null
  const mean = (pick: (each: (typeof both)[number]) => number) =>
    Math.round(both.reduce((sum, each) => sum + pick(each), 0) / both.length)
  return { facilities: both.length, now: mean(({ now }) => now), before: mean(({ before }) => before) }
}

function selfMinusInspection(rows: readonly FacilityRow[], kind: Standing['kind']): Overview['selfMinusInspection'] {
  const sign = kind === 'inspection' ? 1 : -1
  const gaps = rows.flatMap(({ now, other }) =>
    now && now.share !== null && other && other.share !== null ? [sign * (other.share - now.share)] : [],
  )
  if (gaps.length === 0) return null
  return { facilities: gaps.length, mean: Math.round(gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length) }
}

type Counted = FacilityRow & { standing: Standing | null; isDue: boolean }

function groups(rows: readonly Counted[], nameOf: (row: Counted) => { id: string; name: string }): GroupRow[] {
  const found = new Map<string, { name: string; rows: Counted[] }>()
  for (const row of rows) {
    const { id, name } = nameOf(row)
    const group = found.get(id)
    if (group) group.rows.push(row)
    else found.set(id, { name, rows: [row] })
  }
  return [...found].map(([id, { name, rows }]) => {
    const standings = rows.flatMap(({ standing }) => (standing ? [standing] : []))
    return {
      id,
      name,
      due: rows.filter((row) => row.isDue).length,
      assessed: standings.length,
      spread: spreadOf(standings.map(({ score }) => shareOf(score))),
      tones: tonesOf(standings),
    }
  })
}

function trendOf(
  briefs: readonly BriefStanding[],
  kind: Standing['kind'],
  inReach: ReadonlySet<string>,
  { to }: Period,
): TrendRow[] {
  const first = to - TREND_QUARTERS + 1
  const byQuarter = Array.from({ length: TREND_QUARTERS }, (): BriefStanding[] => [])
  for (const each of briefs)
    if (each.kind === kind && inReach.has(each.facilityId)) byQuarter[each.quarter - first]?.push(each)
  return byQuarter.map((ofQuarter, index) => ({
    quarter: first + index,
    visits: ofQuarter.reduce((sum, { visits }) => sum + visits, 0),
    assessed: ofQuarter.length,
    spread: spreadOf(ofQuarter.map(({ score }) => shareOf(score))),
  }))
}

/** By how often an item failed of how often it was judged; of two that fail alike, the one that fails at more places. */
function failedItems(checklist: Checklist, standings: readonly Standing[]): ItemRow[] {
  const failed = new Map<string, string[]>()
  const judged = new Map<string, number>()
  for (const { facilityId, failed: ids, judged: seen } of standings) {
    for (const id of seen) judged.set(id, (judged.get(id) ?? 0) + 1)
    for (const id of ids) {
      const places = failed.get(id)
      if (places) places.push(facilityId)
      else failed.set(id, [facilityId])
    }
  }
  const rows = itemsOf(checklist).flatMap((item): ItemRow[] => {
    const facilities = failed.get(item.id)
    if (!facilities) return []
    const { id, question, critical } = item
    const times = Math.max(judged.get(id) ?? 0, facilities.length)
    return [{ id, number: itemNumber(item), question, critical, failed: facilities.length, judged: times, facilities }]
  })
  return rows
    .sort((a, b) => b.failed * a.judged - a.failed * b.judged || b.failed - a.failed)
    .slice(0, FAILED_ITEMS_SHOWN)
}

function grouped<T extends { facilityId: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const group = groups.get(row.facilityId)
    if (group) group.push(row)
    else groups.set(row.facilityId, [row])
  }
  return groups
}
