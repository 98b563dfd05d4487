import type { Checklist } from '../checklist.ts'
import type { InspectionStatus, ScoreSummary } from '../inspection.ts'
import type { InspectionKind } from '../people.ts'
import type { Plan } from '../plan.ts'
import type { Signal } from './doubts.ts'
import { type Share, type Spread, spreadOf } from './figures.ts'
import type { Line } from './lines.ts'
import { facilityRow, type Overview } from './overview.ts'
import { rankingOf } from './ranking.ts'
import type { Standing } from './standing.ts'
import type { WaterSample } from './water.ts'

/**
 * A period report (báo cáo kỳ) as data: everything that its paper and its workbook
 * say, and nothing that they would have to work out. Shares are hundredths of a per cent.
 */
export type PeriodReport = {
  scope: ReportScope
  province: string
  /** As an address names it: "2026-q4", "2026-10-05_2026-11-20". */
  period: string
  kind: InspectionKind
  /** First and last day that count: the last is today while the period runs. */
  from: string
  until: string
  madeOn: string
  /** Everything in it is invented: real and invented facilities are never counted together. */
  demonstration: boolean
  families: FamilyReport[]
  /** Open on the last day, the latest ones first. */
  actions: ActionRow[]
  water: WaterRow[]
  /** Of its facilities within the period. */
  changes: PlaceChange[]
  /** Of one facility: every visit of the period and of the same months a year before. */
  visits: VisitRow[]
}

export type ReportScope =
  /** All that the reader reaches, and how much that is; `name` is then the province's. */
  | { is: 'province'; name: string; areas: number; facilities: number }
  | { is: 'area'; id: string; name: string }
  | { is: 'facility'; id: string; name: string; areaName: string; stays: { from: string; areaName: string }[] }

/** One checklist (bộ tiêu chí). */
export type FamilyReport = Pick<
  Overview,
  | 'due'
  | 'assessed'
  | 'approved'
  | 'tones'
  | 'spread'
  | 'change'
  | 'selfMinusInspection'
  | 'areas'
  | 'types'
  | 'sections'
> & {
  checklistId: string
  title: string
  /** The same spread of those that were approved, and of those that were not (yet). */
  approvedSpread: Spread | null
  openSpread: Spread | null
  /** How many facilities each signal of doubt was seen at. */
  doubts: Record<Signal, number>
  ranking: RankedRow[]
  /** Most often failed first. In a report of one facility all that its latest visit failed. */
  failedItems: { number: string; question: string; critical: boolean; failed: number; judged: number }[]
  /** Critical items that failed at the latest visit of the period. */
  critical: {
    facilityId: string
    facilityName: string
    inspectionId: string
    date: string
    number: string
    question: string
  }[]
}

export type RankedRow = {
  id: string
  name: string
  areaName: string
  /** Null: not determined, or not visited. */
  rank: number | null
  inspectionId: string | null
  date: string | null
  status: InspectionStatus | null
  tone: ScoreSummary['tone'] | null
  grade: string | null
  share: Share
  criticalFailures: number
  before: Share
  /** Of the other kind of visit in the same period. */
  other: Share
  sections: Share[]
  signals: Signal[]
  moved: boolean
  closedOn: string | null
}

/** What is agreed on, no later visit has called fixed and nobody has verified. */
export type ActionRow = {
  facilityId: string
  facilityName: string
  areaName: string
  checklistTitle: string
  number: string
  question: string
  plan: Plan
  plannedOn: string
  inspectionId: string
  notFixedOn: string[]
  /** The day on which the facility called it done; null while it has not, or was sent back. */
  reportedOn: string | null
  /** 0 where it is not late, or has no day. */
  daysLate: number
}

export type WaterRow = {
  facilityId: string
  facilityName: string
  areaName: string
  inspectionId: string
  date: string
  status: InspectionStatus
  sample: WaterSample
}

export type PlaceChange = {
  facilityId: string
  facilityName: string
  on: string
  /** `merged`, `split`: its area became another, and the facility stayed where it stands. */
  is: 'opened' | 'moved' | 'merged' | 'split' | 'closed'
  /** Names as they were on that day. */
  from: string | null
  to: string | null
}

export type VisitRow = {
  inspectionId: string
  checklistId: string
  checklistVersion: string
  title: string
  kind: InspectionKind
  date: string
  status: InspectionStatus
  share: Share
  earned: number
  max: number
  grade: string | null
  tone: ScoreSummary['tone']
  criticalFailures: number
  /** In which area the facility lay on that day. */
  areaName: string
}

type Beside = {
  before: ReadonlyMap<string, Share>
  other: ReadonlyMap<string, Share>
  /** Since when each lies in its present area. */
  since: ReadonlyMap<string, string>
  /** The first day of the period. */
  from: string
}

/** Everybody, as ranking.ts ranks them. */
export function rankedRows(
  checklist: Checklist,
  lines: readonly Line<Standing>[],
  { before, other, since, from }: Beside,
): RankedRow[] {
  return rankingOf(lines, null, lines.length).map(({ rank, line }): RankedRow => {
    const { id, name, areaName, closedOn } = line.place
    const { now } = facilityRow(checklist, line, line.standing, { before: undefined, other: undefined })
    return {
      ...{ id, name, areaName, closedOn, rank },
      inspectionId: now?.inspectionId ?? null,
      date: now?.date ?? null,
      status: now?.status ?? null,
      tone: now?.tone ?? null,
      grade: now?.grade ?? null,
      share: line.share,
      criticalFailures: now?.criticalFailures ?? 0,
      before: before.get(id) ?? null,
      other: other.get(id) ?? null,
      sections: now?.sections ?? [],
      signals: now?.signals ?? [],
      moved: (since.get(id) ?? '') > from,
    }
  })
}

/** Approved and not approved apart; what is not determined is in neither. */
export function spreadsByApproval(lines: readonly Line[]): {
  approvedSpread: Spread | null
  openSpread: Spread | null
} {
  const shares = (isApproved: boolean) =>
    lines.flatMap(({ standing, share }) => (standing && (standing.status === 'approved') === isApproved ? [share] : []))
  return { approvedSpread: spreadOf(shares(true)), openSpread: spreadOf(shares(false)) }
}

/** How many facilities each signal was seen at. */
export function doubtsCounted(lines: readonly Line[]): Record<Signal, number> {
  const count = (signal: Signal) => lines.filter(({ signals }) => signals.includes(signal)).length
  return { tooFast: count('tooFast'), noTime: count('noTime'), clockMoved: count('clockMoved'), far: count('far') }
}
