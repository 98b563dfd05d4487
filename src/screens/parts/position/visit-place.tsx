import { useCurrentStore } from '../../../device/store/use-store.ts'
import type { FoundPosition, Position } from '../../../domain/place.ts'
import { distanceWords, positionWords } from '../../../domain/position-words.ts'
import { messageOf } from '../../../domain/problem.ts'
import { Button } from '../../../ui/button.tsx'
import { timeInWords } from '../when.ts'
import css from './position.module.css'
import { findVisitPosition, useSearchOf } from './visit-position.ts'

type FoundPlaceProps = { position: FoundPosition; facility: Position | undefined }

/** Where a visit was, and how far from where the facility is known to be. */
export function FoundPlace({ position, facility }: FoundPlaceProps) {
  return (
    <>
      {positionWords(position)}, lúc {timeInWords(position.at)}
      {facility ? `; ${distanceWords(position, facility)}` : ''}
    </>
  )
}

/** The same of an open visit, and the button that looks for it. */
export function VisitPlace({ id, position, facility }: { id: string } & Partial<FoundPlaceProps>) {
  const store = useCurrentStore()
  const search = useSearchOf(id)
  return (
    <div>
      <dt>Vị trí</dt>
      <dd className={css.place}>
        <span>{position ? <FoundPlace position={position} facility={facility} /> : 'chưa có'}</span>
        <span role="status" className={css.small}>
          {search === 'finding' ? 'Đang tìm vị trí, có thể mất 20 giây. Cứ làm tiếp.' : search ? messageOf(search) : ''}
        </span>
        <Button disabled={search === 'finding'} onClick={() => findVisitPosition(store, id)}>
          {search === 'finding' ? 'Đang tìm vị trí…' : position || search ? 'Lấy lại vị trí' : 'Lấy vị trí'}
        </Button>
      </dd>
    </div>
  )
}
