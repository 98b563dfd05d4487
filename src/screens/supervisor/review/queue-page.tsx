import { useEffect, useState } from 'react'
import { useSearchParams } from 'wouter'
import { completeVisits } from '../../../device/store/earlier-pictures.ts'
import { listFacilities } from '../../../device/store/replica.ts'
import { listReviews, type Reviewer } from '../../../device/store/review-queue.ts'
import { useCurrentStore, useStore } from '../../../device/store/use-store.ts'
import { useDevice } from '../../../device/sync/device.ts'
import { mayDecide, queueStates } from '../../../domain/review-queue.ts'
import { Button } from '../../../ui/button.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { PageTitle } from '../../../ui/page-title.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { NotFound } from '../../not-found.tsx'
import { queueStateWords } from '../../parts/review-words.ts'
import { BulkBar } from './bulk-bar.tsx'
import { QueueFilters } from './queue-filters.tsx'
import { QueueList } from './queue-list.tsx'
import { inState, narrow, type QueueWish, queryOf, wishIn } from './queue-wish.ts'
import css from './review.module.css'
import { useReviewer } from './use-reviewer.ts'

/** What waits for a decision, the gravest and the oldest first. It works from what is on the device. */
export function QueuePage() {
  const who = useReviewer()
  if (who === null) return <NotFound />
  return (
    <div className={css.page}>
      <PageTitle>Duyệt kết quả</PageTitle>
      {who === undefined ? <Skeleton rows={6} /> : <Queue who={who} />}
    </div>
  )
}

/** Rows shown at a time. */
const PAGE = 50

function Queue({ who }: { who: Reviewer }) {
  const store = useCurrentStore()
  const { engine } = useDevice()
  const [query, setQuery] = useSearchParams()
  const wish = wishIn(query)
  const lines = useStore((from) => listReviews(from, who), [who])
  const facilities = useStore(listFacilities, [])
  const [shown, setShown] = useState(PAGE)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())

  // An older version of the app has left records without what a list reads; once here, it is never read again.
  useEffect(() => {
    completeVisits(store).catch((error: unknown) => console.warn(error))
  }, [store])

  if (lines === undefined || facilities === undefined) return <Skeleton rows={6} />
  const change = (next: Partial<QueueWish>) => {
    setQuery(queryOf({ ...wish, ...next }), { replace: true })
    setChosen(new Set())
    setShown(PAGE)
  }
  const areaOf = new Map(facilities.map(({ id, areaId }) => [id, areaId]))
  const narrowed = narrow(lines, wish, areaOf)
  const found = inState(narrowed, wish.state)
  const counts = Object.fromEntries(queueStates.map((state) => [state, inState(narrowed, state).length]))
  const open = found.filter((line) => mayDecide(line, who.isOfWholeProvince))
  const isBulk = (wish.state === 'waiting' || wish.state === 'sentUp') && open.length > 0
  return (
    <>
      <QueueFilters wish={wish} counts={counts} lines={lines} facilities={facilities} onWish={change} />
      {isBulk ? <BulkBar lines={open} chosen={chosen} onChoose={setChosen} /> : null}
      {found.length === 0 ? (
        <Empty
          title={lines.length === 0 ? 'Chưa có kết quả nào trên máy này.' : emptyWords[wish.state]}
          action={
            <Button look={lines.length === 0 ? 'main' : 'plain'} onClick={() => void engine.syncNow()}>
              Đồng bộ ngay
            </Button>
          }
        />
      ) : (
        <section aria-label={queueStateWords[wish.state].words}>
          <QueueList
            lines={found.slice(0, shown)}
            chosen={chosen}
            onChoose={isBulk ? (ids) => setChosen(ids) : null}
            mayChoose={(line) => mayDecide(line, who.isOfWholeProvince)}
          />
        </section>
      )}
      {found.length > shown ? (
        <Button onClick={() => setShown(shown + PAGE)}>Xem thêm ({found.length - shown} kết quả)</Button>
      ) : null}
    </>
  )
}

const emptyWords: Record<QueueWish['state'], string> = {
  waiting: 'Không còn kết quả nào chờ duyệt.',
  held: 'Không có kết quả nào được giữ lại xem kỹ.',
  sentUp: 'Không có kết quả nào chuyển lên tỉnh.',
  returned: 'Không có kết quả nào đang bị trả lại.',
  approved: 'Chưa có kết quả nào được duyệt.',
}
