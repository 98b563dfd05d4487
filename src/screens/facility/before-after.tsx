import type { ListedAction } from '../../device/store/facility-actions.ts'
import { answerInWords } from '../../domain/answer-words.ts'
import { formatDate } from '../../domain/date.ts'
import { itemNumber, itemsOf } from '../../domain/items.ts'
import { pairPhotos, proofOf, visitPhotos } from '../../domain/photo.ts'
import { PreviousPhotos } from '../parts/previous/previous-photos.tsx'
import { dateAndTime } from '../parts/when.ts'
import css from './actions.module.css'

/** What the visit found, and what the facility shows of what it did: beside each other. */
export function BeforeAfter({ listed: { record, checklist, action } }: { listed: ListedAction }) {
  const { head, cells, photos } = record
  const item = checklist && itemsOf(checklist).find(({ id }) => id === action.item)
  const number = itemNumber(item ?? { id: action.item })
  const answer = cells[action.item]?.answer
  const found = visitPhotos(photos).filter(({ item: of }) => of === action.item)
  const before = pairPhotos(found).map(({ shown }) => shown)
  const { done } = action
  const after = done ? proofOf(photos, done.id) : []
  return (
    <div className={css.pair}>
      <section className={css.side} aria-label="Trước khi khắc phục">
        <h2>Trước: ngày {formatDate(head.date)}</h2>
        {item ? <p>{answerInWords(item, answer?.value ?? null)}</p> : null}
        {answer?.note ? <p>{answer.note}</p> : null}
        {before.length > 0 ? (
          <PreviousPhotos photos={before} of={`tiêu chí ${number}, trước khi khắc phục`} />
        ) : (
          <p className={css.small}>Lượt này không có ảnh của tiêu chí này.</p>
        )}
      </section>
      <section className={css.side} aria-label="Sau khi khắc phục">
        <h2>{done ? `Sau: báo lúc ${dateAndTime(done.at)}` : 'Sau khi khắc phục'}</h2>
        {done?.say.is === 'done' && done.say.comment ? <p>{done.say.comment}</p> : null}
        {after.length > 0 ? (
          <PreviousPhotos photos={after} of={`tiêu chí ${number}, sau khi khắc phục`} />
        ) : (
          <p className={css.small}>{done ? 'Báo cáo này không có ảnh.' : 'Cơ sở chưa báo đã khắc phục.'}</p>
        )}
      </section>
    </div>
  )
}
