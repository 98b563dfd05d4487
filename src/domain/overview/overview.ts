import type { Checklist } from '../checklist.ts'
import type { InspectionStatus, ScoreSummary } from '../inspection.ts'
import { itemNumber, itemsOf } from '../items.ts'
import type { Signal } from './doubts.ts'
import { type Share, type Spread, spreadOf, spreadOfCounted, type Tones } from './figures.ts'
import { type CountedStanding, type Line, linesOf, type OverviewFacility } from './lines.ts'
import { countListed, type Listed } from './listed.ts'
import type { Period, Quarter } from './period.ts'
import type { Standing } from './standing.ts'

/** What the trend needs of a standing. */
export type QuarterStanding = Pick<Standing, 'quarter'> & {
  /** Absent where only facilities in reach were counted. */
  facilityId?: string
  share: Share
  /** Visits of that quarter, the one that stands included. */
  visits: number
  /** How many facilities say the same. */
  count: number
}

/** What a result is compared with. */
export type ComparedShare = Pick<Standing, 'facilityId'> & { share: Share }
export type ComparedStanding = ComparedShare & Pick<Standing, 'inspectionId'>

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
  /** How many facilities there are to be listed, of each kind. */
  listed: Record<Listed, number>
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
  /** Of this checklist and kind, each facility's latest within the period. */
  standings: readonly CountedStanding[]
  /** The same within the same months of the year before. */
  before: readonly ComparedShare[]
  /** Of the other kind of visit, each facility's latest within the period. */
  other: readonly ComparedShare[]
  /** Of this checklist and kind, each quarter of `trendSpan`. */
  quarters: readonly QuarterStanding[]
  /** Facilities that a campaign asks for; absent: all that the checklist is for. */
  due?: ReadonlySet<string> | undefined
}

/** Two years, up to the end of the period. */
export function trendSpan({ to }: Period): Period {
  return { from: to - TREND_QUARTERS + 1, to }
}

/**
 * The figures of one checklist, one kind of visit and one period. Each facility
 * counts once, with the result of its latest visit in the period; a facility that
 * was not due (closed since, or of another type) is listed where it was assessed.
 * @param lines those of the same source, where they are there already
 */
export function overviewOf(source: OverviewSource, lines: readonly Line[] = linesOf(source)): Overview {
  const { checklist, kind, period, facilities } = source
  const assessed = lines.map(({ standing }) => standing).filter((standing) => standing !== null)
  return {
    ...figuresOf(lines),
    approved: assessed.filter(({ status }) => status === 'approved').length,
    change: changeOf(lines, sharesOf(source.before)),
    selfMinusInspection: selfMinusInspection(lines, sharesOf(source.other), kind),
    areas: groups(lines, ({ areaId, areaName }) => ({ id: areaId, name: areaName })),
    types: groups(lines, ({ type }) => ({ id: type, name: type })),
    trend: trendOf(source.quarters, new Set(facilities.map(({ id }) => id)), period),
    sections: checklist.sections.map(({ id, title }) => ({
      id,
      title,
      spread: spreadOf(assessed.map(({ sections }) => sectionShare(sections, id))),
    })),
    listed: countListed(lines),
    failedItems: failedItems(checklist, assessed),
  }
}

/** What is counted of all facilities, and of each group of them. */
function figuresOf(lines: readonly Line[]): Pick<Overview, 'due' | 'assessed' | 'spread' | 'tones'> {
  const tones: Tones = { pass: 0, partial: 0, fail: 0, undetermined: 0 }
  let [due, assessed] = [0, 0]
  for (const { standing, isDue } of lines) {
    if (isDue) due += 1
    if (!standing) continue
    assessed += 1
    tones[standing.score.tone] += 1
  }
  return { due, assessed, tones, spread: spreadOf(lines.map(({ share }) => share)) }
}

/** The row of a facility that is listed. @param standing of its line, the whole of it */
export function facilityRow(
  checklist: Checklist,
  { place, share, signals }: Line,
  standing: Standing | null,
  { before, other }: { before: Share | undefined; other: ComparedStanding | undefined },
): FacilityRow {
  const { id, name, areaId, areaName, type, closedOn } = place
  return {
    ...{ id, name, areaId, areaName, type, closedOn },
    now: standing && {
      inspectionId: standing.inspectionId,
      date: standing.date,
      status: standing.status,
      tone: standing.score.tone,
      grade: standing.score.grade,
      share,
      criticalFailures: standing.score.criticalFailures,
      sections: checklist.sections.map((section) => sectionShare(standing.sections, section.id)),
      signals: [...signals],
    },
    before: before ?? null,
    other: other ? { inspectionId: other.inspectionId, share: other.share } : null,
  }
}

function sectionShare(sections: Standing['sections'], id: string): Share {
  const [earned, max] = sections[id] ?? [0, 0]
  return max > 0 ? Math.round((earned * 10_000) / max) : null
}

export function sharesOf(compared: readonly ComparedShare[]): ReadonlyMap<string, Share> {
  return new Map(compared.map(({ facilityId, share }) => [facilityId, share]))
}

/** Shares of the facilities that have both, side by side. */
function pairs(lines: readonly Line[], others: ReadonlyMap<string, Share>): { own: number; theirs: number }[] {
  if (others.size === 0) return []
  return lines.flatMap(({ place, share }) => {
    const theirs = others.get(place.id) ?? null
    return share !== null && theirs !== null ? [{ own: share, theirs }] : []
  })
}

function changeOf(lines: readonly Line[], before: ReadonlyMap<string, Share>): Overview['change'] {
  const both = pairs(lines, before)
  if (both.length === 0) return null
  return {
    facilities: both.length,
    now: Math.round(both.reduce((sum, { own }) => sum + own, 0) / both.length),
    before: Math.round(both.reduce((sum, { theirs }) => sum + theirs, 0) / both.length),
  }
}

function selfMinusInspection(
  lines: readonly Line[],
  other: ReadonlyMap<string, Share>,
  kind: Standing['kind'],
): Overview['selfMinusInspection'] {
  const sign = kind === 'inspection' ? 1 : -1
  const both = pairs(lines, other)
  if (both.length === 0) return null
  const sum = both.reduce((total, { own, theirs }) => total + sign * (theirs - own), 0)
  return { facilities: both.length, mean: Math.round(sum / both.length) }
}

function groups(lines: readonly Line[], nameOf: (place: OverviewFacility) => { id: string; name: string }): GroupRow[] {
  const found = new Map<string, { name: string; members: Line[] }>()
  for (const line of lines) {
    const { id, name } = nameOf(line.place)
    const group = found.get(id)
    if (group) group.members.push(line)
    else found.set(id, { name, members: [line] })
  }
  return [...found].map(([id, { name, members }]) => ({ id, name, ...figuresOf(members) }))
}

function trendOf(quarters: readonly QuarterStanding[], inReach: ReadonlySet<string>, period: Period): TrendRow[] {
  const { from: first } = trendSpan(period)
  const rows = Array.from({ length: TREND_QUARTERS }, () => [] as QuarterStanding[])
  for (const standing of quarters)
    if (standing.facilityId === undefined || inReach.has(standing.facilityId))
      rows[standing.quarter - first]?.push(standing)
  const sum = (own: readonly QuarterStanding[], of: (each: QuarterStanding) => number) =>
    own.reduce((total, each) => total + of(each), 0)
  return rows.map((own, index) => ({
    quarter: first + index,
    visits: sum(own, ({ visits, count }) => visits * count),
    assessed: sum(own, ({ count }) => count),
    spread: spreadOfCounted(own),
  }))
}

/** By how often an item failed of how often it was judged; of two that fail alike, the one that fails at more places. */
function failedItems(checklist: Checklist, standings: readonly CountedStanding[]): ItemRow[] {
  const rows = new Map(
    itemsOf(checklist).map((item): [string, ItemRow] => {
      const { id, question, critical } = item
      return [id, { id, number: itemNumber(item), question, critical, failed: 0, judged: 0 }]
    }),
  )
  const asked = new Map<readonly string[], number>()
  for (const standing of standings) {
    asked.set(standing.asked, (asked.get(standing.asked) ?? 0) + 1)
    for (const id of standing.failed) count(id, 'failed', 1)
    for (const id of standing.notJudged) count(id, 'judged', -1)
  }
  for (const [items, times] of asked) for (const id of items) count(id, 'judged', times)
  const failing = [...rows.values()].filter(({ failed }) => failed > 0)
  for (const row of failing) row.judged = Math.max(row.judged, row.failed)
  return failing
    .sort((a, b) => b.failed * a.judged - a.failed * b.judged || b.failed - a.failed)
    .slice(0, FAILED_ITEMS_SHOWN)

  function count(id: string, what: 'failed' | 'judged', times: number): void {
    const row = rows.get(id)
    if (row) row[what] += times
  }
}
