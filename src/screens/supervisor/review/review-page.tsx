import { Link } from 'wouter'
import { getChecklist } from '../../../device/store/checklists.ts'
import { checkEvidence } from '../../../device/store/evidence.ts'
import { getFacility } from '../../../device/store/replica.ts'
import type { Reviewer } from '../../../device/store/review-queue.ts'
import { getOwnView } from '../../../device/store/steps.ts'
import { useStore } from '../../../device/store/use-store.ts'
import type { Checklist } from '../../../domain/checklist.ts'
import { formatDate } from '../../../domain/date.ts'
import { facilityTypeNames } from '../../../domain/facts.ts'
import { lostPoints } from '../../../domain/findings.ts'
import { answersIn, type InspectionRecord } from '../../../domain/inspection.ts'
import { itemsOf } from '../../../domain/items.ts'
import { inspectionKindNames } from '../../../domain/people.ts'
import { reviewOf } from '../../../domain/review.ts'
import { score } from '../../../domain/scoring/score.ts'
import { Badge } from '../../../ui/badge.tsx'
import { buttonClass } from '../../../ui/button.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { PageTitle } from '../../../ui/page-title.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { NotFound } from '../../not-found.tsx'
import { AnswerChanges } from '../../parts/answer-changes.tsx'
import { BackLink } from '../../parts/back-link.tsx'
import { ProcessPanel } from '../../parts/process/process-panel.tsx'
import { ResultSection } from '../../parts/result-section.tsx'
import { reviewWords } from '../../parts/review-words.ts'
import { ScoreCard } from '../../parts/score-card.tsx'
import { Decide } from './decide.tsx'
import { Disagreements } from './disagreements.tsx'
import css from './review.module.css'
import { useReviewer } from './use-reviewer.ts'

/** One result before its reviewer: what it comes to, what fell short, what changed, and the decision. */
export function ReviewPage({ id }: { id: string }) {
  const who = useReviewer()
  if (who === null) return <NotFound />
  return who === undefined ? <Skeleton rows={6} /> : <Reviewed id={id} who={who} />
}

function Reviewed({ id, who }: { id: string; who: Reviewer }) {
  const read = useStore(
    async (store) => {
      const own = await getOwnView(store, id, who)
      if (!own) return null
      const { head } = own.record
      const [checklist, facility] = await Promise.all([
        getChecklist(store, head.checklist),
        getFacility(store, head.facilityId),
      ])
      // Last: what it waits for is WebCrypto.
      return { ...own, checklist, facility, evidence: await checkEvidence(store, own.record) }
    },
    [id, who],
  )
  if (read === undefined) return <Skeleton rows={6} />
  const review = read && reviewOf(read.record)
  if (!read || !review) return <NotFound what="kết quả này" />
  const { record, waiting, checklist, facility, evidence } = read
  const { tone, words } = reviewWords(review)
  return (
    <div className={css.page}>
      <div>
        <BackLink href="/duyet">Về danh sách duyệt</BackLink>
        <PageTitle title={`Duyệt: ${record.head.facilityName}`} lead={checklist?.title ?? record.head.checklist.id}>
          {record.head.facilityName}
        </PageTitle>
        <p className={css.state}>
          <Badge tone={tone}>{words}</Badge>
        </p>
      </div>
      <Facts record={record} area={facility?.areaName ?? ''} />
      <Decide record={record} review={review} who={who} waiting={waiting} checklist={checklist} />
      {checklist ? (
        <Content record={record} checklist={checklist} seals={evidence.seals} />
      ) : (
        <Notice tone="partial" title="Chưa xem được từng câu trả lời">
          <p>Bộ tiêu chí của lượt này chưa có trên máy, hoặc cần bản ứng dụng mới hơn. Hãy đồng bộ rồi mở lại.</p>
        </Notice>
      )}
      <ProcessPanel seals={evidence.seals} steps={record.steps} waiting={waiting} checklist={checklist} />
      <p>
        <Link href={`/ket-qua/${id}`} className={buttonClass('plain')}>
          Xem cả kết quả
        </Link>
      </p>
    </div>
  )
}

function Facts({ record: { head, createdBy }, area }: { record: InspectionRecord; area: string }) {
  const lines: (readonly [string, string])[] = [
    ['Hình thức', inspectionKindNames[head.kind]],
    ['Ngày', formatDate(head.date)],
    ['Loại cơ sở', facilityTypeNames[head.facts.type]],
    ['Địa bàn', area || '–'],
    ['Người nộp', createdBy.name],
    ['Thành phần đoàn', head.team.join(', ')],
  ]
  return (
    <dl className={css.facts}>
      {lines.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

type ContentProps = {
  record: InspectionRecord
  checklist: Checklist
  seals: Awaited<ReturnType<typeof checkEvidence>>['seals']
}

function Content({ record, checklist, seals }: ContentProps) {
  const { head, cells, photos } = record
  const answers = answersIn(cells)
  const scored = score(checklist, head.facts, answers, { date: head.date })
  const isShort = Object.values(scored.byItem).some(lostPoints)
  const last = seals.at(-1)
  const changed = last?.kind === 'amend' ? (last.changes ?? []) : []
  const items = new Map(itemsOf(checklist).map((item) => [item.id, item]))
  return (
    <>
      {last?.kind === 'amend' ? (
        <Panel title="Đã sửa từ lần trả lại" aside={`${changed.length} tiêu chí`}>
          <p>Lý do: {last.reason}</p>
          <AnswerChanges
            changes={changed.flatMap(({ item: id, before, after }) => {
              const item = items.get(id)
              return item ? [{ item, before, after }] : []
            })}
          />
        </Panel>
      ) : null}
      <Disagreements record={record} items={items} />
      <ScoreCard score={scored} checklist={checklist} sectionHref={(sectionId) => `#muc-${sectionId}`} />
      {isShort ? null : (
        <Notice tone="pass">
          <p>Không có điểm nào bị mất.</p>
        </Notice>
      )}
      {scored.sections.map((section) => (
        <ResultSection
          key={section.sectionId}
          section={section}
          checklist={checklist}
          answers={answers}
          photos={photos}
          onlyLost
        />
      ))}
    </>
  )
}
