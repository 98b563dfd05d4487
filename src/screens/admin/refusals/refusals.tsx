import { listRefusals } from '../../../device/api/devices.ts'
import { useAsked } from '../../../device/api/use-asked.ts'
import type { RefusalRow } from '../../../protocol/device-wire.ts'
import { Empty } from '../../../ui/empty.tsx'
import { PageTitle } from '../../../ui/page-title.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { AskedPart } from '../../parts/asked-part.tsx'
import page from '../../parts/page.module.css'
import filters from '../found-list.module.css'
import { FoundList, useNarrowed } from '../found-list.tsx'
import { Refusal } from './refusal.tsx'
import { everything, type How, hows, narrowing, type RefusalWish } from './refusal-words.ts'

/** What the server did not take from the devices of the province, and what they could not send. */
export function Refusals() {
  const asked = useAsked('refusals', listRefusals)
  return (
    <div className={page.page}>
      <PageTitle lead="Quản trị">Nội dung bị từ chối</PageTitle>
      <p className={page.small}>
        Mỗi mục là một lần máy chủ không nhận một thay đổi; người gửi cũng thấy lý do trên máy của mình và có thể đã sửa
        rồi gửi lại. Không có gì ở đây được tự đưa vào hồ sơ.
      </p>
      <AskedPart asked={asked} rows={4}>
        {(rows) =>
          rows.length === 0 ? <Empty title="Máy chủ chưa từ chối nội dung nào." /> : <Narrowed rows={rows} />
        }
      </AskedPart>
    </div>
  )
}

function Narrowed({ rows }: { rows: readonly RefusalRow[] }) {
  const narrowed = useNarrowed(rows, narrowing)
  const { wish, narrow, found } = narrowed
  const which = found.length === rows.length ? `${rows.length}` : `${found.length}/${rows.length}`
  return (
    <>
      <Filters wish={wish} onWish={narrow} />
      <FoundList
        narrowed={narrowed}
        sentence={`${which} nội dung, mới nhất trước.`}
        none="Không có nội dung nào như vậy."
        onEverything={() => narrow(everything)}
        unit="nội dung"
        keyOf={({ id }) => id}
      >
        {(row) => <Refusal refusal={row} />}
      </FoundList>
    </>
  )
}

function Filters({ wish, onWish }: { wish: RefusalWish; onWish: (wish: RefusalWish) => void }) {
  const all = { value: '', label: 'Tất cả' }
  return (
    <section aria-label="Lọc danh sách" className={filters.filters}>
      <TextField
        label="Tìm"
        type="search"
        placeholder="Người gửi, cơ sở, lý do…"
        autoComplete="off"
        value={wish.text}
        onChange={({ target }) => onWish({ ...wish, text: target.value })}
      />
      <SelectField
        label="Loại"
        value={wish.how ?? ''}
        options={[all, ...Object.entries(hows).map(([value, { words }]) => ({ value, label: words }))]}
        onChange={(how) => onWish({ ...wish, how: (how || null) as How | null })}
      />
    </section>
  )
}
