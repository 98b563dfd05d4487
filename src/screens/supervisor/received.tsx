import { useDeferredValue, useState } from 'react'
import { listResults } from '../../device/store/replica.ts'
import { useStore } from '../../device/store/use-store.ts'
import { useDevice } from '../../device/sync/device.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ResultList } from '../parts/result-list.tsx'
import css from './received.module.css'
import { ReceivedFilters } from './received-filters.tsx'
import { everything, filterResults, inOneSentence, type Order, sortResults, type Wish } from './received-rows.ts'
import { ReceivedTable } from './received-table.tsx'
import { QueueLink } from './review/queue-link.tsx'

/** Every inspection that has arrived: one sentence, then a list one can narrow and sort. */
export function Received() {
  const { engine } = useDevice()
  const results = useStore(listResults, [])
  const [wish, setWish] = useState<Wish>(everything)
  const [order, setOrder] = useState<Order>({ by: 'received', descending: true })
  const asked = useDeferredValue(wish)

  if (results === undefined)
    return (
      <>
        <PageTitle>Lượt kiểm tra đã nhận</PageTitle>
        <Skeleton rows={6} />
      </>
    )
  const shown = sortResults(filterResults(results, asked), order)
  return (
    <>
      <div>
        <PageTitle>Lượt kiểm tra đã nhận</PageTitle>
        <p className={css.sentence} role="status">
          {inOneSentence(shown, results.length)}
        </p>
      </div>
      <QueueLink />
      {results.length === 0 ? (
        <Empty
          title="Chưa có lượt kiểm tra nào."
          action={
            <Button look="main" onClick={() => void engine.syncNow()}>
              Đồng bộ ngay
            </Button>
          }
        >
          Lượt đã nộp hiện ở đây khi máy chủ đã nhận và máy này đã đồng bộ.
        </Empty>
      ) : (
        <>
          <ReceivedFilters results={results} wish={wish} onWish={setWish} />
          {shown.length === 0 ? (
            <Empty
              title="Không có lượt nào khớp."
              action={<Button onClick={() => setWish(everything)}>Bỏ lọc</Button>}
            />
          ) : (
            <>
              <div className={css.wide}>
                <ReceivedTable results={shown} order={order} onOrder={setOrder} />
              </div>
              <div className={css.narrow}>
                <ResultList results={shown} withFacility />
              </div>
            </>
          )}
        </>
      )}
    </>
  )
}
