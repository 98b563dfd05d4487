import { useMemo } from 'react'
import { listAreas } from '../../../device/api/places.ts'
import { useAsked } from '../../../device/api/use-asked.ts'
import { listFacilities } from '../../../device/store/replica.ts'
import { useStore } from '../../../device/store/use-store.ts'
import { holdsFacilities } from '../../../domain/area.ts'
import { facilityTypeNames } from '../../../domain/facts.ts'
import type { Person } from '../../../domain/people.ts'
import type { Facility } from '../../../domain/place.ts'
import type { AreaRow } from '../../../protocol/places-wire.ts'
import type { Choice } from '../../../ui/choice-list.tsx'

/** Areas and facilities that an account can be given, in order of name. */
export type Places = { areas: readonly Choice[]; facilities: readonly Choice[] }

/**
 * The areas are the server's, also those in which nothing lies yet; where it cannot
 * be asked, those of the facilities that this tablet holds, as the facilities are.
 * Undefined until either is known.
 */
export function usePlaces(): Places | undefined {
  const { read, problem } = useAsked('areas', listAreas)
  const facilities = useStore(listFacilities, [])
  const tree = read?.value.areas
  const isAnswered = tree !== undefined || problem !== null
  return useMemo(() => {
    if (!facilities || !isAnswered) return undefined
    return {
      areas: (tree ? standingIn(tree) : behind(facilities)).sort((a, b) => a.label.localeCompare(b.label, 'vi')),
      facilities: facilities.map(({ id, name, areaName, facts }) => ({
        value: id,
        label: name,
        small: `${areaName} · ${facilityTypeNames[facts.type]}`,
      })),
    }
  }, [facilities, tree, isAnswered])
}

function standingIn(areas: readonly AreaRow[]): Choice[] {
  return areas
    .filter(({ until, kind }) => until === null && holdsFacilities(kind))
    .map(({ id, name }) => ({ value: id, label: name }))
}

function behind(facilities: readonly Facility[]): Choice[] {
  const areas = new Map(facilities.map(({ areaId, areaName }) => [areaId, areaName]))
  return [...areas].map(([value, label]) => ({ value, label }))
}

/** "Xã Suối Mơ, Xã Bến Sao", "Trạm Y tế xã Suối Mơ": what an account reaches. */
export function reachWords(
  { role, areaIds, facilityId }: Pick<Person, 'role' | 'areaIds' | 'facilityId'>,
  places: Places,
): string {
  if (role === 'facility') return nameIn(places.facilities, facilityId ?? '') ?? 'cơ sở chưa có trên máy này'
  if (areaIds.length === 0) return 'chưa giao địa bàn'
  const named = areaIds.map((id) => nameIn(places.areas, id)).filter((name) => name !== null)
  return named.length === areaIds.length && named.length <= 2 ? named.join(', ') : `${areaIds.length} địa bàn`
}

function nameIn(choices: readonly Choice[], id: string): string | null {
  return choices.find(({ value }) => value === id)?.label ?? null
}
