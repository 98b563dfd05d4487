import type { CheckedSeal } from '../../../device/store/evidence.ts'
import type { Answer } from '../../../domain/answer.ts'
import type { Checklist, Item } from '../../../domain/checklist.ts'
import { clockSignals } from '../../../domain/clock.ts'
import type { AnswerChange } from '../../../domain/evidence.ts'
import { itemNumber, itemsOf } from '../../../domain/items.ts'
import { AnswerWords } from '../answer-words.tsx'
import { dateAndTime } from '../when.ts'
import css from './evidence.module.css'
import { EvidenceLine } from './evidence-line.tsx'
import { clockWords, receiptWords, signedWords } from './evidence-words.ts'

type RevisionsProps = { seals: readonly CheckedSeal[]; checklist: Checklist | null }

/** Every revision, the one that stands first: who, when, why, and what became different. */
export function Revisions({ seals, checklist }: RevisionsProps) {
  const items = new Map(checklist ? itemsOf(checklist).map((item) => [item.id, item]) : [])
  return (
    <ol className={css.revisions} reversed>
      {[...seals].reverse().map((seal, index) => (
        <li key={seal.no} className={css.revision}>
          <h3 className={css.name}>
            {seal.kind === 'submit' ? 'Bản nộp lần đầu' : `Bản sửa đổi lần ${seal.no - 1}`}
            {index === 0 && seals.length > 1 ? ' (đang có hiệu lực)' : ''}
          </h3>
          <p className={css.small}>
            {seal.by.name} · {dateAndTime(seal.at)}
          </p>
          {seal.reason ? <p>Lý do: {seal.reason}</p> : null}
          {seal.changes ? <Changes changes={seal.changes} items={items} /> : null}
          <Witnesses seal={seal} />
        </li>
      ))}
    </ol>
  )
}

function Witnesses({ seal }: { seal: CheckedSeal }) {
  const signals = seal.clock ? clockSignals(seal.clock) : []
  return (
    <ul className={css.witnesses}>
      <li>
        <EvidenceLine {...receiptWords(seal)} />
      </li>
      {seal.signed ? (
        <li>
          <EvidenceLine {...signedWords(seal.signed)} />
        </li>
      ) : null}
      {signals.map((signal) => (
        <li key={`${signal.what} ${signal.when}`}>
          <EvidenceLine tone="partial" words={clockWords(signal)} />
        </li>
      ))}
    </ul>
  )
}

function Changes({ changes, items }: { changes: readonly AnswerChange[]; items: ReadonlyMap<string, Item> }) {
  if (changes.length === 0) return <p>Không câu trả lời nào thay đổi.</p>
  return (
    <ul className={css.changes}>
      {changes.map(({ item: id, before, after }) => {
        const item = items.get(id)
        return (
          <li key={id} className={css.change}>
            <p className={css.question}>{item ? `${itemNumber(item)} ${item.question}` : `Tiêu chí ${id}`}</p>
            <dl className={css.both}>
              <div>
                <dt>Trước</dt>
                <dd>
                  <Said item={item} answer={before} />
                </dd>
              </div>
              <div>
                <dt>Sau</dt>
                <dd>
                  <Said item={item} answer={after} />
                </dd>
              </div>
            </dl>
          </li>
        )
      })}
    </ul>
  )
}

function Said({ item, answer }: { item: Item | undefined; answer: Answer | undefined }) {
  // Without its checklist an answer cannot be put into words; that it changed can.
  return item ? <AnswerWords item={item} answer={answer} /> : <>cần bộ tiêu chí để đọc</>
}
