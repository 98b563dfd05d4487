import type { Checklist } from '../../domain/checklist.ts'
import type { CountedStanding, Line } from '../../domain/overview/lines.ts'
import { isListed, type Listed } from '../../domain/overview/listed.ts'
import {
  type ComparedShare,
  type ComparedStanding,
  type FacilityRow,
  facilityRow,
  sharesOf,
} from '../../domain/overview/overview.ts'
import { firstDayIn, type Period } from '../../domain/overview/period.ts'
import { type RankPlace, rankingOf, rankPlaceOf } from '../../domain/overview/ranking.ts'
import type { Standing } from '../../domain/overview/standing.ts'
import { sinceWhen } from '../storage/overview-places.ts'
import type { Database } from '../storage/schema.ts'

/** Rows of the first part of a list, and of each further one. */
const FIRST = 60
const MORE = 500

export type PageWish = {
  show: Listed
  /** Only where this item failed. */
  item: string | null
  /** Where the part before ended, as that said; null: the first part. */
  after: string | null
}

export const firstPage: PageWish = { show: 'all', item: null, after: null }

/** A part of the list of facilities, ranked among those that are asked for. */
export type FacilityPage = {
  of: number
  rows: (FacilityRow & { rank: number | null; moved: boolean })[]
  /** Where it goes on; null: it ends here. */
  next: string | null
}

/** What the rows of some facilities say: only of those that are listed is the whole read. */
export type RowSource = (ids: readonly string[]) => Promise<{
  standings: readonly Standing[]
  before: readonly ComparedShare[]
  other: readonly ComparedStanding[]
}>

export async function readPage(
  db: Database,
  { tenantId, checklist, period }: { tenantId: string; checklist: Checklist; period: Period },
  lines: readonly Line<CountedStanding>[],
  { show, item, after }: PageWish,
  rowsOf: RowSource,
): Promise<FacilityPage> {
  const listed = lines.filter(
    (line) => isListed(line, show) && (item === null || line.standing?.failed.includes(item) === true),
  )
  const place = after === null ? null : placeIn(lines, after)
  const most = after === null ? FIRST : MORE
  const part = rankingOf(listed, place, most + 1)
  const shown = part.slice(0, most)
  if (shown.length === 0) return { of: listed.length, rows: [], next: null }
  const ids = shown.map(({ line }) => line.place.id)
  const { standings, before, other } = await rowsOf(ids)
  const [standing, former, theirs] = [byFacility(standings), sharesOf(before), byFacility(other)]
  const since = await sinceWhen(db, tenantId, ids)
  const last = shown.at(-1)
  return {
    of: listed.length,
    rows: shown.map(({ rank, line }) => {
      const { id } = line.place
      const compared = { before: former.get(id), other: theirs.get(id) }
      const moved = (since.get(id) ?? '') > firstDayIn(period)
      return { rank, ...facilityRow(checklist, line, standing.get(id) ?? null, compared), moved }
    }),
    next: part.length > most && last ? keyOf(rankPlaceOf(last.line)) : null,
  }
}

function keyOf({ height, id }: RankPlace): string {
  return `${height}.${id}`
}

/** What has changed since cannot move it: it goes on below the same share, behind the same name. */
function placeIn(lines: readonly Line[], key: string): RankPlace {
  const dot = key.indexOf('.')
  const id = key.slice(dot + 1)
  return { height: Number(key.slice(0, dot)), name: lines.find(({ place }) => place.id === id)?.place.name ?? '', id }
}

function byFacility<T extends { facilityId: string }>(rows: readonly T[]): ReadonlyMap<string, T> {
  return new Map(rows.map((row) => [row.facilityId, row]))
}
