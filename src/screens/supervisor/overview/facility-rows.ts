import type { Shown } from './overview-wish.ts'
import type { FacilityRow } from './overview-words.ts'

/** Which facilities are shown. */
export function rowsFor(rows: readonly FacilityRow[], show: Shown): FacilityRow[] {
  switch (show) {
    case 'all':
      return [...rows]
    case 'notYet':
      return rows.filter(({ now }) => now === null)
    case 'fail':
    case 'undetermined':
      return rows.filter(({ now }) => now?.tone === show)
    case 'critical':
      return rows.filter(({ now }) => (now?.criticalFailures ?? 0) > 0)
    case 'doubt':
      return rows.filter(({ now }) => (now?.signals.length ?? 0) > 0)
    default:
      return show satisfies never
  }
}

/**
 * In order of share, best first. Who cannot be placed stands apart and has no rank:
 * first what is not determined, then what was not visited.
 */
export function ranked(rows: readonly FacilityRow[]): { rank: number | null; row: FacilityRow }[] {
  const share = ({ now }: FacilityRow) => (now === null ? -2 : (now.share ?? -1))
  const sorted = rows.toSorted((a, b) => share(b) - share(a) || a.name.localeCompare(b.name, 'vi'))
  return sorted.map((row, index) => {
    const own = row.now?.share ?? null
    if (own === null) return { rank: null, row }
    // Alike in share, alike in rank.
    const first = sorted.findIndex(({ now }) => now?.share === own)
    return { rank: Math.min(first, index) + 1, row }
  })
}
