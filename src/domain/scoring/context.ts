import type { Checklist, Item, Section } from '../checklist.ts'
import { type Facts, factHolds } from '../facts.ts'

/** What scoring one item may look at, beside its own answer. */
export type ScoringContext = {
  checklist: Checklist
  facts: Facts
  /** Date of the visit: limits and deadlines are read on that day. */
  date: string
}

/** Whether an item applies to a facility. A fact that is not known never makes an item apply. */
export function applies(item: Item, facts: Facts): boolean {
  const { types, minBeds, belowBeds, zones, requires = [] } = item.appliesTo
  if (!types.includes(facts.type)) return false
  if (minBeds !== undefined && (facts.beds === null || facts.beds < minBeds)) return false
  if (belowBeds !== undefined && (facts.beds === null || facts.beds >= belowBeds)) return false
  if (zones !== undefined && (facts.zone === null || !zones.includes(facts.zone))) return false
  return requires.every((condition) => factHolds(facts, condition))
}

/** A section with those of its items that apply to a facility. */
export type OpenSection = { section: Section; items: Item[] }

/** The sections that hold something for this facility, in reading order. */
export function applicableSections(checklist: Checklist, facts: Facts): OpenSection[] {
  return checklist.sections
    .map((section) => ({ section, items: section.items.filter((item) => applies(item, facts)) }))
    .filter(({ items }) => items.length > 0)
}

/**
 * The one other answer that an item is judged by beside its own: the opportunities
 * kept on another item, or the day on which the wastewater was sampled.
 */
export function otherAnswerOf({ input }: Item, { limits }: Checklist): string | null {
  if (input.kind === 'observation') return input.sameAs
  const isByTable = input.kind === 'detect' ? input.byTable : input.kind === 'measure' && input.rule.by === 'limit'
  return isByTable ? (limits?.sampledOn ?? null) : null
}
