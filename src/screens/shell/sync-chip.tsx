import { Link } from 'wouter'
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
  const lastSuccessAt = status.lastSuccessAt ?? here?.lastPulledAt ?? null
  const { tone, words } = syncWords({ ...status, lastSuccessAt })
  const parts = [words]
  if (here && here.waiting > 0) parts.push(`${here.waiting} chờ gửi`)
  if (here && here.refused > 0) parts.push(`${here.refused} bị từ chối`)
  const line = parts.join(' · ')
  return (
    <Link href="/may-nay" className={css.chip} data-tone={tone} aria-label={`${line}. Mở trang Máy này`}>
      <Mark tone={tone} />
      <span>{line}</span>
    </Link>
  )
}
