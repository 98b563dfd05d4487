import { type ActionStanding, type FollowedAction, standingOf } from '../../domain/action.ts'
import { dueWords, overdueDays, standingWords } from '../../domain/action-words.ts'
import { Badge } from '../../ui/badge.tsx'
import type { Tone } from '../../ui/mark.tsx'
import css from './actions.module.css'

const tones: Record<ActionStanding, Tone> = {
  open: 'partial',
  done: 'info',
  verified: 'pass',
  fixed: 'pass',
  replanned: 'none',
}

type ActionBadgesProps = {
  action: Pick<FollowedAction, 'state' | 'closed' | 'by'>
  today: string
  /** It was called done once, and somebody has sent it back. */
  isSentBack?: boolean
  isWaiting?: boolean
}

/** How an action stands, when it is due, and whether something of it waits to be sent: each in words and with its shape. */
export function ActionBadges({ action, today, isSentBack = false, isWaiting = false }: ActionBadgesProps) {
  const standing = standingOf(action)
  const due = dueWords(action, today)
  return (
    <span className={css.badges}>
      <Badge tone={isSentBack && standing === 'open' ? 'fail' : tones[standing]}>
        {isSentBack && standing === 'open' ? 'Chưa đạt, làm lại' : standingWords[standing]}
      </Badge>
      {due ? <Badge tone={overdueDays(action, today) > 0 ? 'fail' : 'plain'}>{due}</Badge> : null}
      {isWaiting ? <Badge tone="info">chờ gửi</Badge> : null}
    </span>
  )
}
