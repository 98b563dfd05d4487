import { type AreaKind, areaKindNames, nameOn, parentOn, treeOn } from '../../../domain/area.ts'
import { formatDate } from '../../../domain/date.ts'
import type { AreaRow } from '../../../protocol/places-wire.ts'

/** An area as it stood on a day, with what lay in it. */
export type Branch = { id: string; name: string; kind: AreaKind; inside: Branch[] }

const collator = new Intl.Collator('vi', { numeric: true })
const byName = (a: { name: string }, b: { name: string }) => collator.compare(a.name, b.name)

/** The tree of a day, each level in order of name. */
export function branchesOn(areas: readonly AreaRow[], date: string): Branch[] {
  const nodes = treeOn({ areas, stays: [] }, date)
  const within = (parentId: string | null): Branch[] =>
    nodes
      .filter((node) => node.parentId === parentId)
      .map(({ id, name, kind }) => ({ id, name, kind, inside: within(id) }))
      .sort(byName)
  return within(null)
}

/** Areas that had ended by a day, the latest first. One that ended on its first day never stood. */
export function formerOn(areas: readonly AreaRow[], date: string): AreaRow[] {
  return areas
    .filter(({ from, until }) => until !== null && until <= date && from < until)
    .sort((a, b) => (b.until ?? '').localeCompare(a.until ?? '') || byName(a, b))
}

/** Those that still stand, in order of name. */
export function standing(areas: readonly AreaRow[]): AreaRow[] {
  return areas.filter(({ until }) => until === null).sort(byName)
}

export function findArea(areas: readonly AreaRow[], id: string | null): AreaRow | undefined {
  return areas.find((area) => area.id === id)
}

/** "Huyện Thượng Sương", "thuộc tỉnh": where an area lies now. */
export function parentWords(areas: readonly AreaRow[], parentId: string | null): string {
  return parentId === null ? 'thuộc tỉnh' : `thuộc ${findArea(areas, parentId)?.name ?? 'địa bàn chưa có tên'}`
}

/** "nay là Xã Suối Mơ, Xã Đồng Xuân", "đã kết thúc": what became of one that has ended. */
export function becameWords({ became }: AreaRow, areas: readonly AreaRow[]): string {
  if (became.length === 0) return 'không có địa bàn thay thế'
  const names = became.map((id) => {
    const heir = findArea(areas, id)
    return heir ? nameOn(heir, heir.from) : 'địa bàn chưa có tên'
  })
  return `nay là ${names.sort(collator.compare).join(', ')}`
}

/** "01/07/2025 – 30/11/2026" or "từ 01/07/2025"; the last day is the one before it was no more. */
export function periodWords({ from, until }: Pick<AreaRow, 'from' | 'until'>): string {
  return until === null ? `từ ${formatDate(from)}` : `từ ${formatDate(from)}, hết hiệu lực ${formatDate(until)}`
}

/** What somebody else did to the tree between two readings of it, a sentence each. */
export function changesBetween(before: readonly AreaRow[], after: readonly AreaRow[]): string[] {
  return after.flatMap((now) => {
    const was = findArea(before, now.id)
    if (!was) return [`${areaKindNames[now.kind]} mới: ${now.name}.`]
    const changes: string[] = []
    if (was.name !== now.name) changes.push(`${was.name} đổi tên thành ${now.name}.`)
    if (was.parentId !== now.parentId) changes.push(`${now.name} nay ${parentWords(after, now.parentId)}.`)
    if (was.until === null && now.until !== null)
      changes.push(`${now.name} hết hiệu lực từ ${formatDate(now.until)}: ${becameWords(now, after)}.`)
    if (was.facilities !== now.facilities && now.until === null)
      changes.push(`${now.name} nay có ${now.facilities} cơ sở.`)
    return changes
  })
}

/** Names with the day from which they held, and parents likewise: the history of an area in lines, newest first. */
export function historyOf(area: AreaRow, areas: readonly AreaRow[]): { from: string; words: string }[] {
  const { names, parents, from, until } = area
  const came = areas.filter(({ became }) => became.includes(area.id))
  const origin = came.length === 0 ? '' : ` từ ${came.map(({ name }) => name).join(', ')}`
  const parentName = (parentId: string | null, date: string) => {
    const parent = findArea(areas, parentId)
    return parent ? nameOn(parent, date) : 'tỉnh'
  }
  const lines = [
    { from, words: `Lập với tên ${nameOn(area, from)}, thuộc ${parentName(parentOn(area, from), from)}${origin}` },
    ...names.slice(1).map((each) => ({ from: each.from, words: `Đổi tên thành ${each.name}` })),
    ...parents
      .slice(1)
      .map((each) => ({ from: each.from, words: `Chuyển về ${parentName(each.parentId, each.from)}` })),
  ]
  if (until !== null) lines.push({ from: until, words: `Hết hiệu lực: ${becameWords(area, areas)}` })
  return lines.sort((a, b) => b.from.localeCompare(a.from))
}
