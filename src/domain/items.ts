import type { Checklist, EvidenceKind, Item } from './checklist.ts'

/** Reading a checklist, without the schema that it has gone through. */

export const evidenceNames: Record<EvidenceKind, string> = {
  photo: 'ảnh',
  document: 'tài liệu',
  measurement: 'số đo',
  interview: 'phỏng vấn',
  observation: 'quan sát',
}

/** Every item of a checklist in reading order. */
export function itemsOf(checklist: Checklist): Item[] {
  return checklist.sections.flatMap(({ items }) => items)
}

/**
 * The number by which people name an item: its id without the family, as the
 * checklist's own tables write it. The same on every screen and on paper,
 * whichever items a facility's facts leave out.
 */
export function itemNumber({ id }: Pick<Item, 'id'>): string {
  return id.slice(id.indexOf('.') + 1).toUpperCase()
}
