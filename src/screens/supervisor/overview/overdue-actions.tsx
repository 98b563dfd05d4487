import { Link } from 'wouter'
import { visitsHere } from '../../../device/store/facility-actions.ts'
import { facilitiesHere } from '../../../device/store/replica.ts'
import { useStore } from '../../../device/store/use-store.ts'
import { followActions, type VisitActions } from '../../../domain/action.ts'
import { isOpenIn } from '../../../domain/overview/lines.ts'
import { daysOf, type Period, periodNamed } from '../../../domain/overview/period.ts'
import type { Facility } from '../../../domain/place.ts'
import type { OverviewReply } from '../../../protocol/overview-wire.ts'
import { addressOf, isShown } from '../../facility/actions-wish.ts'
import { useWho } from '../../facility/use-who.ts'
import { today } from '../../parts/when.ts'
import { Figure } from './figure.tsx'
import type { OverviewWish } from './overview-wish.ts'

type OverdueActionsProps = { reply: OverviewReply; checklistId: string; wish: OverviewWish }

/**
 * Corrective actions of these facilities that nobody has called done in time, as of today. Counted on the device:
 * it holds every record in reach, and the list behind the figure is read off the same.
 */
export function OverdueActions({ reply, checklistId, wish }: OverdueActionsProps) {
  const who = useWho()
  const day = today()
  const read = useStore(
    async (store) => {
      const [visits, openFacilities] = await Promise.all([visitsHere(store, who), facilitiesHere(store)])
      const asked = visits.filter((each) => each.kind === wish.kind && each.checklistId === checklistId)
      const left = followActions(asked).filter((each) => isShown(each, 'left', day))
      const facilities = await openFacilities([...new Set(left.map(({ visit }) => visit.facilityId))])
      const counted = new Set(facilities.filter(isCounted(reply, wish, asked)).map(({ id }) => id))
      const actions = left.filter(({ visit }) => counted.has(visit.facilityId))
      return { left: actions.length, overdue: actions.filter((each) => isShown(each, 'overdue', day)).length }
    },
    [who, day, checklistId, reply, wish.kind, wish.area, wish.type, wish.period],
  )
  return (
    <Figure title="Biện pháp khắc phục quá hạn" value={read ? `${read.overdue}` : '–'}>
      {!read ? 'Đang đếm trên máy này…' : null}
      {read && read.left > 0 ? (
        <Link href={addressOf({ show: read.overdue > 0 ? 'overdue' : 'left', area: wish.area })}>
          {`Trong ${read.left} biện pháp còn phải làm đến hôm nay; xem danh sách`}
        </Link>
      ) : null}
      {read?.left === 0 ? 'Đến hôm nay không còn biện pháp nào phải làm.' : null}
    </Figure>
  )
}

/**
 * Whether the figures are of a facility too, by what this device knows of it: as on the server, one that is open in the
 * period, and one that had closed before it and was visited in it all the same.
 */
function isCounted(
  { campaign, demonstration }: OverviewReply,
  wish: OverviewWish,
  visits: readonly VisitActions[],
): (facility: Facility) => boolean {
  if (campaign) {
    const asked = new Set(campaign.facilityIds)
    return ({ id }) => asked.has(id)
  }
  const period = periodNamed(wish.period)
  const isOpen = period ? isOpenIn(period) : () => true
  const visited = period ? visitedIn(period, visits) : new Set()
  return (facility) =>
    facility.demonstration === demonstration &&
    (wish.area === '' || facility.areaId === wish.area) &&
    (wish.type === '' || facility.facts.type === wish.type) &&
    (isOpen({ closedOn: facility.closedOn ?? null }) || visited.has(facility.id))
}

function visitedIn(period: Period, visits: readonly VisitActions[]): ReadonlySet<string> {
  const { from, until } = daysOf(period)
  return new Set(visits.flatMap(({ facilityId, date }) => (date >= from && date <= until ? [facilityId] : [])))
}
