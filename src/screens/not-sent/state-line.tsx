import { Mark, type Tone } from '../../ui/mark.tsx'
import css from './not-sent.module.css'

/** Where something is, in a line that may break. */
export function StateLine({ tone, words }: { tone: Tone; words: string }) {
  return (
    <p className={css.state} data-tone={tone}>
      <Mark tone={tone} /> <span>{words}</span>
    </p>
  )
}
