import * as z from 'zod/mini'
import { type FacilityType, facilityTypeSchema } from '../facts.ts'
import { draw, SEED_MAX } from './draw.ts'

/** Which facilities a campaign goes to, said in a way that can be done again. */

const idSchema = z.string().check(z.minLength(1), z.maxLength(64))
/** Areas and types narrow; empty: all. */
const narrowShape = {
  areaIds: z.array(idSchema).check(z.maxLength(500)),
  types: z.array(facilityTypeSchema),
}
/** More facilities than any province has of a type; fewer than would fill a page of the feed ten times over. */
export const FACILITIES_MAX = 2000
const countSchema = z.int().check(z.gte(1, 'Ít nhất 1 cơ sở.'), z.lte(FACILITIES_MAX, 'Nhiều nhất 2.000 cơ sở.'))

export const selectionSchema = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('list'), facilityIds: z.array(idSchema).check(z.maxLength(FACILITIES_MAX)) }),
  z.strictObject({ by: z.literal('all'), ...narrowShape }),
  /** The lowest last result first. */
  z.strictObject({ by: z.literal('worst'), ...narrowShape, count: countSchema }),
  /** The longest not visited first; never visited is longest. */
  z.strictObject({ by: z.literal('oldest'), ...narrowShape, count: countSchema }),
  z.strictObject({
    by: z.literal('random'),
    ...narrowShape,
    count: countSchema,
    seed: z.int().check(z.gte(0), z.lte(SEED_MAX)),
  }),
])
export type Selection = z.infer<typeof selectionSchema>
export type SelectionBy = Selection['by']

/** An open facility that at least one of the campaign's checklists is for. */
export type Candidate = {
  id: string
  areaId: string
  type: FacilityType
  /** The latest visit by any of the campaign's checklists, and the lowest share (hundredths of a per cent) of their latest results; null for none. */
  lastDate: string | null
  lowestShare: number | null
}

/**
 * Ids of the chosen facilities, in the order of the rule: as listed, worst or oldest
 * first, or as drawn. Where two are alike their ids decide, so that the order in
 * which they come never does.
 */
export function selectFacilities(selection: Selection, candidates: readonly Candidate[]): string[] {
  if (selection.by === 'list') {
    const known = new Set(candidates.map(({ id }) => id))
    return [...new Set(selection.facilityIds)].filter((id) => known.has(id))
  }
  const { areaIds, types } = selection
  const narrowed = candidates
    .filter(({ areaId, type }) => isIn(areaIds, areaId) && isIn(types, type))
    .sort((a, b) => compare(a.id, b.id))
  switch (selection.by) {
    case 'all':
      return narrowed.map(({ id }) => id)
    case 'worst':
      return first(selection.count, narrowed, ({ lowestShare }) => lowestShare ?? UNKNOWN)
    case 'oldest':
      return first(selection.count, narrowed, ({ lastDate }) => lastDate ?? NEVER)
    case 'random':
      return draw(
        narrowed.map(({ id }) => id),
        selection.count,
        selection.seed,
      )
    default:
      return selection satisfies never
  }
}

/** Behind every result: what is not known is not bad. */
const UNKNOWN = Number.POSITIVE_INFINITY
/** Before every day. */
const NEVER = ''

function isIn<T>(wanted: readonly T[], value: T): boolean {
  return wanted.length === 0 || wanted.includes(value)
}

function first<K extends string | number>(count: number, list: readonly Candidate[], key: (each: Candidate) => K) {
  // Sorting is stable: where keys are alike the ids, in whose order the list is, decide.
  return list
    .toSorted((a, b) => compare(key(a), key(b)))
    .slice(0, count)
    .map(({ id }) => id)
}

function compare<T extends string | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0
}
