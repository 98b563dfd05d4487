import type { Checklist } from '../checklist.ts'
import type { Facts } from '../facts.ts'
import type { ScoreSummary } from '../inspection.ts'
import type { Position } from '../place.ts'
import { isFar, type Signal } from './doubts.ts'
import { type Share, shareOf } from './figures.ts'
import { firstDayIn, type Period } from './period.ts'
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

/** What figures need of a standing: where it lies in a list is said by the whole of it. */
export type CountedStanding = Pick<
  Standing,
  'facilityId' | 'status' | 'sections' | 'failed' | 'asked' | 'notJudged' | 'signals' | 'position'
> & { score: Omit<ScoreSummary, 'grade'> }

/** A facility that counts, and how it stands. */
export type Line<S extends CountedStanding = CountedStanding> = {
  place: OverviewFacility
  /** Null: not visited. */
  standing: S | null
  share: Share
  isDue: boolean
  signals: readonly Signal[]
}

/** Whether a facility is open on the first day of a period: it is then due with every checklist for its type. */
export function isOpenIn(period: Period): (facility: Pick<OverviewFacility, 'closedOn'>) => boolean {
  const first = firstDayIn(period)
  return ({ closedOn }) => closedOn === null || closedOn > first
}

/** The facilities that are due, and those that were assessed all the same; in the order in which they are given. */
export function linesOf<S extends CountedStanding>(source: {
  checklist: Checklist
  period: Period
  facilities: readonly OverviewFacility[]
  standings: readonly S[]
  due?: ReadonlySet<string> | undefined
}): Line<S>[] {
  const { checklist, facilities, due } = source
  const standings = new Map(source.standings.map((standing) => [standing.facilityId, standing]))
  const isOpen = isOpenIn(source.period)
  const lines: Line<S>[] = []
  for (const place of facilities) {
    const standing = standings.get(place.id) ?? null
    const isDue = due ? due.has(place.id) : checklist.facilityTypes.includes(place.type) && isOpen(place)
    if (!isDue && !standing) continue
    const share = standing ? shareOf(standing.score) : null
    lines.push({ place, standing, isDue, share, signals: standing ? signalsOf(standing, place) : [] })
  }
  return lines
}

function signalsOf({ signals, position }: CountedStanding, place: OverviewFacility): readonly Signal[] {
  return isFar(position, place.position) ? [...signals, 'far'] : signals
}
