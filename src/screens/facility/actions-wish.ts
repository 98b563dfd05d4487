import { type FollowedAction, standingOf } from '../../domain/action.ts'
import { overdueDays } from '../../domain/action-words.ts'

/** Which actions are looked at. All of it stands in the address, so that a view can be sent to a colleague. */
export type ActionsWish = {
  show: ActionsShown
  /** Empty: all. */
  facility: string
  area: string
  unit: string
}

export const actionsShown = ['left', 'overdue', 'open', 'done', 'closed', 'all'] as const
export type ActionsShown = (typeof actionsShown)[number]

export const actionsShownWords: Record<ActionsShown, string> = {
  left: 'Còn việc phải làm',
  overdue: 'Quá hạn',
  open: 'Chưa khắc phục',
  done: 'Chờ xác nhận',
  closed: 'Đã xong',
  all: 'Tất cả',
}

const inAddress: Record<ActionsShown, string> = {
  left: '',
  overdue: 'qua-han',
  open: 'chua-khac-phuc',
  done: 'cho-xac-nhan',
  closed: 'da-xong',
  all: 'tat-ca',
}

export function wishIn(query: URLSearchParams): ActionsWish {
  const show = query.get('xem') ?? ''
  return {
    show: actionsShown.find((each) => inAddress[each] === show) ?? 'left',
    facility: query.get('co-so') ?? '',
    area: query.get('xa') ?? '',
    unit: query.get('don-vi') ?? '',
  }
}

export function queryOf({ show, facility, area, unit }: ActionsWish): URLSearchParams {
  return new URLSearchParams({
    ...(show !== 'left' && { xem: inAddress[show] }),
    ...(facility && { 'co-so': facility }),
    ...(area && { xa: area }),
    ...(unit && { 'don-vi': unit }),
  })
}

export function addressOf(wish: Partial<ActionsWish>): string {
  const query = `${queryOf({ show: 'left', facility: '', area: '', unit: '', ...wish })}`
  return query === '' ? '/khac-phuc' : `/khac-phuc?${query}`
}

export function isShown(action: FollowedAction, show: ActionsShown, today: string): boolean {
  const standing = standingOf(action)
  switch (show) {
    case 'left':
      return standing === 'open' || standing === 'done'
    case 'overdue':
      return overdueDays(action, today) > 0
    case 'open':
    case 'done':
      return standing === show
    case 'closed':
      return standing === 'verified' || standing === 'fixed'
    case 'all':
      return true
    default:
      return show satisfies never
  }
}

/** What must be done first: the earliest day, then what has none; what nobody need do any more comes last. */
export function byDue(a: FollowedAction, b: FollowedAction): number {
  const rank = (each: FollowedAction) => ['open', 'done', 'verified', 'fixed', 'replanned'].indexOf(standingOf(each))
  const due = ({ by }: FollowedAction) => by ?? '9999-12-31'
  return rank(a) - rank(b) || compare(due(a), due(b)) || compare(b.visit.date, a.visit.date) || compare(a.item, b.item)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
