import { Link } from 'wouter'
import { followedHere } from '../../../device/store/facility-actions.ts'
import { useStore } from '../../../device/store/use-store.ts'
import { addressOf, isShown } from '../../facility/actions-wish.ts'
import { useWho } from '../../facility/use-who.ts'
import { today } from '../../parts/when.ts'
import { Figure } from './figure.tsx'
import type { OverviewWish } from './overview-wish.ts'
import type { Chosen } from './overview-words.ts'

/**
 * Corrective actions of these facilities that nobody has called done in time, as of today. Counted on the device:
 * it holds every record in reach, and the list behind the figure is read off the same.
 */
export function OverdueActions({ chosen, wish }: { chosen: Chosen; wish: OverviewWish }) {
  const who = useWho()
  const day = today()
  const { checklistId, facilities } = chosen
  const read = useStore(
    async (store) => {
      const counted = new Set(facilities.map(({ id }) => id))
      const actions = (await followedHere(store, who)).filter(
        ({ visit }) => visit.kind === wish.kind && visit.checklistId === checklistId && counted.has(visit.facilityId),
      )
      const countOf = (show: 'left' | 'overdue') => actions.filter((each) => isShown(each, show, day)).length
      return { left: countOf('left'), overdue: countOf('overdue') }
    },
    [who, day, checklistId, facilities, wish.kind],
  )
  return (
    <Figure title="Biện pháp khắc phục quá hạn" value={read ? `${read.overdue}` : '–'}>
      {read && read.left > 0 ? (
        <Link href={addressOf({ show: read.overdue > 0 ? 'overdue' : 'left', area: wish.area })}>
          {`Trong ${read.left} biện pháp còn phải làm đến hôm nay; xem danh sách`}
        </Link>
      ) : (
        'Đến hôm nay không còn biện pháp nào phải làm.'
      )}
    </Figure>
  )
}
