import { type Checklist, itemNumber, itemsOf } from '../checklist.ts'
import type { Facts } from '../facts.ts'
import type { InspectionStatus, ScoreSummary } from '../inspection.ts'
import type { Position } from '../place.ts'
import { isFar, type Signal } from './doubts.ts'
import { type Share, type Spread, shareOf, spreadOf, type Tones, tonesOf } from './figures.ts'
import { firstDayIn, type Period, type Quarter } from './period.ts'
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

/** What the trend needs of a standing. */
export type QuarterStanding = Pick<Standing, 'quarter'> & {
  /** Absent where only facilities in reach were counted. */
  facilityId?: string
  share: Share
  /** Visits of that quarter, the one that stands included. */
  visits: number
}

/** What a result is compared with. */
export type ComparedStanding = Pick<Standing, 'facilityId' | 'inspectionId'> & { share: Share }

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
  /** Of this checklist and kind, each facility's latest within the period: the whole rows. */
  standings: readonly Standing[]
  /** The same within the same months of the year before. */
  before: readonly ComparedStanding[]
  /** Of the other kind of visit, each facility's latest within the period. */
  other: readonly ComparedStanding[]
  /** Of this checklist and kind, each quarter of `trendSpan`. */
  quarters: readonly QuarterStanding[]
  /** Facilities that a campaign asks for; absent: all that the checklist is for. */
  due?: ReadonlySet<string> | undefined
}

/** Two years, up to the end of the period. */
export function trendSpan({ to }: Period): Period {
  return { from: to - TREND_QUARTERS + 1, to }
}

/** Whether a facility is open on the first day of a period: it is then due with every checklist for its type. */
export function isOpenIn(period: Period): (facility: Pick<OverviewFacility, 'closedOn'>) => boolean {
  const first = firstDayIn(period)
  return ({ closedOn }) => closedOn === null || closedOn > first
}

/**
 * The figures of one checklist, one kind of visit and one period. Each facility
 * counts once, with the result of its latest visit in the period; a facility that
 * was not due (closed since, or of another type) is listed where it was assessed.
 */
export function overviewOf(source: OverviewSource): Overview {
  const { checklist, kind, period, facilities } = source
  const [standings, before, other] = [byFacility(source.standings), byFacility(source.before), byFacility(source.other)]
  const isOpen = isOpenIn(period)
  const isDue = (facility: OverviewFacility) => checklist.facilityTypes.includes(facility.type) && isOpen(facility)
  const counted: Counted[] = []
  for (const facility of facilities) {
    const standing = standings.get(facility.id) ?? null
    const due = source.due ? source.due.has(facility.id) : isDue(facility)
    if (!due && standing === null) continue
    const { id, name, areaId, areaName, type, closedOn, position } = facility
    const theirs = other.get(id)
    const row = {
      id,
      name,
      areaId,
      areaName,
      type,
      closedOn,
      now: standing && resultOf(standing, checklist, position),
      before: before.get(id)?.share ?? null,
      other: theirs ? { inspectionId: theirs.inspectionId, share: theirs.share } : null,
    }
    counted.push({ row, standing, isDue: due })
  }
  const rows = counted.map(({ row }) => row)
  const assessed = counted.map(({ standing }) => standing).filter((standing) => standing !== null)
  const results = rows.map(({ now }) => now).filter((now) => now !== null)
  return {
    due: counted.filter((each) => each.isDue).length,
    assessed: results.length,
    approved: results.filter(({ status }) => status === 'approved').length,
    tones: tonesOf(results),
    spread: spreadOf(results.map(({ share }) => share)),
    change: changeOf(rows),
    selfMinusInspection: selfMinusInspection(rows, kind),
    areas: groups(counted, ({ areaId, areaName }) => ({ id: areaId, name: areaName })),
    types: groups(counted, ({ type }) => ({ id: type, name: type })),
    trend: trendOf(source.quarters, new Set(facilities.map(({ id }) => id)), period),
    sections: checklist.sections.map(({ id, title }, index) => ({
      id,
      title,
      spread: spreadOf(results.map(({ sections }) => sections[index] ?? null)),
    })),
    facilities: rows,
    failedItems: failedItems(checklist, assessed),
  }
}

/** A facility that counts, with what its row says. */
type Counted = { row: FacilityRow; standing: Standing | null; isDue: boolean }

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

function groups(counted: readonly Counted[], nameOf: (row: FacilityRow) => { id: string; name: string }): GroupRow[] {
  const found = new Map<string, { name: string; members: Counted[] }>()
  for (const each of counted) {
    const { id, name } = nameOf(each.row)
    const group = found.get(id)
    if (group) group.members.push(each)
    else found.set(id, { name, members: [each] })
  }
  return [...found].map(([id, { name, members }]) => {
    const results = members.map(({ row }) => row.now).filter((now) => now !== null)
    return {
      id,
      name,
      due: members.filter(({ isDue }) => isDue).length,
      assessed: results.length,
      spread: spreadOf(results.map(({ share }) => share)),
      tones: tonesOf(results),
    }
  })
}

function trendOf(quarters: readonly QuarterStanding[], inReach: ReadonlySet<string>, period: Period): TrendRow[] {
  const { from: first } = trendSpan(period)
  const rows = Array.from({ length: TREND_QUARTERS }, () => ({ visits: 0, shares: [] as Share[] }))
  for (const { facilityId, quarter, visits, share } of quarters) {
    const row = rows[quarter - first]
    if (!row || (facilityId !== undefined && !inReach.has(facilityId))) continue
    row.visits += visits
    row.shares.push(share)
  }
  return rows.map(({ visits, shares }, index) => ({
    quarter: first + index,
    visits,
    assessed: shares.length,
    spread: spreadOf(shares),
  }))
}

/** By how often an item failed of how often it was judged; of two that fail alike, the one that fails at more places. */
function failedItems(checklist: Checklist, standings: readonly Standing[]): ItemRow[] {
  const rows = new Map(
    itemsOf(checklist).map((item): [string, ItemRow] => {
      const { id, question, critical } = item
      return [id, { id, number: itemNumber(item), question, critical, failed: 0, judged: 0, facilities: [] }]
    }),
  )
  const lists = new Map<readonly string[], number>()
  for (const { facilityId, failed, judged } of standings) {
    // Many were judged by the same list, and where it is the same object it is walked once.
    lists.set(judged, (lists.get(judged) ?? 0) + 1)
    for (const id of failed) rows.get(id)?.facilities.push(facilityId)
  }
  for (const [judged, times] of lists)
    for (const id of judged) {
      const row = rows.get(id)
      if (row) row.judged += times
    }
  const failing = [...rows.values()].filter(({ facilities }) => facilities.length > 0)
  for (const row of failing) {
    row.failed = row.facilities.length
    row.judged = Math.max(row.judged, row.failed)
  }
  return failing
    .sort((a, b) => b.failed * a.judged - a.failed * b.judged || b.failed - a.failed)
    .slice(0, FAILED_ITEMS_SHOWN)
}

function byFacility<T extends { facilityId: string }>(rows: readonly T[]): ReadonlyMap<string, T> {
  const found = new Map<string, T>()
  for (const row of rows) found.set(row.facilityId, row)
  return found
}
