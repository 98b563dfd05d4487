import { Mark, type Tone } from '../../../ui/mark.tsx'
import css from './state-line.module.css'

/** Where something is, in a line that may break; of a refusal also why. */
export function StateLine({ tone, words, why = null }: { tone: Tone; words: string; why?: string | null }) {
  return (
    <span className={css.state} data-tone={tone}>
      <Mark tone={tone} />
      <span>
        <span className={css.words}>{words}</span>
        {why ? <span className={css.why}>{why}</span> : null}
      </span>
    </span>
  )
}
