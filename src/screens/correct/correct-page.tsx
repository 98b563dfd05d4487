import { isAmended, isAmending } from '../../device/store/amendments.ts'
import { readBegun } from '../../device/store/begun.ts'
import { getChecklist } from '../../device/store/checklists.ts'
import { listCorrections } from '../../device/store/corrections.ts'
import { checkEvidence } from '../../device/store/evidence.ts'
import { getResult } from '../../device/store/replica.ts'
import { useCurrentStore, useStore } from '../../device/store/use-store.ts'
import { type Review, reviewOf } from '../../domain/review.ts'
import { Notice } from '../../ui/notice.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { NotFound } from '../not-found.tsx'
import { BackLink } from '../parts/back-link.tsx'
import { ProcessPanel } from '../parts/process/process-panel.tsx'
import { reviewWords } from '../parts/review-words.ts'
import page from './correct.module.css'
import { CorrectForm } from './correct-form.tsx'
import { StaleCorrections } from './stale-corrections.tsx'

/** A result of one's own that a reviewer has returned: only what was named opens, and goes back with a reason. */
export function CorrectPage({ id }: { id: string }) {
  const store = useCurrentStore()
  const read = useStore(
    async (from) => {
      const record = await getResult(from, id)
      if (!record || record.createdBy.id !== from.personId) return null
      const checklist = await getChecklist(from, record.head.checklist)
      const corrections = await listCorrections(from, record)
      const begun = await readBegun(from, id)
      const isOnItsWay = (await isAmending(from, id)) || (await isAmended(from, record))
      // Last: what it waits for is WebCrypto.
      return { record, checklist, corrections, begun, isOnItsWay, seals: (await checkEvidence(from, record)).seals }
    },
    [id],
  )
  if (read === undefined) return <Skeleton rows={6} />
  if (read === null) return <NotFound what="kết quả này" />
  const { record, checklist, corrections, begun, isOnItsWay, seals } = read
  const review = reviewOf(record)
  if (!review) return <NotFound what="kết quả này" />
  const stale = corrections.filter(({ isStale }) => isStale)
  return (
    <div className={page.page}>
      <div>
        <BackLink href={`/ket-qua/${id}`}>Xem cả kết quả</BackLink>
        <PageTitle title="Sửa và gửi lại" lead={checklist?.title ?? record.head.checklist.id}>
          {record.head.facilityName}
        </PageTitle>
      </div>
      {isOnItsWay ? (
        <Notice tone="info" title="Đã sửa, chờ gửi">
          <p>Bản sửa đã lưu trên máy này và tự gửi khi có mạng. Người duyệt sẽ thấy phần thay đổi.</p>
        </Notice>
      ) : review.state !== 'returned' ? (
        <NotReturned review={review} />
      ) : checklist ? (
        <CorrectForm
          key={`${record.sealNo ?? 1}`}
          store={store}
          record={record}
          review={review}
          checklist={checklist}
          corrections={corrections}
          begun={begun}
        />
      ) : (
        <Notice tone="partial" title="Chưa sửa được">
          <p>Bộ tiêu chí của lượt này chưa có trên máy, hoặc cần bản ứng dụng mới hơn. Hãy đồng bộ rồi mở lại.</p>
        </Notice>
      )}
      {stale.length > 0 && checklist ? (
        <StaleCorrections record={record} checklist={checklist} corrections={stale} />
      ) : null}
      <ProcessPanel seals={seals} steps={record.steps} waiting={nothing} checklist={checklist} />
    </div>
  )
}

const nothing: ReadonlySet<string> = new Set()

function NotReturned({ review }: { review: Review }) {
  const { tone, words } = reviewWords(review)
  return (
    <Notice tone={tone} title={words}>
      <p>Kết quả này hiện không bị trả lại nên không có tiêu chí nào mở để sửa.</p>
    </Notice>
  )
}
