import type { SyncStatus } from '../../device/sync/engine.ts'
import type { Tone } from '../../ui/mark.tsx'
import { timeInWords } from './when.ts'

/** The state of the way to the server, in words a person can act on. */
export function syncWords({ state, lastSuccessAt }: SyncStatus): { tone: Tone; words: string } {
  switch (state) {
    case 'idle':
      return lastSuccessAt === null
        ? { tone: 'plain', words: 'Chưa đồng bộ lần nào' }
        : { tone: 'pass', words: `Đồng bộ lúc ${timeInWords(lastSuccessAt)}` }
    case 'syncing':
      return { tone: 'info', words: 'Đang đồng bộ…' }
    case 'offline':
      return { tone: 'none', words: 'Chưa có mạng' }
    case 'intercepted':
      return { tone: 'partial', words: 'Mạng này chặn máy chủ' }
    case 'signInNeeded':
      return { tone: 'partial', words: 'Cần đăng nhập lại' }
    case 'serverTrouble':
      return { tone: 'partial', words: 'Máy chủ gặp sự cố' }
    case 'upgradeNeeded':
      return { tone: 'partial', words: 'Cần cập nhật ứng dụng' }
    default:
      return state satisfies never
  }
}
