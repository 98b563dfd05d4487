import type { Band, Checklist } from '../checklist.ts'
import { formatDecimal, formatLevel, formatPoints } from '../decimal.ts'
import { itemNumber } from '../items.ts'
import { missingTo, neededFor } from './grade.ts'
import type { ItemScore, Score } from './result.ts'

/** What is missing to a better grade. Sentences are Vietnamese, numbers as people name the items. */
export type WayUp =
  /** Items are still blank. */
  | { is: 'unfinished'; blank: number }
  /** No grade can be given: why, and the critical items that wait for a figure or a limit. */
  | { is: 'undetermined'; why: string; open: string[] }
  | { is: 'best' }
  /** The next grade and, where that does not pass, the first one that does. */
  | { is: 'missing'; targets: Target[] }

export type Target = {
  band: Band
  /** Everything that has to become true, one sentence each; never empty. */
  steps: string[]
  /** Items that would give the missing points if they earned all of theirs; empty where points are not what is missing. */
  enough: string[]
}

/** Reads off a score what separates it from the grades above; compares unrounded, as the grade itself does. */
export function wayUp(checklist: Checklist, score: Score): WayUp {
  if (score.grade === null) return { is: 'unfinished', blank: score.applicable - score.answered }
  const { bands } = checklist.grading
  const open = countedItems(checklist, score).filter(({ isOpen }) => isOpen)
  const current = bands.findIndex(({ title }) => title === score.grade?.title)
  if (current === -1) return { is: 'undetermined', why: score.grade.why, open: open.map(numberOf) }
  if (current === 0) return { is: 'best' }
  const passing = bands.findLastIndex(({ tone }) => tone === 'pass')
  // Above the current one, so that there is something to do.
  const wanted = [...new Set([current - 1, passing])].filter((index) => index >= 0 && index < current)
  const targets = wanted.map((index) => targetOf(checklist, score, index))
  const [next, pass] = targets
  // Where the same steps lead further, the nearer grade is no news.
  const isSame = next && pass && JSON.stringify([next.steps, next.enough]) === JSON.stringify([pass.steps, pass.enough])
  return { is: 'missing', targets: isSame ? [pass] : targets }
}

function targetOf(checklist: Checklist, score: Score, index: number): Target {
  const { grading } = checklist
  const band = grading.bands[index] as Band
  const steps: string[] = []
  let enough: string[] = []
  const needed = band.atLeast === null || score.max === 0 ? null : neededFor(grading, score.max, band.atLeast)
  if (needed?.gt(score.earned)) {
    steps.push(
      grading.by === 'meanLevel'
        ? `Mức trung bình phải từ ${formatDecimal(band.atLeast ?? '')} (hiện ${formatLevel(score.earned, score.max)}).`
        : `Thiếu ${missingTo(needed, score.earned)} điểm (hiện ${formatPoints(score.earned)}/${formatPoints(score.max)}).`,
    )
    enough = enoughFor(countedItems(checklist, score), needed.minus(score.earned).toNumber())
  }
  // The gates of a score stand in the order of the checklist's own.
  for (const [order, { capTo }] of grading.gates.entries()) {
    const gate = score.gates[order]
    if (gate && !gate.met && grading.bands.findIndex(({ id }) => id === capTo) > index) steps.push(gate.text)
  }
  const open = countedItems(checklist, score).filter(({ isOpen }) => isOpen)
  if (open.length > 0)
    steps.push(`Phải có số liệu hoặc giới hạn của tiêu chí điểm liệt ${open.map(numberOf).join(', ')}.`)
  return { band, steps, enough }
}

/** The fewest items that hold so many hundredths, the dearest first; empty where all together do not. */
function enoughFor(items: readonly ItemScore[], missing: number): string[] {
  const chosen: ItemScore[] = []
  let found = 0
  for (const item of items.filter(isMendable).sort((a, b) => lossOf(b) - lossOf(a))) {
    if (found >= missing) break
    chosen.push(item)
    found += lossOf(item)
  }
  return found >= missing ? chosen.map(numberOf) : []
}

function isMendable(item: ItemScore): boolean {
  return item.state !== 'blank' && lossOf(item) > 0
}

function lossOf({ max, earned }: ItemScore): number {
  return max - earned
}

function countedItems({ sections }: Checklist, score: Score): ItemScore[] {
  const apart = new Set(sections.filter(({ counts }) => counts === 'apart').map(({ id }) => id))
  return score.sections.filter(({ sectionId }) => !apart.has(sectionId)).flatMap(({ items }) => items)
}

function numberOf({ itemId }: ItemScore): string {
  return itemNumber({ id: itemId })
}
