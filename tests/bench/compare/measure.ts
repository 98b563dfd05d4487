/** What every comparison shares: taking turns, medians, and what a result looks like. */

/** Figures of one kind: for each size, of each contender, one number for each run. */
export type Series = {
  what: string
  unit: Unit
  /** What the sizes count. */
  of: string
  sizes: { size: number; runs: Record<string, number[]> }[]
}

type Unit = 'ms' | 'bytes' | 'requests' | 'files' | 'times' | 'MB' | 'per second' | '%'

/** What was asked for, what was found, and whether the one is within the other. */
export type Aim = { what: string; wanted: string; found: string; isMet: boolean }

export type Comparison = {
  title: string
  /** How it was measured, and what speaks for whom: sentences in Markdown. */
  how: string[]
  series: Series[]
  aims: Aim[]
}

export type Effort = {
  /** Small sizes and few runs: to see that everything works. */
  isQuick: boolean
  runs: number
  warmUps: number
}

export const effortInWords = ({ isQuick, runs, warmUps }: Effort): string =>
  runs === 1
    ? '**quick**: small sizes, 1 run, none before it: that it works, not how fast'
    : `${isQuick ? '**small sizes**, ' : ''}medians of ${runs} runs after ${warmUps} that did not count`

/** @param runs how often, where that is asked for: else 5 times, and once at small sizes */
export function effortOf(isQuick: boolean, runs = isQuick ? 1 : 5): Effort {
  return { isQuick, runs, warmUps: runs > 1 ? 1 : 0 }
}

/** Lets every contender run once, then every one again, each time another one first; the first `warmUps` rounds do not count. */
export async function takeTurns<C>(
  contenders: readonly C[],
  { runs, warmUps }: Effort,
  run: (contender: C, counts: boolean) => Promise<void>,
): Promise<void> {
  for (let round = 0; round < warmUps + runs; round++)
    for (let turn = 0; turn < contenders.length; turn++) {
      await run(contenders[(turn + round) % contenders.length] as C, round >= warmUps)
      // Full sizes take many minutes: who waits sees that it goes on.
      process.stderr.write('.')
    }
  process.stderr.write('\n')
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** A series that is being filled. */
export function openSeries(what: string, unit: Unit, of: string) {
  const series: Series = { what, unit, of, sizes: [] }
  return {
    series,
    add(size: number, contender: string, value: number): void {
      let row = series.sizes.find((each) => each.size === size)
      if (!row) {
        row = { size, runs: {} }
        series.sizes.push(row)
      }
      const runs = row.runs[contender] ?? []
      row.runs[contender] = runs
      runs.push(value)
    },
    /** The median of a contender at a size; without one, at the largest. */
    at(contender: string, size = Math.max(...series.sizes.map((each) => each.size))): number {
      return median(series.sizes.find((each) => each.size === size)?.runs[contender] ?? [])
    },
  }
}

/** An aim that some ratio is at most, or at least, so much. */
export function ratioAim(what: string, found: number, bound: { atMost: number } | { atLeast: number }): Aim {
  const isMet = 'atMost' in bound ? found <= bound.atMost : found >= bound.atLeast
  const wanted = 'atMost' in bound ? `at most ${bound.atMost}×` : `at least ${bound.atLeast}×`
  return { what, wanted, found: `${found.toFixed(found < 10 ? 2 : 1)}×`, isMet }
}

/** An aim that a figure is below a limit. */
export function limitAim(what: string, found: number, limit: number, unit: string): Aim {
  return {
    what,
    wanted: `at most ${limit} ${unit}`,
    found: `${found.toFixed(found < 10 ? 1 : 0)} ${unit}`,
    isMet: found <= limit,
  }
}
