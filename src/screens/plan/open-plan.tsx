import { useMemo } from 'react'
import { Link } from 'wouter'
import type { OpenInspection } from '../../device/store/drafts.ts'
import type { OpenActions } from '../../domain/action.ts'
import { formatDate } from '../../domain/date.ts'
import { itemsToPlan, type PlannedItem } from '../../domain/planning.ts'
import type { ScoringContext } from '../../domain/scoring/context.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import type { AnswerBoard } from '../parts/answer-board.ts'
import { BackLink } from '../parts/back-link.tsx'
import { useEarlier } from '../parts/previous/previous-visits.tsx'
import { useAnswers, useScore } from '../parts/use-board.ts'
import { useUnsavedGuard } from '../parts/use-unsaved-guard.ts'
import { PlanCard } from './plan-card.tsx'
import css from './plan-page.module.css'

type OpenPlanProps = { open: OpenInspection; context: ScoringContext; board: AnswerBoard }

const groups: { title: string; holds: (planned: PlannedItem) => boolean }[] = [
  { title: 'Điểm liệt không đạt', holds: ({ finding }) => finding?.scored.criticalFailure === true },
  { title: 'Tồn tại khác', holds: ({ finding }) => finding !== null && !finding.scored.criticalFailure },
  { title: 'Biện pháp khác', holds: ({ finding }) => finding === null },
]

/** The plan of an open visit, agreed on beside the facility's head: each item saves on its own, as its answer does. */
export function OpenPlan({ open, context, board }: OpenPlanProps) {
  const { id, head } = open
  useUnsavedGuard(board)
  const score = useScore(board, context)
  const answers = useAnswers(board)
  const earlier = useEarlier(id, head)
  const planned = useMemo(() => itemsToPlan(context.checklist, score, answers), [context, score, answers])
  const said = planned.filter(({ item }) => answers[item.id]?.plan).length
  return (
    <div className={css.page}>
      <div>
        <BackLink href={`/kiem-tra/${id}/nop`}>Về xem lại và nộp</BackLink>
        <PageTitle lead={`${head.facilityName} · ngày ${formatDate(head.date)}`}>Kế hoạch khắc phục</PageTitle>
      </div>
      {planned.length === 0 ? (
        <Empty title="Chưa có tồn tại nào để lập kế hoạch." />
      ) : (
        <p role="status">
          Đã có biện pháp cho {said}/{planned.length} tiêu chí. Mỗi tiêu chí chỉ cần chọn người và thời hạn; lời của
          biện pháp sửa được.
        </p>
      )}
      {groups.map(({ title, holds }) => (
        <PlanGroup
          key={title}
          title={title}
          planned={planned.filter(holds)}
          open={open}
          board={board}
          actions={earlier?.actions}
        />
      ))}
      <div className={css.ways}>
        <Link href={`/phan-hoi/${id}`} className={buttonClass('plain')}>
          Phản hồi cho cơ sở
        </Link>
        <Link href={`/bien-ban/${id}`} className={buttonClass('plain')}>
          Biên bản (nháp)
        </Link>
      </div>
    </div>
  )
}

type PlanGroupProps = {
  title: string
  planned: readonly PlannedItem[]
  open: OpenInspection
  board: AnswerBoard
  actions: OpenActions | undefined
}

function PlanGroup({ title, planned, open, board, actions }: PlanGroupProps) {
  if (planned.length === 0) return null
  return (
    <section className={css.group} aria-label={title}>
      <h2 className={css.title}>
        {title} ({planned.length})
      </h2>
      {planned.map((each) => (
        <PlanCard
          key={each.item.id}
          planned={each}
          inspectionId={open.id}
          visit={open.head}
          board={board}
          action={actions?.get(each.item.id) ?? null}
        />
      ))}
    </section>
  )
}
