import type { SyncStatus } from '../../device/sync/engine.ts'
import type { Tone } from '../../ui/mark.tsx'
import { timeInWords } from './when.ts'

/** The state of the way to the server, in words a person can act on. */
export function syncWords({ state, problem, lastSuccessAt }: SyncStatus): { tone: Tone; words: string } {
  switch (state) {
    case 'idle':
      return lastSuccessAt === null
        ? { tone: 'plain', words: 'Chưa đồng bộ lần nào' }
        : { tone: 'pass', words: `Đồng bộ lúc ${timeInWords(lastSuccessAt)}` }
    case 'syncing':
      return { tone: 'info', words: 'Đang đồng bộ…' }
    case 'offline':
      return { tone: 'none', words: problem === 'TIMED_OUT' ? 'Mạng quá yếu' : 'Chưa có mạng' }
    case 'intercepted':
      return { tone: 'partial', words: 'Cần đăng nhập Wi-Fi' }
    case 'signInNeeded':
      return { tone: 'partial', words: 'Cần đăng nhập lại' }
    case 'stopped':
      return { tone: 'fail', words: 'Máy chủ không cho đồng bộ' }
    case 'serverTrouble':
      return { tone: 'partial', words: troubleWords(problem) }
    case 'deviceTrouble':
      return { tone: 'fail', words: problem === 'DEVICE_STORAGE_FULL' ? 'Máy hết chỗ lưu' : 'Máy chưa ghi được' }
    case 'upgradeNeeded':
      return { tone: 'partial', words: problem === 'APP_OUTDATED' ? 'Cần tải lại trang' : 'Cần cập nhật ứng dụng' }
    default:
      return state satisfies never
  }
}

function troubleWords(problem: SyncStatus['problem']): string {
  if (problem === 'STORAGE_FULL') return 'Máy chủ hết chỗ lưu'
  return problem === 'TOO_MANY_REQUESTS' ? 'Máy chủ đang bận' : 'Máy chủ gặp sự cố'
}
