import { actionLines } from '../../../domain/action-words.ts'
import { answerInWords } from '../../../domain/answer-words.ts'
import { formatDate } from '../../../domain/date.ts'
import { inspectionKindNames } from '../../../domain/people.ts'
import { type PreviousAnswer, type Trend, trendOf } from '../../../domain/previous.ts'
import type { Verdict } from '../../../domain/scoring/result.ts'
import { classNames } from '../../../ui/class-names.ts'
import { Disclosure } from '../../../ui/disclosure.tsx'
import { Mark } from '../../../ui/mark.tsx'
import { itemLook } from '../tones.ts'
import css from './previous.module.css'
import { PreviousPhotos } from './previous-photos.tsx'
import { usePrevious } from './previous-visits.tsx'

const trendWords: Record<Trend, string> = {
  better: 'tốt hơn lần trước',
  worse: 'kém hơn lần trước',
  same: 'như lần trước',
}

/** The last answer beside the question, and what the new one makes of it. */
export function PreviousLine({ itemId, of, verdict }: { itemId: string; of: string; verdict: Verdict | null }) {
  const [last] = usePrevious(itemId)
  if (!last) return null
  const trend = verdict && trendOf(verdict, last.scored)
  return (
    <>
      <p className={css.line}>
        <span>
          Lần trước {formatDate(last.visit.date)}: <Mark tone={itemLook(last.scored).tone} />{' '}
          {answerInWords(last.item, last.value)}
        </span>
        {trend ? (
          <span className={classNames(css.trend, css[trend])}>
            <svg viewBox="0 0 12 12" aria-hidden="true">
              <path d={arrows[trend]} />
            </svg>
            {trendWords[trend]}
          </span>
        ) : null}
      </p>
      <PreviousPhotos photos={last.photos} of={`${of}, ngày ${formatDate(last.visit.date)}`} />
    </>
  )
}

const arrows: Record<Trend, string> = {
  better: 'M6 10V2.5M2.5 6 6 2.5 9.5 6',
  worse: 'M6 2v7.5M2.5 6 6 9.5 9.5 6',
  same: 'M2 4.5h8M2 7.5h8',
}

/** Notes and photos of the last visits, opened in place. */
export function PreviousDetails({ itemId, of }: { itemId: string; of: string }) {
  const visits = usePrevious(itemId)
  if (visits.length === 0) return null
  return (
    <Disclosure label={visits.length > 1 ? `${visits.length} lần trước` : 'Lần trước'} openLabel="Ẩn lần trước">
      {() => (
        <ol className={css.visits}>
          {visits.map((previous, index) => (
            // Photos of the last visit stand open beside its answer already.
            <Previous key={previous.visit.id} previous={previous} of={of} withPhotos={index > 0} />
          ))}
        </ol>
      )}
    </Disclosure>
  )
}

function Previous({
  previous: { visit, item, value, note, plan, followUp, photos, scored },
  of,
  withPhotos,
}: {
  previous: PreviousAnswer
  of: string
  withPhotos: boolean
}) {
  const { tone, words } = itemLook(scored)
  const said = answerInWords(item, value)
  return (
    <li>
      <p className={css.visit}>
        {inspectionKindNames[visit.kind]} ngày {formatDate(visit.date)}
      </p>
      <p className={css.said}>
        <Mark tone={tone} /> {said === words ? said : `${words}: ${said}`}
      </p>
      {note ? <p className={css.note}>{note}</p> : null}
      {actionLines({ plan, followUp }).map((line) => (
        <p key={line} className={css.note}>
          {line}
        </p>
      ))}
      {withPhotos ? <PreviousPhotos photos={photos} of={`${of}, ngày ${formatDate(visit.date)}`} /> : null}
    </li>
  )
}
