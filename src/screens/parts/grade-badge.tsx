import type { ScoreSummary } from '../../domain/inspection.ts'
import { Badge } from '../../ui/badge.tsx'
import { gradeTones } from './tones.ts'

/** The grade of a finished visit; "chưa xác định" where none can be given. */
export function GradeBadge({ score }: { score: Pick<ScoreSummary, 'grade' | 'tone'> | null }) {
  if (!score?.grade) return <Badge tone="none">Chưa xác định</Badge>
  return <Badge tone={gradeTones[score.tone]}>{score.grade}</Badge>
}
