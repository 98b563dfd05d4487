import type { OpenInspection } from '../../device/store/drafts.ts'
import type { SyncStatus } from '../../device/sync/engine.ts'
import type { Tone } from '../../ui/mark.tsx'

type Record = Pick<OpenInspection, 'state' | 'unsent'>

/** Where one inspection truly is, in the same words on every screen. */
export function recordWords({ state, unsent }: Record, sync: SyncStatus): { tone: Tone; words: string } {
  if (state === 'refused') return { tone: 'fail', words: 'bị từ chối' }
  if (unsent === 0) return { tone: 'pass', words: 'máy chủ đã nhận' }
  if (sync.state === 'syncing') return { tone: 'info', words: `đang gửi ${unsent} thay đổi` }
  const why = whyWaiting(sync)
  return { tone: 'info', words: `chờ gửi ${unsent} thay đổi${why ? `, ${why}` : ''}` }
}

/** What keeps it from being sent; empty where nothing does. */
function whyWaiting({ state, problem }: SyncStatus): string {
  switch (state) {
    case 'idle':
    case 'syncing':
      return ''
    case 'offline':
      return problem === 'TIMED_OUT' ? 'mạng quá yếu' : 'chưa có mạng'
    case 'intercepted':
      return 'cần đăng nhập Wi-Fi'
    case 'signInNeeded':
      return 'cần đăng nhập lại'
    case 'stopped':
      return 'máy chủ không cho đồng bộ'
    case 'serverTrouble':
      return problem === 'TOO_MANY_REQUESTS' ? 'máy chủ đang bận' : 'máy chủ gặp sự cố'
    case 'deviceTrouble':
      return 'máy này chưa ghi được'
    case 'upgradeNeeded':
      return problem === 'APP_OUTDATED' ? 'cần tải lại trang' : 'cần cập nhật ứng dụng'
    default:
      return state satisfies never
  }
}
