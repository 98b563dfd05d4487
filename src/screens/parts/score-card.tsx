import { Link } from 'wouter'
import type { Checklist } from '../../domain/checklist.ts'
import { formatPoints } from '../../domain/decimal.ts'
import type { Score } from '../../domain/scoring/result.ts'
import { percentWords, pointsWords, totalWords } from '../../domain/scoring/score-words.ts'
import { Badge } from '../../ui/badge.tsx'
import { Mark } from '../../ui/mark.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Panel } from '../../ui/panel.tsx'
import css from './score-card.module.css'
import { gradeTones } from './tones.ts'

type ScoreCardProps = { score: Score; checklist: Checklist; sectionHref: (sectionId: string) => string }

/** What an inspection comes to: the whole, its sections, and the conditions of the grade. */
export function ScoreCard({ score, checklist, sectionHref }: ScoreCardProps) {
  const isProposed = checklist.grading.origin === 'proposed'
  return (
    <Panel title="Kết quả">
      <div className={css.card}>
        <div className={css.total}>
          <p className={css.percent}>
            {totalWords(checklist.grading.by, {
              earned: score.earned,
              max: score.grade || checklist.grading.by === 'points' ? score.max : score.answeredMax,
            })}
          </p>
          <div className={css.grade}>
            {score.grade ? (
              <Badge tone={gradeTones[score.grade.tone]}>{score.grade.title}</Badge>
            ) : (
              <Badge tone="plain">tạm tính</Badge>
            )}
            <p>
              {pointsWords(score.earned, score.max)}
              {isProposed ? ' · thang điểm đề xuất' : ''}
            </p>
          </div>
        </div>
        {score.grade ? (
          <p className={css.why}>{score.grade.why}</p>
        ) : (
          <p className={css.why}>
            Mới trả lời {score.answered}/{score.applicable} tiêu chí
            {checklist.grading.by === undefined ? '; phần trăm tính trên các câu đã trả lời.' : '.'}
          </p>
        )}
        {score.gates.length > 0 ? (
          <ul className={css.gates} aria-label="Điều kiện xếp loại">
            {score.gates.map(({ met, text }) => (
              <li key={text} data-met={met}>
                <Mark tone={met ? 'pass' : 'critical'} /> <span>{text}</span>
              </li>
            ))}
          </ul>
        ) : null}
        <table className={css.sections}>
          <caption>Điểm từng mục</caption>
          <thead>
            <tr>
              <th scope="col">Mục</th>
              <th scope="col">Trả lời</th>
              <th scope="col">Điểm</th>
              <th scope="col">Tỷ lệ</th>
            </tr>
          </thead>
          <tbody>
            {score.sections.map(({ sectionId, answered, items, earned, max, criticalFailures }) => (
              <tr key={sectionId}>
                <th scope="row">
                  <Link href={sectionHref(sectionId)}>{titleOf(checklist, sectionId)}</Link>
                  {criticalFailures > 0 ? (
                    <span className={css.critical}>
                      <Mark tone="critical" /> {criticalFailures} điểm liệt
                    </span>
                  ) : null}
                </th>
                <td>
                  {answered}/{items.length}
                </td>
                <td>
                  {formatPoints(earned)}/{formatPoints(max)}
                </td>
                <td>{percentWords(earned, max)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {score.warnings.map((warning) => (
        <Notice key={warning} tone="partial" title="Cần xem lại">
          <p>{warning}</p>
        </Notice>
      ))}
    </Panel>
  )
}

function titleOf(checklist: Checklist, sectionId: string): string {
  return checklist.sections.find(({ id }) => id === sectionId)?.title ?? sectionId
}
