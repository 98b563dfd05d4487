import { actionLines } from '../../domain/action-words.ts'
import type { Answer } from '../../domain/answer.ts'
import { answerInWords } from '../../domain/answer-words.ts'
import type { Item } from '../../domain/checklist.ts'
import css from './answer-words.module.css'

/** All that one answer says, within a sentence: two that differ in anything read differently. */
export function AnswerWords({ item, answer }: { item: Item; answer: Answer | undefined }) {
  const more = answer ? [...(answer.note ? [answer.note] : []), ...actionLines(answer)] : []
  return (
    <>
      {answerInWords(item, answer?.value ?? null)}
      {more.map((line) => (
        <span key={line} className={css.more}>
          {' '}
          – {line}
        </span>
      ))}
    </>
  )
}
