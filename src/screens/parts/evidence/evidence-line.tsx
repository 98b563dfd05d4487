import { Mark, type Tone } from '../../../ui/mark.tsx'
import css from './evidence.module.css'

/** One sentence with its shape. Longer than a badge: it breaks where the screen ends. */
export function EvidenceLine({ tone, words }: { tone: Tone; words: string }) {
  return (
    <p className={css.line} data-tone={tone}>
      <Mark tone={tone} />
      <span>{words}</span>
    </p>
  )
}
