import { daysLate, openActions } from '../../domain/action.ts'
import type { Checklist } from '../../domain/checklist.ts'
import { dateInVietnam } from '../../domain/date.ts'
import { shareOf } from '../../domain/overview/figures.ts'
import { sharesOf } from '../../domain/overview/overview.ts'
import { daysOf, firstDayIn, type Period, reportPeriodNamed, yearBefore } from '../../domain/overview/period.ts'
import {
  type ActionRow,
  doubtsCounted,
  type FamilyReport,
  type PeriodReport,
  type PlaceChange,
  type ReportScope,
  rankedRows,
  spreadsByApproval,
  type VisitRow,
  type WaterRow,
} from '../../domain/overview/period-report.ts'
import { type PlaceHistory, placeHistory } from '../../domain/overview/place-changes.ts'
import type { Standing } from '../../domain/overview/standing.ts'
import type { InspectionKind, Person } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import { readDayFigures } from '../overview/day-figures.ts'
import { readFigures } from '../overview/quarter-figures.ts'
import { areasToRead, countedPlaces } from '../overview/reach.ts'
import { withTypeNames } from '../overview/read-overview.ts'
import { newestChecklists } from '../storage/checklists.ts'
import { byName, type KeptPlace, sinceWhen } from '../storage/overview-places.ts'
import { readPlaces, readProvince } from '../storage/places.ts'
import { readStandings } from '../storage/read-standings.ts'
import { type ActionSaid, readActions, readVisits, readWater, type WhoseVisits } from '../storage/report-rows.ts'
import type { Database } from '../storage/schema.ts'
import { itemWords, standingWords } from './item-words.ts'

export type ReportWish = {
  /** "2026-q4", "2026-10-05_2026-11-20": domain/overview/period.ts. */
  period: string
  kind: InspectionKind
  /** Null: every checklist that was due or used. */
  checklistId: string | null
  areaId: string | null
  facilityId: string | null
}

/** What every part of a report is read with. */
type Reading = {
  db: Database
  wish: ReportWish
  period: Period
  span: { from: string; until: string }
  places: readonly KeptPlace[]
  whose: WhoseVisits
  history: PlaceHistory
  titles: ReadonlyMap<string, string>
}

/**
 * A report of a period: of everything that a person reaches, of one area, or of one
 * facility. Read from standings and from what was written down beside them when the
 * visits were sealed: no answer is read, and nothing is judged anew.
 * @throws Problem PERIOD_INVALID; NOT_FOUND where the area or the facility is out of reach
 */
export async function readPeriodReport(
  db: Database,
  person: Person,
  asked: ReportWish,
  now: number,
): Promise<PeriodReport> {
  const today = dateInVietnam(now)
  const period = reportPeriodNamed(asked.period)
  // A quarter that is to come is read as empty; days that are to come were mistyped.
  if (!period || (period.days && period.days.from > today)) throw new Problem('PERIOD_INVALID')
  // Who has one facility reports of that.
  const wish = person.facilityId === null ? asked : { ...asked, facilityId: asked.facilityId ?? person.facilityId }
  const { demonstration, places: counted } = await countedPlaces(db, person)
  const places = counted
    .filter(
      ({ id, areaId }) =>
        (wish.facilityId === null || id === wish.facilityId) && (wish.areaId === null || areaId === wish.areaId),
    )
    .sort(byName)
  const isNowhere =
    wish.facilityId !== null ? places.length === 0 : wish.areaId !== null && !person.areaIds.includes(wish.areaId)
  if (isNowhere) throw new Problem('NOT_FOUND')
  const province = await readProvince(db, person.provinceId)
  const history = placeHistory(await readPlaces(db, person.provinceId))
  const checklists = await newestChecklists(db)
  const { from, until: lastDay } = daysOf(period)
  const reading: Reading = {
    db,
    wish,
    period,
    span: { from, until: today < lastDay ? today : lastDay },
    places,
    whose: whoseVisits(person, wish),
    history,
    titles: new Map(checklists.map(({ id, shortTitle }) => [id, shortTitle])),
  }
  const wanted = checklists.filter(({ id }) => wish.checklistId === null || id === wish.checklistId)
  const families: FamilyReport[] = []
  for (const checklist of wanted) {
    const family = await readFamily(reading, person, checklist)
    const isShown = wish.checklistId !== null || family.assessed > 0 || (family.due > 0 && !checklist.optional)
    if (isShown) families.push(family)
  }
  return {
    scope: scopeOf(reading, province.name),
    province: province.name,
    period: asked.period,
    kind: wish.kind,
    ...reading.span,
    madeOn: today,
    demonstration,
    families,
    actions: await readOpenActions(reading),
    water: await readSamples(reading),
    changes: changesOf(reading),
    visits: wish.facilityId === null ? [] : await readVisitRows(reading, wish.facilityId),
  }
}

function whoseVisits({ provinceId: tenantId, areaIds }: Person, { facilityId, areaId }: ReportWish): WhoseVisits {
  if (facilityId !== null) return { tenantId, facilityId }
  return { tenantId, areaIds: areaId === null ? areaIds : [areaId] }
}

function scopeOf({ wish, places, history }: Reading, province: string): ReportScope {
  const [first] = places
  if (wish.facilityId !== null && first) {
    const { id, name, areaName } = first
    return { is: 'facility', id, name, areaName, stays: history.staysOf(id) }
  }
  if (wish.areaId !== null) return { is: 'area', id: wish.areaId, name: first?.areaName ?? '' }
  const areas = new Set(places.map(({ areaId }) => areaId)).size
  return { is: 'province', name: province, areas, facilities: places.length }
}

async function readFamily(reading: Reading, person: Person, checklist: Checklist): Promise<FamilyReport> {
  const { db, wish, period, places, whose } = reading
  const asked = {
    checklist,
    kind: wish.kind,
    period,
    places,
    tenantId: person.provinceId,
    ...('areaIds' in whose ? await areasToRead(db, person, wish.areaId, places) : { areaIds: null }),
    facilityIds: wish.facilityId === null ? undefined : [wish.facilityId],
  }
  const { overview, lines, before, other } = await (period.days
    ? readDayFigures(db, asked)
    : readFigures(db, asked, readStandings))
  const { types, failedItems, trend: _, listed: __, ...figures } = overview
  const standing = lines.flatMap((line) => (line.standing ? [line.standing] : []))
  return {
    checklistId: checklist.id,
    title: checklist.title,
    ...figures,
    ...spreadsByApproval(lines),
    doubts: doubtsCounted(lines),
    types: withTypeNames(types),
    ranking: rankedRows(checklist, lines, {
      before: sharesOf(before),
      other: sharesOf(other),
      since: await sinceWhen(db, person.provinceId, asked.facilityIds),
      from: firstDayIn(period),
    }),
    failedItems:
      wish.facilityId === null
        ? failedItems.map(({ number, question, critical, failed, judged }) => ({
            number,
            question,
            critical,
            failed,
            judged,
          }))
        : await failedOf(reading, standing),
    critical: await criticalOf(reading, standing),
  }
}

/** All that the latest visit of one facility failed, by its own version of the checklist. */
async function failedOf({ db, whose }: Reading, standings: readonly Standing[]): Promise<FamilyReport['failedItems']> {
  const words = await standingWords(db, whose.tenantId, standings)
  return standings.flatMap((standing) =>
    standing.failed.map((id) => ({
      ...words(standing, id),
      critical: standing.critical.includes(id),
      failed: 1,
      judged: 1,
    })),
  )
}

async function criticalOf(
  { db, places, whose }: Reading,
  standings: readonly Standing[],
): Promise<FamilyReport['critical']> {
  const failing = standings.filter(({ critical }) => critical.length > 0)
  const words = await standingWords(db, whose.tenantId, failing)
  const names = new Map(places.map(({ id, name }) => [id, name]))
  return failing.flatMap((standing) => {
    const { facilityId, inspectionId, date, critical } = standing
    const facilityName = names.get(facilityId) ?? ''
    return critical.map((id) => ({ facilityId, facilityName, inspectionId, date, ...words(standing, id) }))
  })
}

/** Actions that are open at the end of the period: the latest ones first, then by facility. */
async function readOpenActions({ db, wish, span, places, whose, titles }: Reading): Promise<ActionRow[]> {
  if (places.length === 0) return []
  const visits = (await readActions(db, whose, { kind: wish.kind, until: span.until })).filter(
    ({ checklistId }) => wish.checklistId === null || checklistId === wish.checklistId,
  )
  const words = await itemWords(db, visits)
  const byFacility = new Map<string, ActionSaid[]>()
  for (const visit of visits) byFacility.set(visit.facilityId, [...(byFacility.get(visit.facilityId) ?? []), visit])
  const rows = places.flatMap(({ id: facilityId, name: facilityName, areaName }) => {
    const own = byFacility.get(facilityId) ?? []
    const byId = new Map(own.map((visit) => [visit.id, visit]))
    return [...new Set(own.map(({ checklistId }) => checklistId))].flatMap((checklistId) =>
      [
        ...openActions(
          own.filter((visit) => visit.checklistId === checklistId),
          wish.kind,
        ),
      ].map(
        ([item, { of, plannedOn, plan, notFixedOn, reported }]): ActionRow => ({
          ...{ facilityId, facilityName, areaName, plan, plannedOn, notFixedOn },
          reportedOn: reported && dateInVietnam(reported.step.receivedAt),
          checklistTitle: titles.get(checklistId) ?? checklistId,
          ...words(checklistId, byId.get(of)?.checklistVersion ?? '', item),
          inspectionId: of,
          daysLate: daysLate(plan, span.until),
        }),
      ),
    )
  })
  return rows.sort((a, b) => b.daysLate - a.daysLate)
}

async function readSamples({ db, wish, span, places, whose }: Reading): Promise<WaterRow[]> {
  if (places.length === 0) return []
  const byId = new Map(places.map((place) => [place.id, place]))
  const samples = await readWater(db, whose, { kind: wish.kind, ...span })
  return samples.flatMap(({ facilityId, checklistId, ...row }) => {
    const place = byId.get(facilityId)
    if (!place || (wish.checklistId !== null && wish.checklistId !== checklistId)) return []
    return [{ facilityId, facilityName: place.name, areaName: place.areaName, ...row }]
  })
}

function changesOf({ places, history, span }: Reading): PlaceChange[] {
  const rows = places.flatMap(({ id: facilityId, name: facilityName, closedOn }): PlaceChange[] => [
    ...history.changesOf(facilityId, span).map((change) => ({ facilityId, facilityName, ...change })),
    ...(closedOn !== null && closedOn >= span.from && closedOn <= span.until
      ? [
          {
            facilityId,
            facilityName,
            on: closedOn,
            is: 'closed' as const,
            from: history.areaOn(facilityId, closedOn),
            to: null,
          },
        ]
      : []),
  ])
  return rows.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
}

async function readVisitRows(
  { db, whose: { tenantId }, wish, period, span, history, titles }: Reading,
  facilityId: string,
): Promise<VisitRow[]> {
  const earlier = yearBefore(period)
  const before = earlier && daysOf(earlier)
  const visits = await readVisits(db, { tenantId, facilityId }, { from: before?.from ?? span.from, until: span.until })
  return visits
    .filter(({ checklistId }) => wish.checklistId === null || checklistId === wish.checklistId)
    .filter(({ date }) => date >= span.from || (before !== null && date <= before.until))
    .map(({ id, score, ...visit }) => ({
      ...visit,
      inspectionId: id,
      title: titles.get(visit.checklistId) ?? visit.checklistId,
      ...score,
      share: shareOf(score),
      areaName: history.areaOn(facilityId, visit.date),
    }))
}
