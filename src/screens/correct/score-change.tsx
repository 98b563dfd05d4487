import type { Checklist } from '../../domain/checklist.ts'
import type { ScoreSummary } from '../../domain/inspection.ts'
import type { Score } from '../../domain/scoring/result.ts'
import { totalWords } from '../../domain/scoring/score-words.ts'
import { summaryOf } from '../../domain/scoring/summary.ts'
import { GradeBadge } from '../parts/grade-badge.tsx'
import css from './correct.module.css'

type ScoreChangeProps = { before: ScoreSummary | null; after: Score; checklist: Checklist }

/** What the result was when it was handed in, and what it comes to now. */
export function ScoreChange({ before, after, checklist }: ScoreChangeProps) {
  return (
    <dl className={css.scores}>
      <Total name="Điểm đã nộp" score={before} checklist={checklist} />
      <Total name="Điểm sau khi sửa" score={summaryOf(after)} checklist={checklist} />
    </dl>
  )
}

function Total({ name, score, checklist }: { name: string; score: ScoreSummary | null; checklist: Checklist }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {score ? totalWords(checklist.grading.by, score) : '–'} <GradeBadge score={score} />
      </dd>
    </div>
  )
}
