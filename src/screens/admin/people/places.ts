import { listFacilities } from '../../../device/store/replica.ts'
import { useStore } from '../../../device/store/use-store.ts'
import { facilityTypeNames } from '../../../domain/facts.ts'
import type { Person } from '../../../domain/people.ts'
import type { Choice } from '../../../ui/choice-list.tsx'

/** Areas and facilities that an account can be given, in order of name. */
export type Places = { areas: readonly Choice[]; facilities: readonly Choice[] }

/** As far as this tablet knows them: those of the administrator's own areas. Undefined for the first moment. */
export function usePlaces(): Places | undefined {
  return useStore(async (store) => {
    const facilities = await listFacilities(store)
    const areas = new Map(facilities.map(({ areaId, areaName }) => [areaId, areaName]))
    return {
      areas: [...areas]
        .map(([value, label]) => ({ value, label }))
        .sort((a, b) => a.label.localeCompare(b.label, 'vi')),
      facilities: facilities.map(({ id, name, areaName, facts }) => ({
        value: id,
        label: name,
        small: `${areaName} · ${facilityTypeNames[facts.type]}`,
      })),
    }
  }, [])
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
