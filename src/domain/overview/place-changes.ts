import { type Area, byFacility, nameOn, type Places, type Stay } from '../area.ts'
import { addDays } from '../date.ts'
import type { PlaceChange } from './period-report.ts'

/** Where facilities lay, day by day, for many questions in a row. */
export type PlaceHistory = {
  /** The name that a facility's area had on a day; before its first stay, that of its first. */
  areaOn(facilityId: string, date: string): string
  /** Each area that it lay in, from when on, by the name of that day. */
  staysOf(facilityId: string): { from: string; areaName: string }[]
  /** What happened to a facility's place within two days, both included; closing is not known here. */
  changesOf(facilityId: string, span: { from: string; until: string }): Pick<PlaceChange, 'on' | 'is' | 'from' | 'to'>[]
}

export function placeHistory({ areas, stays }: Places): PlaceHistory {
  const byId = new Map(areas.map((area) => [area.id, area]))
  const own = byFacility(stays)
  const nameOf = (areaId: string | undefined, date: string) => {
    const area = byId.get(areaId ?? '')
    return area ? nameOn(area, date) : ''
  }
  return {
    areaOn(facilityId, date) {
      const all = own.get(facilityId) ?? []
      const stay = all.findLast(({ from }) => from <= date) ?? all[0]
      return nameOf(stay?.areaId, date)
    },
    staysOf: (facilityId) =>
      (own.get(facilityId) ?? []).map(({ areaId, from }) => ({ from, areaName: nameOf(areaId, from) })),
    changesOf(facilityId, { from, until }) {
      return (own.get(facilityId) ?? []).flatMap((stay, index, all) => {
        if (stay.from < from || stay.from > until) return []
        const before = all[index - 1]
        const names = {
          from: before ? nameOf(before.areaId, addDays(stay.from, -1)) : null,
          to: nameOf(stay.areaId, stay.from),
        }
        return [{ on: stay.from, is: kindOf(before && byId.get(before.areaId), stay), ...names }]
      })
    },
  }
}

/** Whether the facility went to another area, or its area became another one on that day. */
function kindOf(before: Area | undefined, { areaId, from }: Stay): PlaceChange['is'] {
  if (!before) return 'opened'
  if (before.until !== from || !before.became.includes(areaId)) return 'moved'
  return before.became.length > 1 ? 'split' : 'merged'
}
