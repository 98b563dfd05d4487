/** Who of several people goes to which facility. */

type Place = { id: string; areaId: string }
type Goer = { id: string; areaIds: readonly string[] }

export const sharings = ['together', 'shared'] as const
/** `together`: a team goes everywhere. `shared`: each facility has one of them. */
export type Sharing = (typeof sharings)[number]

/**
 * Ids of the people for each facility; nobody goes where they may not. Shared out so
 * that of those who may, whoever has fewest goes; the order of the facilities counts,
 * that of the people does not.
 */
export function shareOut(facilities: readonly Place[], people: readonly Goer[], how: Sharing): Map<string, string[]> {
  const inOrder = people.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const load = new Map<string, number>()
  return new Map(
    facilities.map(({ id, areaId }) => {
      const able = inOrder.filter(({ areaIds }) => areaIds.includes(areaId))
      if (how === 'together') return [id, able.map((each) => each.id)]
      const least = Math.min(...able.map((each) => load.get(each.id) ?? 0))
      const chosen = able.find((each) => (load.get(each.id) ?? 0) === least)
      if (chosen) load.set(chosen.id, least + 1)
      return [id, chosen ? [chosen.id] : []]
    }),
  )
}
