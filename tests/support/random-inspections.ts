import { type Answer, NOTE_MAX } from '../../src/domain/answer.ts'
import type { Checklist } from '../../src/domain/checklist.ts'
import { missingIn } from '../../src/domain/completeness.ts'
import type { Facts } from '../../src/domain/facts.ts'
import { itemsOf } from '../../src/domain/items.ts'
import { applies } from '../../src/domain/scoring/context.ts'
import { score } from '../../src/domain/scoring/score.ts'
import { randomFacts, randomVisit } from './random-facts.ts'
import { type Mood, randomValue } from './random-values.ts'
import type { Random } from './seeded-random.ts'

/** One visit: what is known of the facility, the day, and what was answered. */
export type RandomInspection = { facts: Facts; date: string; answers: Record<string, Answer> }

const notes = ['Đã nhắc khoa khắc phục.', 'Xem ảnh số 3 – “kho tạm” \\ sân sau\n', 'Đợi. ', '😀']

/**
 * An inspection such as might come from anywhere: any facility the checklist is
 * for, any day, and for each item nothing, "không áp dụng" or any value that fits.
 * The same seed gives the same inspection.
 */
export function randomInspection(checklist: Checklist, random: Random): RandomInspection {
  const facts = randomFacts(checklist, random)
  const date = randomVisit(checklist, random)
  const context = { checklist, facts, date }
  const mood = randomMood(random)
  // Finished, all but one or two, in the middle of the visit, hardly begun.
  const blank = random.pick([0, 0.03, 0.6, 0.9, 0.97])
  const answers: Record<string, Answer> = {}
  for (const item of itemsOf(checklist)) {
    // An item that left the visit when the facts were corrected may still have its answer.
    if (!applies(item, facts) && !random.chance(0.05)) continue
    const value = random.chance(blank) ? null : randomValue(item, context, mood, random)
    const hasNote = random.chance(0.06)
    if (value === null && !hasNote && random.chance(0.9)) continue
    answers[item.id] = hasNote ? { value, note: randomNote(random) } : { value }
  }
  return { facts, date, answers }
}

/** The same inspection, gone on with until nothing is missing: it can be handed in. */
export function completed(
  checklist: Checklist,
  { facts, date, answers }: RandomInspection,
  random: Random,
): RandomInspection {
  const items = new Map(itemsOf(checklist).map((item) => [item.id, item]))
  const mood: Mood = { ...randomMood(random), half: 0, aside: 0 }
  const all = { ...answers }
  for (let round = 0; round < 100; round++) {
    const missing = missingIn(score(checklist, facts, all, { date }))
    if (missing.length === 0) return { facts, date, answers: all }
    for (const { itemId } of missing) {
      const item = items.get(itemId)
      // What counts another's opportunities is answered there.
      const shared = item?.input.kind === 'observation' && item.input.sameAs !== null ? item.input.sameAs : itemId
      const answered = items.get(shared)
      if (answered)
        all[shared] = { ...all[shared], value: randomValue(answered, { checklist, facts, date }, mood, random) }
    }
  }
  throw new Error(`an inspection of ${checklist.id} cannot be completed`)
}

function randomNote(random: Random): string {
  return random.chance(0.02) ? 'Đ'.repeat(NOTE_MAX) : random.pick(notes)
}

function randomMood(random: Random): Mood {
  return {
    good: random.pick([0, 0.3, 0.5, 0.7, 0.9, 1]),
    careful: random.chance(0.5),
    half: random.pick([0, 0, 0.1]),
    aside: random.pick([0, 0.08, 0.5]),
  }
}
