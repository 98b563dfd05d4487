import { Mark, type Tone } from '../../ui/mark.tsx'
import css from './numbers.module.css'

export type NumberLine = { name: string; value: string; tone?: Tone }

/** Facts in pairs, one a line. */
export function Numbers({ lines }: { lines: readonly NumberLine[] }) {
  return (
    <dl className={css.lines}>
      {lines.map(({ name, value, tone }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd data-tone={tone}>
            {tone ? <Mark tone={tone} /> : null} {value}
          </dd>
        </div>
      ))}
    </dl>
  )
}
