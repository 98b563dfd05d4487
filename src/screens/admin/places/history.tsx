import page from '../../parts/page.module.css'
import css from './places.module.css'

export type HistoryLine = { when: string; words: string; small?: string; details?: readonly string[] }

/** What has been, newest first. */
export function History({ lines }: { lines: readonly HistoryLine[] }) {
  // Two things of one moment may read alike: a line is told apart by its place.
  const keyed = lines.map((line, index) => ({ ...line, key: lines.length - index }))
  return (
    <ol className={css.history}>
      {keyed.map(({ key, when, words, small, details = [] }) => (
        <li key={key}>
          <span className={css.when}>{when}</span>
          <div>
            <p>{words}</p>
            {details.length > 0 ? (
              <ul className={css.details}>
                {details.map((detail) => (
                  <li key={detail}>{detail}</li>
                ))}
              </ul>
            ) : null}
            {small ? <p className={page.small}>{small}</p> : null}
          </div>
        </li>
      ))}
    </ol>
  )
}
