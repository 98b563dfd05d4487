import type { ScoreSummary } from '../inspection.ts'
import type { Score } from './result.ts'

/** The result as one line, for lists, for the seal and for the comparison of device and server. */
export function summaryOf(score: Score): ScoreSummary {
  return {
    earned: score.earned,
    max: score.max,
    grade: score.grade?.title ?? null,
    tone: score.grade?.tone ?? 'undetermined',
    criticalFailures: score.criticalFailures,
  }
}
