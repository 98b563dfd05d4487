import type { Line } from './lines.ts'

/** Which facilities are listed. */
export const listedChoices = ['all', 'notYet', 'fail', 'critical', 'undetermined', 'doubt'] as const
export type Listed = (typeof listedChoices)[number]

export function isListed({ standing, signals }: Line, show: Listed): boolean {
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

export function countListed(lines: readonly Line[]): Record<Listed, number> {
  const counts: Record<Listed, number> = { all: 0, notYet: 0, fail: 0, critical: 0, undetermined: 0, doubt: 0 }
  for (const line of lines) for (const show of listedChoices) if (isListed(line, show)) counts[show] += 1
  return counts
}
