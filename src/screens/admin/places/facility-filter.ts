import { type FacilityType, facilityTypeNames, facilityTypes } from '../../../domain/facts.ts'
import { finder, wordsOf } from '../../../domain/search.ts'
import type { FacilityRow } from '../../../protocol/places-wire.ts'

/** Narrowing the list of facilities. */

export const states = { open: 'Đang hoạt động', closed: 'Đã đóng' }
export type State = keyof typeof states

export type FacilityWish = { text: string; type: FacilityType | null; areaId: string | null; state: State | null }

export const everything: FacilityWish = { text: '', type: null, areaId: null, state: null }

/** What the address says; what it says wrongly is not asked for. */
export function wishIn(query: URLSearchParams): FacilityWish {
  const type = query.get('loai')
  const state = query.get('trang-thai')
  return {
    text: query.get('tim') ?? '',
    type: facilityTypes.find((each) => each === type) ?? null,
    areaId: query.get('dia-ban'),
    state: state !== null && Object.hasOwn(states, state) ? (state as State) : null,
  }
}

/** The address of a wish, without what is not asked for. */
export function queryOf({ text, type, areaId, state }: FacilityWish): URLSearchParams {
  const query = new URLSearchParams()
  if (text !== '') query.set('tim', text)
  if (type !== null) query.set('loai', type)
  if (areaId !== null) query.set('dia-ban', areaId)
  if (state !== null) query.set('trang-thai', state)
  return query
}

/** What a facility is found by. Folded once: taking the marks off ten thousand names takes longer than looking. */
const searched = new WeakMap<FacilityRow, string>()

function searchedBy(facility: FacilityRow): string {
  const { name, address, areaName, facts } = facility
  const words = searched.get(facility) ?? wordsOf(`${name} ${areaName} ${address} ${facilityTypeNames[facts.type]}`)
  searched.set(facility, words)
  return words
}

export function filterFacilities(
  facilities: readonly FacilityRow[],
  { text, type, areaId, state }: FacilityWish,
): FacilityRow[] {
  const finds = finder(text)
  return facilities.filter(
    (facility) =>
      (type === null || facility.facts.type === type) &&
      (areaId === null || facility.areaId === areaId) &&
      (state === null || (facility.closedOn !== null) === (state === 'closed')) &&
      (text === '' || finds(searchedBy(facility))),
  )
}

const count = new Intl.NumberFormat('vi-VN')

/** "12/2.000 cơ sở, 3 đã đóng." */
export function inOneSentence(shown: readonly FacilityRow[], all: number): string {
  const which = shown.length === all ? count.format(all) : `${count.format(shown.length)}/${count.format(all)}`
  const closed = shown.filter(({ closedOn }) => closedOn !== null).length
  return `${which} cơ sở, ${count.format(closed)} đã đóng.`
}

/** Areas that have facilities, in order of name. */
export function areasIn(facilities: readonly FacilityRow[]): { value: string; label: string }[] {
  const areas = new Map(facilities.map(({ areaId, areaName }) => [areaId, areaName]))
  const collator = new Intl.Collator('vi', { numeric: true })
  return [...areas].map(([value, label]) => ({ value, label })).sort((a, b) => collator.compare(a.label, b.label))
}
