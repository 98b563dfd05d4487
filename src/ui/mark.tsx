import css from './mark.module.css'

/** How something stands. Each has a colour and a shape, so that neither has to be seen alone. */
export type Tone = 'pass' | 'fail' | 'partial' | 'none' | 'info' | 'critical' | 'plain'

/** ✓ ✕ ◐ – ● ▲ drawn, not typed: fonts of old tablets lack some of them. Words always stand beside it. */
export function Mark({ tone }: { tone: Tone }) {
  return (
    <svg className={css.mark} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {shapeOf(tone)}
    </svg>
  )
}

function shapeOf(tone: Tone) {
  switch (tone) {
    case 'pass':
      return <path d="M2.5 8.6 6.3 12.4 13.5 4" className={css.stroke} />
    case 'fail':
      return <path d="M3.5 3.5 12.5 12.5 M12.5 3.5 3.5 12.5" className={css.stroke} />
    case 'partial':
      return (
        <>
          <circle cx="8" cy="8" r="5.6" className={css.thin} />
          <path d="M8 2.4a5.6 5.6 0 0 1 0 11.2z" />
        </>
      )
    case 'none':
      return <path d="M3 8h10" className={css.stroke} />
    case 'info':
      return <circle cx="8" cy="8" r="4.6" />
    case 'critical':
      return <path d="M8 1.6 15 14H1z" strokeLinejoin="round" />
    case 'plain':
      return <circle cx="8" cy="8" r="4.4" className={css.thin} />
    default:
      return tone satisfies never
  }
}
