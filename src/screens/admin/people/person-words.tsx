import type { PersonRow } from '../../../protocol/people-wire.ts'
import { Badge } from '../../../ui/badge.tsx'
import { dateAndTime } from '../../parts/when.ts'

/** How an account stands, where it does not simply stand open. */
export function PersonBadges({ person: { locked, mustChange } }: { person: PersonRow }) {
  return (
    <>
      {locked ? <Badge tone="fail">Đã khóa</Badge> : null}
      {mustChange ? <Badge tone="partial">Mật khẩu tạm</Badge> : null}
    </>
  )
}

/** "Thấy lần cuối 22/11/2026 10:42": by a device that synced or a session that was used. */
export function lastSeenWords({ lastSeen }: PersonRow): string {
  return lastSeen === null ? 'Chưa đăng nhập lần nào' : `Thấy lần cuối ${dateAndTime(lastSeen)}`
}
