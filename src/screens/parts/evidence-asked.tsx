import type { Answer } from '../../domain/answer.ts'
import type { Item } from '../../domain/checklist.ts'
import { evidenceLeft } from '../../domain/completeness.ts'
import { evidenceNames } from '../../domain/items.ts'
import { Mark } from '../../ui/mark.tsx'
import css from './evidence-asked.module.css'
import { usePhotos } from './photos/photo-shelf.tsx'

/** What the checklist asks to be brought along for an item, and what of it is there: something to do, never in the way. */
export function EvidenceAsked({ item, answer }: { item: Item; answer: Answer }) {
  const photos = usePhotos(item.id)?.photos.length ?? 0
  if (item.evidence.length === 0 || answer.value?.is === 'notApplicable') return null
  const left = evidenceLeft(item, answer, photos)
  return (
    <div className={css.asked}>
      <span>Minh chứng cần có{item.evidenceRequired ? ' (bắt buộc)' : ''}:</span>
      <ul className={css.kinds}>
        {item.evidence.map((kind) => {
          const isLeft = left.includes(kind)
          return (
            <li key={kind} className={isLeft ? css.left : css.there}>
              <Mark tone={isLeft ? 'plain' : 'pass'} />
              <span>
                {evidenceNames[kind]}
                <span className={css.spoken}>{isLeft ? ', chưa có' : ', đã có'}</span>
              </span>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
