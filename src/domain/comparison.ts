import type { Answer } from './answer.ts'
import type { Checklist, Item } from './checklist.ts'
import { answersIn, type InspectionRecord } from './inspection.ts'
import { itemNumber, itemsOf } from './items.ts'
import { quarterOf } from './overview/period.ts'
import type { ItemScore, Score } from './scoring/result.ts'
import { score } from './scoring/score.ts'
import { byVisit } from './visit-order.ts'

/** A facility's own score beside the inspector's, item by item. */

/**
 * The self-assessment that an inspection is laid beside: the facility's last by the same checklist (in any
 * version) on or before the day of the inspection, of the same quarter or the one before. Null where there is none.
 */
export function selfAssessmentFor(
  { head }: Pick<InspectionRecord, 'head'>,
  records: readonly InspectionRecord[],
): InspectionRecord | null {
  const fitting = records.filter(
    ({ head: own, status }) =>
      status !== 'draft' &&
      own.kind === 'selfAssessment' &&
      own.facilityId === head.facilityId &&
      own.checklist.id === head.checklist.id &&
      own.date <= head.date &&
      quarterOf(own.date) >= quarterOf(head.date) - 1,
  )
  return fitting.sort(byVisit)[0] ?? null
}

/** One visit as it is compared. */
export type Compared = { record: InspectionRecord; checklist: Checklist }

export type Side = { item: Item; answer: Answer | null; scored: ItemScore }

/** Why one side says nothing of an item. */
export type Absence =
  /** its version of the checklist does not have it */
  | 'notInVersion'
  /** by the facts of that visit it did not apply to the facility */
  | 'notApplied'
  /** there is no self-assessment that fits */
  | 'notAssessed'

/** From where the facility stands: whether it gave itself more than the inspector did. */
export type Difference = 'same' | 'higher' | 'lower' | 'otherwise' | 'oneSided'

export type ComparedItem = {
  id: string
  number: string
  question: string
  self: Side | Absence
  inspected: Side | Absence
  difference: Difference
  /** What the facility gave itself minus what the inspector gave, in hundredths of a point; null where the two cannot be subtracted. */
  gap: number | null
}

export type ComparedSection = {
  id: string
  title: string
  /** Hundredths; null on the side whose version does not have the section. */
  self: { earned: number; max: number } | null
  inspected: { earned: number; max: number } | null
  items: ComparedItem[]
}

/**
 * Both visits beside each other: the sections of the inspection's checklist in their order, then
 * those that the self-assessment's version alone has. Items are the same where their ids are.
 * @param self null where none fits: the facility may disagree all the same
 */
export function compareVisits(self: Compared | null, inspected: Compared): ComparedSection[] {
  const [own, other] = [self && scoreOf(self), scoreOf(inspected)]
  const ownSections = self?.checklist.sections ?? []
  const ownItems = new Map(ownSections.flatMap(({ items }) => items.map((item) => [item.id, item])))
  const otherItems = new Map(itemsOf(inspected.checklist).map((item) => [item.id, item]))
  const compared = (item: Item): ComparedItem => {
    const sides = {
      self: self && own ? sideOf(self, own, ownItems.get(item.id)) : ('notAssessed' as const),
      inspected: sideOf(inspected, other, otherItems.get(item.id)),
    }
    return { id: item.id, number: itemNumber(item), question: item.question, ...sides, ...differenceOf(sides) }
  }
  const sections = inspected.checklist.sections.map(({ id, title, items }) => {
    const gone = ownSections.find((section) => section.id === id)?.items ?? []
    return { id, title, items: [...items, ...gone.filter((item) => !otherItems.has(item.id))] }
  })
  const known = new Set(sections.map(({ id }) => id))
  const only = ownSections
    .filter(({ id }) => !known.has(id))
    .map(({ id, title, items }) => ({ id, title, items: items.filter((item) => !otherItems.has(item.id)) }))
  return [...sections, ...only]
    .map(({ id, title, items }) => ({
      id,
      title,
      self: own && totalOf(own, id),
      inspected: totalOf(other, id),
      // What applied to neither says nothing.
      items: items.map(compared).filter((each) => typeof each.self === 'object' || typeof each.inspected === 'object'),
    }))
    .filter(({ items }) => items.length > 0)
}

function scoreOf({ record, checklist }: Compared): Score {
  const { head, cells } = record
  return score(checklist, head.facts, answersIn(cells), { date: head.date })
}

function sideOf({ record }: Compared, scored: Score, item: Item | undefined): Side | Absence {
  if (!item) return 'notInVersion'
  const of = scored.byItem[item.id]
  return of ? { item, answer: record.cells[item.id]?.answer ?? null, scored: of } : 'notApplied'
}

function totalOf({ sections }: Score, id: string) {
  const section = sections.find(({ sectionId }) => sectionId === id)
  return section ? { earned: section.earned, max: section.max } : null
}

/**
 * | both answered, the same maximum    | higher, lower, or by their states the same or otherwise |
 * | both answered, maxima differ       | by their states the same or otherwise                   |
 * | one side has no answer or no item  | one-sided                                               |
 */
function differenceOf({ self, inspected }: Pick<ComparedItem, 'self' | 'inspected'>) {
  const none = { difference: 'oneSided' as const, gap: null }
  if (typeof self !== 'object' || typeof inspected !== 'object') return none
  const [own, other] = [self.scored, inspected.scored]
  if (own.state === 'blank' || other.state === 'blank') return none
  const gap = own.max === other.max ? own.earned - other.earned : null
  if (gap !== null && gap !== 0) return { difference: gap > 0 ? ('higher' as const) : ('lower' as const), gap }
  const isSame = own.state === other.state && own.criticalFailure === other.criticalFailure
  return { difference: isSame ? ('same' as const) : ('otherwise' as const), gap }
}
