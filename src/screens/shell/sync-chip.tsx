import { Link } from 'wouter'
import { countAttention } from '../../device/store/attention.ts'
import { contents } from '../../device/store/contents.ts'
import { useStore } from '../../device/store/use-store.ts'
import { useSyncStatus } from '../../device/sync/device.ts'
import { Mark } from '../../ui/mark.tsx'
import { syncWords } from '../parts/sync-words.ts'
import css from './shell.module.css'

/** Always the truth about the way to the server, in words; it leads to what is on this device. */
export function SyncChip() {
  const status = useSyncStatus()
  const here = useStore(contents, [])
  const asking = useStore(countAttention, []) ?? 0
  const lastSuccessAt = status.lastSuccessAt ?? here?.lastPulledAt ?? null
  const { tone, words } = syncWords({ ...status, lastSuccessAt })
  const parts = [words]
  if (here && here.waiting > 0) parts.push(`${here.waiting} chờ gửi`)
  // What was refused is among what asks for the person, until it was put away.
  if (asking > 0) parts.push(`${asking} việc cần xem`)
  else if (here && here.refused > 0) parts.push(`${here.refused} bị từ chối`)
  const line = parts.join(' · ')
  const [href, page] = asking > 0 ? ['/chua-gui-duoc', 'Chưa gửi được'] : ['/may-nay', 'Máy này']
  const shown = asking > 0 && tone !== 'fail' ? 'partial' : tone
  return (
    <Link href={href} className={css.chip} data-tone={shown} aria-label={`${line}. Mở trang ${page}`}>
      <Mark tone={shown} />
      <span>{line}</span>
    </Link>
  )
}
