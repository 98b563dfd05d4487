import { Link } from 'wouter'
import type { PaperSource } from '../../documents/source.ts'
import { formatDate } from '../../domain/date.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { Panel } from '../../ui/panel.tsx'
import { OfPaper } from '../paper/of-paper.tsx'
import { BackLink } from '../parts/back-link.tsx'
import { FollowUpList } from '../parts/plan/follow-up-list.tsx'
import css from './plan-page.module.css'

/** The plan of an inspection that was handed in, as it is sealed. */
export function SealedPlan({ id }: { id: string }) {
  return <OfPaper id={id}>{({ source, back }) => <Agreed id={id} source={source} back={back} />}</OfPaper>
}

function Agreed({ id, source, back }: { id: string; source: PaperSource; back: string }) {
  const { head, plan = [], followUps = [] } = source
  return (
    <div className={css.page}>
      <div>
        <BackLink href={back}>Về lượt kiểm tra</BackLink>
        <PageTitle lead={`${head.facilityName} · ngày ${formatDate(head.date)}`}>Kế hoạch khắc phục</PageTitle>
      </div>
      <Notice tone="info">
        <p>
          Lượt này đã nộp và khóa cùng kế hoạch. Việc đã làm được ghi ở lần kiểm tra sau: mỗi biện pháp được đánh dấu đã
          hay chưa khắc phục.
        </p>
      </Notice>
      {plan.length === 0 ? (
        <Empty title="Lượt này không có biện pháp khắc phục nào." />
      ) : (
        <Panel title="Biện pháp" aside={`${plan.length} biện pháp`}>
          <ol className={css.rows}>
            {plan.map(({ finding, action, responsible, due }) => (
              <li key={finding} className={css.row}>
                <p className={css.question}>{finding}</p>
                <p className={css.what}>{action || 'Chưa ghi nội dung'}</p>
                <p className={css.aside}>
                  {responsible ?? 'Chưa ghi người chịu trách nhiệm'} ·{' '}
                  {due === null ? 'chưa có thời hạn' : `hạn ${formatDate(due)}`}
                </p>
              </li>
            ))}
          </ol>
        </Panel>
      )}
      {followUps.length > 0 ? (
        <Panel title="Khắc phục của lần trước">
          <FollowUpList rows={followUps} />
        </Panel>
      ) : null}
      <div>
        <Link href={`/bien-ban/${id}`} className={buttonClass('plain')}>
          Biên bản
        </Link>
      </div>
    </div>
  )
}
