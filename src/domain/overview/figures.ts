import type { ScoreSummary } from '../inspection.ts'

/**
 * A share of the maximum in hundredths of a per cent; null where nobody can say:
 * nothing applied, or something asked for has no data. That is never 0.
 */
export type Share = number | null

export function shareOf({ earned, max, tone }: Pick<ScoreSummary, 'earned' | 'max' | 'tone'>): Share {
  return max > 0 && tone !== 'undetermined' ? Math.round((earned * 10_000) / max) : null
}

/** How shares lie; all in hundredths of a per cent. */
export type Spread = {
  count: number
  mean: number
  median: number
  low: number
  high: number
  /** Standard deviation of these values themselves (not an estimate for others). */
  deviation: number
}

/** @returns null where there is no share */
export function spreadOf(shares: readonly Share[]): Spread | null {
  // Whole numbers, stored as such, are sorted several times as fast as by a comparison.
  const known = new Int32Array(shares.filter((share) => share !== null)).sort()
  const [low, high] = [known[0], known.at(-1)]
  if (low === undefined || high === undefined) return null
  const mean = known.reduce((sum, share) => sum + share, 0) / known.length
  const variance = known.reduce((sum, share) => sum + (share - mean) ** 2, 0) / known.length
  const middle = Math.floor(known.length / 2)
  const upper = known[middle] as number
  const median = known.length % 2 === 1 ? upper : ((known[middle - 1] as number) + upper) / 2
  return {
    count: known.length,
    mean: Math.round(mean),
    median: Math.round(median),
    low,
    high,
    deviation: Math.round(Math.sqrt(variance)),
  }
}

/** The same of shares that were counted together. */
export function spreadOfCounted(rows: readonly { share: Share; count: number }[]): Spread | null {
  return spreadOf(rows.flatMap(({ share, count }) => (count === 1 ? share : new Array<Share>(count).fill(share))))
}

/** How many results are of which kind; they add up to those assessed. */
export type Tones = Record<ScoreSummary['tone'], number>
