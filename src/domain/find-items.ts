import type { Item } from './checklist.ts'
import { itemNumber } from './items.ts'
import type { OpenSection } from './scoring/context.ts'
import type { Score } from './scoring/result.ts'
import { finder, wordsOf } from './search.ts'

/** Which items of a visit are looked for. */
export const ITEM_FILTERS = ['all', 'blank', 'failed', 'photo'] as const
export type ItemFilter = (typeof ITEM_FILTERS)[number]

type Looked = { score: Score; withPhoto: ReadonlySet<string> }

/** Words of an item, folded once: the same items are searched at every key. */
const words = new WeakMap<Item, string>()

function wordsOfItem(item: Item): string {
  const known = words.get(item)
  if (known !== undefined) return known
  const made = wordsOf(item.question)
  words.set(item, made)
  return made
}

function isWanted({ id }: Item, filter: ItemFilter, { score, withPhoto }: Looked): boolean {
  const state = score.byItem[id]?.state ?? 'blank'
  switch (filter) {
    case 'all':
      return true
    case 'blank':
      return state === 'blank'
    case 'failed':
      return state === 'fail' || score.byItem[id]?.criticalFailure === true
    case 'photo':
      return withPhoto.has(id)
    default:
      return filter satisfies never
  }
}

/**
 * The items that answer a filter and a query ("rua tay" finds "rửa tay"; a number
 * finds its item), in reading order, under their sections.
 */
export function findItems(
  sections: readonly OpenSection[],
  query: string,
  filter: ItemFilter,
  looked: Looked,
): OpenSection[] {
  const isFound = finder(query)
  const number = query.trim().toUpperCase()
  const isAsked = (item: Item) => itemNumber(item).startsWith(number) || isFound(wordsOfItem(item))
  return sections
    .map(({ section, items }) => ({
      section,
      items: items.filter((item) => isWanted(item, filter, looked) && isAsked(item)),
    }))
    .filter(({ items }) => items.length > 0)
}

/**
 * The next item without an answer in reading order; behind the last comes the first.
 * @param after the item from which one goes on; null: from the beginning
 * @returns null when nothing is missing
 */
export function nextBlank(
  sections: readonly OpenSection[],
  score: Score,
  after: string | null,
): { sectionId: string; itemId: string } | null {
  const all = sections.flatMap(({ section, items }) => items.map(({ id }) => ({ sectionId: section.id, itemId: id })))
  const from = all.findIndex(({ itemId }) => itemId === after) + 1
  const isBlank = ({ itemId }: { itemId: string }) => (score.byItem[itemId]?.state ?? 'blank') === 'blank'
  return [...all.slice(from), ...all.slice(0, from)].find(isBlank) ?? null
}
