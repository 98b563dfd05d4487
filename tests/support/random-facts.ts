import type { Checklist } from '../../src/domain/checklist.ts'
import { addDays } from '../../src/domain/date.ts'
import { type Facts, receivingWaters, regions, type WastewaterFacts } from '../../src/domain/facts.ts'
import { itemsOf } from '../../src/domain/items.ts'
import { around } from './random-bounds.ts'
import type { Random } from './seeded-random.ts'

/** The last visit that is ever invented: after the transition of QCVN 28 has ended. */
export const LAST_VISIT = '2032-12-31'

const stations = [
  { id: 'main', name: 'Cơ sở chính' },
  { id: 'far', name: 'Điểm trạm Nà Xa' },
  { id: 'high', name: 'Điểm trạm Bản Cao' },
  { id: 'river', name: 'Điểm trạm Bến Đò' },
]
const somewhere = [null, 'một vùng không có thật', ...regions]
const zones = [null, 1, 2, 3] as const

/** Any facility that the checklist is for; every fact may be missing. */
export function randomFacts(checklist: Checklist, random: Random): Facts {
  return {
    type: random.pick(checklist.facilityTypes),
    beds: random.chance(0.8) ? random.pick(bedsWorthTrying(checklist)) : random.below(600),
    zone: random.pick(zones),
    region: random.pick(somewhere),
    // In any order: the first is the main one.
    sites: random.chance(0.4) ? [] : random.shuffled(stations).slice(0, 1 + random.below(stations.length)),
    wastewater: random.chance(0.15) ? null : randomWastewater(checklist, random),
  }
}

const beds = new WeakMap<Checklist, readonly (number | null)[]>()

/** Either side of every number of beds at which something changes. */
function bedsWorthTrying(checklist: Checklist): readonly (number | null)[] {
  const known = beds.get(checklist)
  if (known) return known
  const turns = [
    ...itemsOf(checklist).flatMap(({ appliesTo: { minBeds, belowBeds } }) => [minBeds, belowBeds]),
    checklist.limits?.k.hospitalFromBeds,
  ].filter((bound) => bound !== undefined)
  const worth = [null, 0, 149, 150, 299, 300, ...turns.flatMap((turn) => [turn - 1, turn])]
  const found = [...new Set(worth)].filter((count) => count === null || count >= 0)
  beds.set(checklist, found)
  return found
}

function randomWastewater(checklist: Checklist, random: Random): WastewaterFacts {
  const turn = checklist.limits?.forFacilitiesBefore ?? '2025-09-01'
  const since = [null, '2009-05-19', addDays(turn, -1), turn, addDays(turn, 1)]
  return {
    receivingWater: random.chance(0.1) ? null : random.pick(receivingWaters),
    treatsInfectious: random.chance(0.2),
    usesRadioactiveSources: random.chance(0.4),
    treatedOnSite: random.chance(0.1),
    operatingSince: random.pick(since),
    approvedOn: random.pick(since),
    permit: random.chance(0.5) ? null : randomPermit(checklist, random),
  }
}

const flows = [null, '0', '12.5', '80', '1000']
const intervals = [null, 1, 3, 6, 12]

function randomPermit(checklist: Checklist, random: Random): WastewaterFacts['permit'] {
  const parameters = checklist.limits?.parameters ?? []
  const limits = parameters.flatMap(({ id, columnA, columnB }) => {
    if (random.chance(0.7)) return []
    const min = random.chance(0.7) ? columnA.min : '0.5'
    const max = random.chance(0.8) && columnB.max !== null ? random.pick(around(columnB.max)) : null
    return [{ parameter: id, min, max }]
  })
  return {
    number: `${1 + random.below(99)}/GPMT`,
    maxFlow: random.pick(flows),
    monitoringEveryMonths: random.pick(intervals),
    limits,
  }
}

/** A day on which somebody may visit: either side of a new year, a leap day, the days around the end of a transition. */
export function randomVisit(checklist: Checklist, random: Random): string {
  const from = checklist.inForceFrom
  const until = checklist.limits?.samplesUntil ?? '2031-12-31'
  const turns = checklist.settings
    .map(({ value }) => value)
    .filter((value) => /^\d\d-\d\d$/.test(value))
    .flatMap((monthDay) => [`2026-${monthDay}`, addDays(`2026-${monthDay}`, -1)])
  const days = [from, '2026-11-22', '2028-02-29', '2027-01-01', until, addDays(until, 1), LAST_VISIT, ...turns]
  const day = random.chance(0.7) ? random.pick(days) : addDays('2026-01-01', random.below(2500))
  return day < from ? from : day
}
