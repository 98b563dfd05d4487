import { useState } from 'react'
import { Link } from 'wouter'
import { conclusionOf, lossWords, scaleRemark, shownTotal, wayUpWords } from '../../documents/conclusion.ts'
import type { FollowUpRow, PaperSource } from '../../documents/source.ts'
import { planInWords } from '../../domain/action-words.ts'
import type { Answers } from '../../domain/answer.ts'
import { formatDate } from '../../domain/date.ts'
import { type Finding, feedbackOf } from '../../domain/findings.ts'
import { EMPTY_PLAN } from '../../domain/plan.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { BackLink } from '../parts/back-link.tsx'
import { FollowUpList } from '../parts/plan/follow-up-list.tsx'
import { gradeTones } from '../parts/tones.ts'
import css from './feedback.module.css'
import { OfPaper } from './of-paper.tsx'

/** So many of the dearest are talked about; the others are one tap away. */
const FIRST = 5

/** What the facility's head is told and shown: large, critical failures first, then what cost most, then what is missing. */
export function FeedbackPage({ id }: { id: string }) {
  return <OfPaper id={id}>{({ source, back }) => <Feedback id={id} source={source} back={back} />}</OfPaper>
}

function Feedback({ id, source, back }: { id: string; source: PaperSource; back: string }) {
  const { head, checklist, score, answers, seal } = source
  const { critical, lost, wayUp } = feedbackOf(checklist, score, answers)
  const { grade, why } = conclusionOf(score)
  const remark = scaleRemark(checklist)
  return (
    <div className={css.page}>
      <div>
        <BackLink href={back}>Về lượt kiểm tra</BackLink>
        <PageTitle lead={`${checklist.title} · ngày ${formatDate(head.date)}`} title="Phản hồi cho cơ sở">
          {head.facilityName}
        </PageTitle>
      </div>
      {seal === null ? (
        <Notice tone="partial">
          <p>Lượt này chưa nộp: kết quả còn có thể thay đổi.</p>
        </Notice>
      ) : null}
      <section className={css.result} aria-label="Kết quả">
        <p className={css.total}>{shownTotal(checklist, score)}</p>
        <p className={css.grade}>
          <Badge tone={score.grade ? gradeTones[score.grade.tone] : 'plain'}>{grade}</Badge>
        </p>
        <p className={css.why}>{why}</p>
        {remark ? <p className={css.remark}>{remark}</p> : null}
      </section>
      <Findings
        title="Điểm liệt không đạt"
        none="Không có điểm liệt nào không đạt."
        findings={critical}
        answers={answers}
        first={critical.length}
        isCritical
      />
      <Findings
        title="Mất nhiều điểm nhất"
        none="Không mất điểm nào khác."
        findings={lost}
        answers={answers}
        first={FIRST}
      />
      {wayUpWords(wayUp).map(({ title, steps }) => (
        <section key={title} className={css.part}>
          <h2 className={css.title}>{title}</h2>
          <ul className={css.steps}>
            {steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ul>
        </section>
      ))}
      <FollowUps rows={source.followUps ?? []} />
      <div className={css.ways}>
        <Link href={`/ke-hoach/${id}`} className={buttonClass(seal === null ? 'main' : 'plain')}>
          Kế hoạch khắc phục
        </Link>
        <Link href={`/bien-ban/${id}`} className={buttonClass('plain')}>
          Biên bản
        </Link>
      </div>
    </div>
  )
}

/** What became of what was agreed on the last time. */
function FollowUps({ rows }: { rows: readonly FollowUpRow[] }) {
  if (rows.length === 0) return null
  return (
    <section className={css.part}>
      <h2 className={css.title}>
        Khắc phục của lần trước ({rows.filter(({ is }) => is === 'fixed').length}/{rows.length})
      </h2>
      <FollowUpList rows={rows} />
    </section>
  )
}

type FindingsProps = {
  title: string
  none: string
  findings: readonly Finding[]
  answers: Answers
  /** How many are shown before somebody asks for all. */
  first: number
  isCritical?: boolean
}

function Findings({ title, none, findings, answers, first, isCritical = false }: FindingsProps) {
  const [all, setAll] = useState(false)
  const shown = all ? findings : findings.slice(0, first)
  return (
    <section className={css.part}>
      <h2 className={css.title}>
        {title}
        {findings.length > 0 ? ` (${findings.length})` : ''}
      </h2>
      {findings.length === 0 ? <p>{none}</p> : null}
      <ol className={css.findings}>
        {shown.map(({ item, number, scored, lost, note }) => (
          <li key={item.id} className={css.finding} data-critical={isCritical}>
            <p className={css.question}>
              {number}. {item.question} {lost > 0 ? <span className={css.lost}>({lossWords(lost)})</span> : null}
            </p>
            <p>{scored.reason}</p>
            {note ? <p>Ghi chú: {note}</p> : null}
            {answers[item.id]?.plan ? (
              <p className={css.plan}>
                <strong>Biện pháp:</strong> {planInWords(answers[item.id]?.plan ?? EMPTY_PLAN)}
              </p>
            ) : null}
          </li>
        ))}
      </ol>
      {shown.length < findings.length ? (
        <div>
          <Button onClick={() => setAll(true)}>Xem cả {findings.length} tiêu chí</Button>
        </div>
      ) : null}
    </section>
  )
}
