import type { Answer } from '../../domain/answer.ts'
import type { Item } from '../../domain/checklist.ts'
import { itemNumber } from '../../domain/items.ts'
import css from './answer-changes.module.css'
import { AnswerWords } from './answer-words.tsx'

/** `before` left out where nothing is compared. */
export type ItemChange = { item: Item; before?: Answer | undefined; after: Answer | undefined }

/** Each answer that changed, as it was and as it is. */
export function AnswerChanges({ changes }: { changes: readonly ItemChange[] }) {
  return (
    <ul className={css.changes}>
      {changes.map(({ item, after, ...was }) => (
        <li key={item.id}>
          <p className={css.question}>
            {itemNumber(item)} {item.question}
          </p>
          <dl className={css.both}>
            {'before' in was ? (
              <div>
                <dt>Trước</dt>
                <dd>
                  <AnswerWords item={item} answer={was.before} />
                </dd>
              </div>
            ) : null}
            <div>
              <dt>{'before' in was ? 'Sau' : 'Đã sửa thành'}</dt>
              <dd>
                <AnswerWords item={item} answer={after} />
              </dd>
            </div>
          </dl>
        </li>
      ))}
    </ul>
  )
}
