import { useCallback } from 'react'
import { Link, useSearchParams } from 'wouter'
import type { Ask } from '../../../device/api/ask.ts'
import { askOverview } from '../../../device/api/overview.ts'
import { useAsked } from '../../../device/api/use-asked.ts'
import { useDevice } from '../../../device/sync/device.ts'
import { dateInVietnam } from '../../../domain/date.ts'
import { Empty } from '../../../ui/empty.tsx'
import { PageTitle } from '../../../ui/page-title.tsx'
import { NotFound } from '../../not-found.tsx'
import { AskedPart } from '../../parts/asked-part.tsx'
import { AreasTable } from './areas-table.tsx'
import { FacilityTable } from './facility-table.tsx'
import { FailedItems } from './failed-items.tsx'
import { FamiliesTable } from './families-table.tsx'
import { KeyFigures } from './key-figures.tsx'
import css from './overview.module.css'
import { OverviewFilters } from './overview-filters.tsx'
import { type OverviewWish, queryOf, questionOf, reportQueryOf, wishIn } from './overview-wish.ts'
import { campaignDays, inOneSentence } from './overview-words.ts'
import { Trend } from './trend.tsx'

/** Where a province stands: one sentence, then the figures, each with what is behind it. */
export function OverviewPage() {
  const { person } = useDevice()
  const [query, setQuery] = useSearchParams()
  const wish = wishIn(query, dateInVietnam(Date.now()))
  if (person.role !== 'supervisor' && person.role !== 'administrator') return <NotFound />
  const change = (next: Partial<OverviewWish>) => setQuery(queryOf({ ...wish, ...next }), { replace: true })
  return (
    <div className={css.page}>
      <PageTitle>Tổng quan</PageTitle>
      <OverviewFilters wish={wish} onWish={change} />
      <Figures key={`${questionOf(wish)}`} wish={wish} onWish={change} />
    </div>
  )
}

type FiguresProps = { wish: OverviewWish; onWish: (next: Partial<OverviewWish>) => void }

function Figures({ wish, onWish }: FiguresProps) {
  const question = `${questionOf(wish)}`
  const asked = useAsked(
    `overview?${question}`,
    useCallback((ask: Ask) => askOverview(ask, new URLSearchParams(question)), [question]),
  )
  return (
    <AskedPart asked={asked} rows={6}>
      {(reply) => {
        const { families, chosen } = reply
        return chosen && chosen.listed.all > 0 ? (
          <>
            <p className={css.sentence} role="status">
              {inOneSentence(chosen, reply)}
              {reply.demonstration ? ' Tất cả là dữ liệu minh họa.' : ''}
            </p>
            {reply.campaign ? <p className={css.note}>{campaignDays(reply.campaign)}</p> : null}
            <p className={css.reports}>
              {reply.campaign ? <Link href={`/dot-kiem-tra/${reply.campaign.id}`}>Các lượt của đợt này</Link> : null}
              <Link href={`/bao-cao?${reportQueryOf(wish)}`}>Báo cáo của kỳ này</Link>
            </p>
            <FamiliesTable families={families} chosen={chosen.checklistId} wish={wish} />
            <h2 className={css.chosen}>{chosen.title}</h2>
            <KeyFigures reply={reply} chosen={chosen} wish={wish} />
            <FacilityTable chosen={chosen} wish={wish} onWish={onWish} />
            <FailedItems items={chosen.failedItems} wish={{ ...wish, checklist: chosen.checklistId }} />
            <Trend rows={chosen.trend} />
            <AreasTable title="Theo địa bàn" groups={chosen.areas} wish={wish} narrow={(id) => ({ area: id })} />
            <AreasTable
              title="Theo loại cơ sở"
              groups={chosen.types}
              wish={wish}
              narrow={(id) => ({ type: id as OverviewWish['type'] })}
            />
          </>
        ) : (
          <Empty title="Không có cơ sở nào như vậy.">Hãy chọn kỳ, địa bàn hoặc loại cơ sở khác.</Empty>
        )
      }}
    </AskedPart>
  )
}
