import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { checklists } from '../../../src/criteria/all.ts'
import { type Answers, answerSchema, fits } from '../../../src/domain/answer.ts'
import type { Checklist, Item } from '../../../src/domain/checklist.ts'
import { itemsOf } from '../../../src/domain/items.ts'
import type { ItemScore, Score } from '../../../src/domain/scoring/result.ts'
import { score } from '../../../src/domain/scoring/score.ts'
import { everyKind } from '../../support/every-kind.ts'
import { raised } from '../../support/raised-answers.ts'
import { type RandomInspection, randomInspection } from '../../support/random-inspections.ts'
import { type Random, seededRandom } from '../../support/seeded-random.ts'

const answersSchema = z.record(z.string(), answerSchema)
const subjects = [...checklists, everyKind('worst'), everyKind('mean'), everyKind('main')]

/** A failure names its seed: `randomInspection(of, seededRandom(seed))` is the counter-example. */
function forAny(of: Checklist, runs: number, holds: (inspection: RandomInspection, random: Random) => void): void {
  const seeds = fc.noShrink(fc.integer({ min: 0, max: 0xffff_ffff }))
  const property = fc.property(seeds, (seed) => {
    const random = seededRandom(seed)
    holds(randomInspection(of, random), random)
  })
  fc.assert(property, { numRuns: runs, seed: 20_261_122 })
}

function scored(of: Checklist, { facts, date }: RandomInspection, answers: Answers): Score {
  return score(of, facts, answers, { date })
}

/** Place of the grade from the worst; an undetermined one is above the worst alone. Null while there is none. */
function rankOf({ grading: { bands } }: Checklist, { grade }: Score): number | null {
  if (grade === null) return null
  if (grade.tone === 'undetermined') return 0.5
  return bands.length - 1 - bands.findIndex(({ title }) => title === grade.title)
}

/** The item, and those that count the opportunities kept on it: they leave together. */
function family(of: Checklist, { id }: Item): Set<string> {
  const followers = itemsOf(of).filter(({ input }) => input.kind === 'observation' && input.sameAs === id)
  return new Set([id, ...followers.map((each) => each.id)])
}

function without(of: Checklist, gone: ReadonlySet<string>): Checklist {
  const sections = of.sections.map((each) => ({ ...each, items: each.items.filter(({ id }) => !gone.has(id)) }))
  return { ...of, sections }
}

/** What is wrong with the score of one item, in words. */
function faultsOf(item: Item, one: ItemScore | undefined): string[] {
  if (!one) return []
  const { earned, max, reason } = one
  const most = item.bonus ? item.points : max
  const faults = [
    (earned < 0 || earned > most) && `earns ${earned} of ${most}`,
    max !== 0 && max !== item.points && `has a maximum of ${max}`,
    // Vietnamese words, and none of a program's.
    !/[À-ỹĐđ]/.test(reason) && 'gives no reason',
    /undefined|null|NaN|\[object|^\s|\s$/.test(reason) && 'gives a broken reason',
  ]
  return faults.filter((fault) => fault !== false).map((fault) => `${item.id} ${fault} (${reason})`)
}

describe.each(subjects)('$id, whatever is answered', (of) => {
  const items = itemsOf(of)

  it('every invented answer fits its item, and the same seed invents the same', () => {
    forAny(of, 100, ({ answers }) => {
      const unfit = items.filter((item) => {
        const answer = answers[item.id]
        return answer?.value && !fits(item, answer.value)
      })
      expect(unfit.map(({ id }) => id)).toEqual([])
      expect(answersSchema.parse(answers)).toEqual(answers)
    })
    expect(randomInspection(of, seededRandom(7))).toEqual(randomInspection(of, seededRandom(7)))
  })

  it('the order of answers never matters, nor does a walk through text', () => {
    forAny(of, 100, (inspection, random) => {
      const expected = scored(of, inspection, inspection.answers)
      const shuffled = Object.fromEntries(random.shuffled(Object.entries(inspection.answers)))
      expect(scored(of, inspection, shuffled)).toEqual(expected)
      const read = JSON.parse(JSON.stringify({ of, inspection })) as { of: Checklist; inspection: RandomInspection }
      expect(scored(read.of, read.inspection, read.inspection.answers)).toEqual(expected)
    })
  })

  it('every item has a reason, and no less than nothing and no more than its points', () => {
    forAny(of, 200, (inspection) => {
      const result = scored(of, inspection, inspection.answers)
      const faults = items.flatMap((item) => faultsOf(item, result.byItem[item.id]))
      expect(faults).toEqual([])
      const bonus = items.reduce((sum, { id, bonus }) => sum + (bonus ? (result.byItem[id]?.earned ?? 0) : 0), 0)
      expect(result.earned).toBeLessThanOrEqual(result.max + bonus)
    })
  })

  it('a section that counts is the sum of its items, and the total the sum of its sections', () => {
    forAny(of, 100, (inspection) => {
      const result = scored(of, inspection, inspection.answers)
      const sum = (list: readonly { earned: number; max: number }[]) => ({
        earned: list.reduce((total, { earned }) => total + earned, 0),
        max: list.reduce((total, { max }) => total + max, 0),
      })
      const counts = new Map(of.sections.map((each) => [each.id, each.counts]))
      const counted = result.sections.filter(({ sectionId }) => /sum|unscored/.test(counts.get(sectionId) ?? ''))
      for (const each of counted) expect(each).toMatchObject(sum(each.items))
      expect(result).toMatchObject(sum(counted))
    })
  })

  it('“không áp dụng” is as if the question were not there', () => {
    forAny(of, 60, (inspection, random) => {
      const { byItem: all } = scored(of, inspection, inspection.answers)
      const askable = items.filter(({ id, input }) => id in all && !('sameAs' in input && input.sameAs !== null))
      if (askable.length === 0) return
      const gone = family(of, random.pick(askable))
      const aside = Object.fromEntries([...gone].map((id) => [id, { value: { is: 'notApplicable' as const } }]))
      const { sections, byItem, answered, applicable, ...kept } = scored(of, inspection, {
        ...inspection.answers,
        ...aside,
      })
      const shorter = scored(without(of, gone), inspection, inspection.answers)
      // The bands of a tool are written for its whole maximum: with a part set aside it has no grade.
      const { grade: _grade, ...rest } = kept
      expect(shorter).toMatchObject(of.grading.by === 'points' ? rest : kept)
      const away = Object.keys(byItem).length - Object.keys(shorter.byItem).length
      expect(applicable - shorter.applicable).toBe(answered - shorter.answered)
      expect(away).toBeGreaterThan(0)
      for (const each of shorter.sections) {
        const { earned, max, answeredMax, criticalFailures } = each
        expect(sections.find(({ sectionId }) => sectionId === each.sectionId)).toMatchObject({
          earned,
          max,
          answeredMax,
          criticalFailures,
        })
      }
    })
  })

  it('setting a failed item aside never lowers the percentage', () => {
    forAny(of, 100, (inspection, random) => {
      const before = scored(of, inspection, inspection.answers)
      const failed = items.filter((item) => {
        const one = before.byItem[item.id]
        // A lowest level fails and still earns its fifth.
        return one?.state === 'fail' && one.earned === 0 && one.max > 0 && family(of, item).size === 1
      })
      if (failed.length === 0) return
      const aside = { [random.pick(failed).id]: { value: { is: 'notApplicable' as const } } }
      const after = scored(of, inspection, { ...inspection.answers, ...aside })
      if (after.max > 0) expect(after.earned * before.max).toBeGreaterThanOrEqual(before.earned * after.max)
    })
  })

  it('a better answer never lowers points or grade', () => {
    forAny(of, 60, (inspection, random) => {
      const { facts, date, answers } = inspection
      const before = scored(of, inspection, answers)
      const rank = rankOf(of, before)
      for (const item of random.shuffled(items).slice(0, 12)) {
        const value = answers[item.id]?.value
        if (!value || !(item.id in before.byItem)) continue
        const better = raised(item, value, { checklist: of, facts, date }, random)
        if (!better) continue
        const after = scored(of, inspection, { ...answers, [item.id]: { value: better } })
        const step = `${item.id}: ${JSON.stringify(value)} → ${JSON.stringify(better)}`
        expect(after.byItem[item.id]?.earned, step).toBeGreaterThanOrEqual(before.byItem[item.id]?.earned ?? 0)
        expect(after.earned, step).toBeGreaterThanOrEqual(before.earned)
        expect(after.criticalFailures, step).toBeLessThanOrEqual(before.criticalFailures)
        if (rank !== null) expect(rankOf(of, after), step).toBeGreaterThanOrEqual(rank)
      }
    })
  })
})

describe('what is invented', () => {
  it.each(checklists)('reaches every grade of $id and every way an item can end', (of) => {
    const grades = new Set<string | undefined>()
    const states = new Map(itemsOf(of).map(({ id }) => [id, new Set<string>()]))
    for (let seed = 1; seed <= 2000; seed++) {
      const inspection = randomInspection(of, seededRandom(seed))
      const result = scored(of, inspection, inspection.answers)
      grades.add(result.grade?.title)
      for (const { itemId, state } of Object.values(result.byItem)) states.get(itemId)?.add(state)
    }
    // A sum of eight chances seldom comes out low; the bands of points have a table of cases of their own.
    if (of.grading.by !== 'points') for (const { title } of of.grading.bands) expect(grades).toContain(title)
    expect(grades).toContain(undefined)
    const dull = itemsOf(of).filter(({ id, input }) => input.kind !== 'text' && (states.get(id)?.size ?? 0) < 3)
    expect(dull.map(({ id }) => id)).toEqual([])
  })
})
