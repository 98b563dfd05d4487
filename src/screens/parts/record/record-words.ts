import type { SyncStatus } from '../../../device/sync/engine.ts'
import type { ReceiptCheck } from '../../../domain/evidence.ts'
import { itemNumber } from '../../../domain/items.ts'
import type { PictureHold } from '../../../domain/picture-net.ts'
import { messageOf } from '../../../domain/problem.ts'
import type { PictureCount, RecordState, RefusedPart } from '../../../domain/record-state.ts'
import type { Tone } from '../../../ui/mark.tsx'

export type RecordWords = {
  tone: Tone
  /** Two or three words, for a list. */
  badge: string
  /** The whole of it, for a line. */
  words: string
  /** Of a refusal: why, as a sentence. */
  why: string | null
}

/** What decides how a state is worded beside the state itself. */
export type Way = { sync: SyncStatus; hold: PictureHold }

/** Where one visit truly is, in the same words on every screen. */
export function recordWords(state: RecordState, way: Way): RecordWords {
  const { pictures } = state
  switch (state.is) {
    case 'refused': {
      const [first] = state.parts
      const waits = state.changes > 0 ? ` · ${waitingWords(state.changes, pictures, way)}` : ''
      const why = first ? messageOf(first.code) : null
      return { tone: 'fail', badge: 'bị từ chối', words: `bị từ chối${partsWords(state.parts)}${waits}`, why }
    }
    case 'saved':
      return plain('info', 'đã lưu trên máy', waitingWords(state.changes, pictures, way))
    case 'waiting': {
      const words = waitingWords(state.changes, pictures, way)
      if (state.what === 'steps') return plain('info', 'chờ gửi', `máy chủ đã có lượt này · ${words}`)
      return state.what === 'amendment'
        ? plain('info', 'chờ gửi bổ sung', `đã nhận bản trước · ${words}`)
        : plain('info', 'chờ gửi', words)
    }
    case 'photos':
      return plain(
        pictures.failed > 0 ? 'fail' : pictures.here + pictures.going > 0 ? 'info' : 'partial',
        `ảnh ${pictures.received}/${pictures.all}`,
        `máy chủ đã nhận nội dung · ảnh ${pictures.received}/${pictures.all}${missingWords(pictures, way.hold)}`,
      )
    case 'text': {
      const has = pictures.all > 0 ? `nội dung và ${pictures.all} ảnh` : 'nội dung'
      if (state.lacks === 'submit') return plain('pass', 'đã nhận nội dung', `máy chủ đã nhận ${has}`)
      if (state.receipt === null || state.receipt === 'whole')
        return plain('info', 'chờ biên nhận', `máy chủ đã nhận ${has}, chờ biên nhận`)
      const { tone, words } = doubts[state.receipt]
      return plain(tone, words, `máy chủ đã nhận ${has} · ${words}`)
    }
    case 'whole':
      return plain(
        'pass',
        'đã nhận đủ',
        pictures.all > 0
          ? `máy chủ đã nhận đủ nội dung và ${pictures.all} ảnh, có biên nhận`
          : 'máy chủ đã nhận đủ, có biên nhận',
      )
    default:
      return state satisfies never
  }
}

const plain = (tone: Tone, badge: string, words: string): RecordWords => ({ tone, badge, words, why: null })

const doubts: Record<Exclude<ReceiptCheck, 'whole'>, { tone: Tone; words: string }> = {
  differs: { tone: 'fail', words: 'biên nhận không khớp' },
  wrong: { tone: 'fail', words: 'biên nhận sai chữ ký' },
  unknownKey: { tone: 'partial', words: 'chưa kiểm được biên nhận' },
}

/** "chờ gửi 3 thay đổi và 2 ảnh, chưa có mạng", "chờ gửi 3 thay đổi · 2 ảnh chờ Wi-Fi" */
function waitingWords(changes: number, { here, going }: PictureCount, { sync, hold }: Way): string {
  const free = hold === null ? here + going : going
  const what = free > 0 ? `${changes} thay đổi và ${free} ảnh` : `${changes} thay đổi`
  const held = hold !== null && here > 0 ? ` · ${here} ảnh ${holdWords[hold]}` : ''
  if (sync.state === 'syncing') return `đang gửi ${changes} thay đổi${held}`
  const why = whyWaiting(sync)
  return `chờ gửi ${what}${why ? `, ${why}` : ''}${held}`
}

/** Why pictures that lie here do not go. */
export const holdWords: Record<NonNullable<PictureHold>, string> = {
  wifi: 'chờ Wi-Fi',
  ask: 'chờ bạn cho gửi',
}

function missingWords({ here, elsewhere, failed }: PictureCount, hold: PictureHold): string {
  return [
    hold !== null && here > 0 ? `${here} ảnh ${holdWords[hold]}` : '',
    elsewhere > 0 ? `${elsewhere} ảnh còn ở máy khác` : '',
    failed > 0 ? `${failed} ảnh hỏng hoặc bị từ chối` : '',
  ]
    .filter(Boolean)
    .map((part) => `, ${part}`)
    .join('')
}

/** As many as one line holds. */
const NAMED = 3

/** ": tiêu chí 2.3, ảnh ở tiêu chí 2.5 và 4 chỗ khác" */
function partsWords(parts: readonly RefusedPart[]): string {
  const all = parts.flatMap(({ item, isPhoto }) =>
    item === null ? [] : [`${isPhoto ? 'ảnh ở ' : ''}tiêu chí ${itemNumber({ id: item })}`],
  )
  const names = [...new Set(all)]
  if (names.length === 0) return ''
  const more = names.length - NAMED
  return `: ${names.slice(0, NAMED).join(', ')}${more > 0 ? ` và ${more} chỗ khác` : ''}`
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
