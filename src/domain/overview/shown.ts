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
  const count = (show: Shown) => lines.filter((line) => isShown(line, show)).length
  return {
    all: lines.length,
    notYet: count('notYet'),
    fail: count('fail'),
    critical: count('critical'),
    undetermined: count('undetermined'),
    doubt: count('doubt'),
  }
}
