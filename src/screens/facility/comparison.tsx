import { useEffect } from 'react'
import { useSearchParams } from 'wouter'
import { type Comparison, readComparison } from '../../device/store/comparison.ts'
import { getFacility } from '../../device/store/replica.ts'
import { useStore } from '../../device/store/use-store.ts'
import { disagreementsOf } from '../../domain/action-state.ts'
import { type ComparedItem, compareVisits } from '../../domain/comparison.ts'
import { formatDate } from '../../domain/date.ts'
import { lostPoints } from '../../domain/findings.ts'
import { maySay } from '../../domain/people.ts'
import { pointsWords } from '../../domain/scoring/score-words.ts'
import { Notice } from '../../ui/notice.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { NotFound } from '../not-found.tsx'
import { BackLink } from '../parts/back-link.tsx'
import css from './comparison.module.css'
import { ComparisonItem } from './comparison-item.tsx'
import { Disagreement } from './disagreement.tsx'
import { useWho } from './use-who.ts'

/** An inspection beside the facility's own assessment, item by item; the facility says where it disagrees. */
export function ComparisonPage({ id }: { id: string }) {
  const who = useWho()
  const read = useStore(
    async (store) => {
      const comparison = await readComparison(store, id, who)
      if (!comparison) return null
      const facility = await getFacility(store, comparison.inspected.record.head.facilityId)
      return { comparison, speaks: facility !== null && maySay(who.person, 'disagree', facility) }
    },
    [id, who],
  )
  if (read === undefined) return <Skeleton rows={6} />
  if (read === null || read.comparison.inspected.record.head.kind !== 'inspection')
    return <NotFound what="lượt kiểm tra này" />
  const { comparison, speaks } = read
  const { record, checklist } = comparison.inspected
  return (
    <>
      <div>
        <BackLink href={`/ket-qua/${id}`}>Kết quả lượt kiểm tra ngày {formatDate(record.head.date)}</BackLink>
        <PageTitle lead={checklist?.title ?? record.head.checklist.id} title="Tự đánh giá và kiểm tra">
          {record.head.facilityName}: tự đánh giá và kiểm tra
        </PageTitle>
      </div>
      <Rule comparison={comparison} />
      {checklist && !comparison.isSelfUnreadable ? (
        <Sections comparison={comparison} checklist={checklist} speaks={speaks} />
      ) : null}
    </>
  )
}

/** Which two are compared, and why these. */
function Rule({ comparison: { inspected, self, isSelfUnreadable } }: { comparison: Comparison }) {
  const { head } = inspected.record
  const own = self?.record.head
  if (own)
    return (
      <>
        <p className={css.rule}>
          So lượt kiểm tra ngày {formatDate(head.date)} với tự đánh giá ngày {formatDate(own.date)}: lần tự đánh giá
          cuối cùng theo cùng bộ tiêu chí, không muộn hơn ngày kiểm tra, trong cùng quý hoặc quý trước.
        </p>
        {own.checklist.version === head.checklist.version ? null : (
          <Notice tone="info" title="Hai lượt dùng hai phiên bản bộ tiêu chí">
            <p>
              Tự đánh giá dùng phiên bản {own.checklist.version}, kiểm tra dùng phiên bản {head.checklist.version}. Các
              tiêu chí được ghép theo mã; tiêu chí chỉ có ở một phiên bản được ghi rõ.
            </p>
          </Notice>
        )}
      </>
    )
  return isSelfUnreadable || !inspected.checklist ? (
    <Notice tone="partial" title="Chưa so được">
      <p>Bộ tiêu chí của một trong hai lượt chưa có trên máy, hoặc cần bản ứng dụng mới hơn. Hãy đồng bộ rồi mở lại.</p>
    </Notice>
  ) : (
    <Notice tone="info" title="Chưa có lần tự đánh giá nào để so">
      <p>
        Cần một lần tự đánh giá đã nộp theo cùng bộ tiêu chí, không muộn hơn ngày {formatDate(head.date)}, trong cùng
        quý hoặc quý trước. Bên dưới là kết quả kiểm tra.
      </p>
    </Notice>
  )
}

function isShort({ inspected }: ComparedItem): boolean {
  return typeof inspected === 'object' && lostPoints(inspected.scored)
}

type SectionsProps = {
  comparison: Comparison
  checklist: NonNullable<Comparison['inspected']['checklist']>
  speaks: boolean
}

function Sections({ comparison, checklist, speaks }: SectionsProps) {
  const [query, setQuery] = useSearchParams()
  const { inspected, self } = comparison
  const { record } = inspected
  const sections = compareVisits(self, { record, checklist })
  const disagreements = disagreementsOf(record)
  const onlyTold = query.get('xem') !== 'tat-ca'
  // What the address names is shown whatever else is hidden.
  const named = decodeURIComponent(location.hash.slice(1))
  const isTold = self ? ({ difference }: ComparedItem) => difference !== 'same' : isShort
  const isWanted = (each: ComparedItem) => !onlyTold || isTold(each) || disagreements.has(each.id) || each.id === named
  const items = sections.flatMap((section) => section.items)
  const told = items.filter(isTold).length
  useEffect(() => {
    // The browser looked for it before it was here.
    if (named) document.getElementById(named)?.scrollIntoView({ block: 'start' })
  }, [named])
  const higher = items.filter(({ difference }) => difference === 'higher').length
  return (
    <>
      <p role="status" className={css.sentence}>
        {self
          ? `${told}/${items.length} tiêu chí khác nhau, ${higher} tiêu chí tự chấm cao hơn`
          : `${told}/${items.length} tiêu chí mất điểm`}
        , {disagreements.size} tiêu chí cơ sở không đồng ý.
      </p>
      <label className={css.toggle}>
        <input
          type="checkbox"
          checked={onlyTold}
          onChange={(event) =>
            setQuery(event.target.checked ? new URLSearchParams() : new URLSearchParams({ xem: 'tat-ca' }), {
              replace: true,
            })
          }
        />
        <span>
          {self ? 'Chỉ tiêu chí khác nhau' : 'Chỉ tiêu chí mất điểm'} ({told})
        </span>
      </label>
      {sections.map(({ id, title, self: own, inspected: theirs, items: all }) => {
        const shown = all.filter(isWanted)
        if (shown.length === 0) return null
        return (
          <Panel
            key={id}
            title={title}
            aside={[
              ...(self ? [`tự đánh giá ${own ? pointsWords(own.earned, own.max) : 'không có'}`] : []),
              `kiểm tra ${theirs ? pointsWords(theirs.earned, theirs.max) : 'không có'}`,
            ].join(' · ')}
          >
            <ul className={css.items}>
              {shown.map((compared) => {
                const step = disagreements.get(compared.id)
                return (
                  <ComparisonItem key={compared.id} compared={compared} self={self?.record ?? null} inspected={record}>
                    {typeof compared.inspected === 'object' ? (
                      <Disagreement
                        insp={record.id}
                        item={compared.id}
                        number={compared.number}
                        step={step}
                        isWaiting={step !== undefined && comparison.waiting.has(step.id)}
                        maySay={speaks}
                      />
                    ) : null}
                  </ComparisonItem>
                )
              })}
            </ul>
          </Panel>
        )
      })}
    </>
  )
}
