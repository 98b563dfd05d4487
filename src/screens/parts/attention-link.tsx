import { Link } from 'wouter'
import { countAttention } from '../../device/store/attention.ts'
import { useStore } from '../../device/store/use-store.ts'
import { Badge } from '../../ui/badge.tsx'
import { Arrow } from './arrow.tsx'
import list from './list.module.css'

/** The way to what was not taken, with how much it is; nothing where there is nothing, unless asked for. */
export function AttentionLink({ always = false }: { always?: boolean }) {
  const asking = useStore(countAttention, [])
  if (asking === undefined || (asking === 0 && !always)) return null
  return (
    <div className={list.list}>
      <Link href="/chua-gui-duoc" className={list.row}>
        <span className={list.main}>
          <span className={list.name}>Chưa gửi được</span>
          <span className={list.small}>
            {asking > 0
              ? 'Bị từ chối, chưa thống nhất hoặc đến sau khi nộp: xem lý do và cách xử lý.'
              : 'Không có việc nào phải xem.'}
          </span>
        </span>
        {asking > 0 ? <Badge tone="partial">{asking} việc cần xem</Badge> : null}
        <Arrow />
      </Link>
    </div>
  )
}
