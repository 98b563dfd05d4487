import type { Line } from './lines.ts'

/** Which facilities are listed. */
export const shownRows = ['all', 'notYet', 'fail', 'critical', 'undetermined', 'doubt'] as const
export type Shown = (typeof shownRows)[number]

export function isShown({ standing, signals }: Line, show: Shown): boolean {
  switch (show) {
    case 'all':
      return true
    case 'notYet':
      return standing === null
    case 'fail':
    case 'undetermined':
      return standing?.score.tone === show
    case 'critical':
      return (standing?.score.criticalFailures ?? 0) > 0
    case 'doubt':
      return signals.length > 0
    default:
      return show satisfies never
  }
}

export function countShown(lines: readonly Line[]): Record<Shown, number> {
  const counts: Record<Shown, number> = { all: 0, notYet: 0, fail: 0, critical: 0, undetermined: 0, doubt: 0 }
  for (const line of lines) for (const show of shownRows) if (isShown(line, show)) counts[show] += 1
  return counts
}
