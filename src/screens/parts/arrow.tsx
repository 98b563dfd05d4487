import css from './list.module.css'

export function Arrow() {
  return (
    <svg className={css.arrow} viewBox="0 0 12 12" aria-hidden="true">
      <path d="M4.5 2.5 8 6 4.5 9.5" />
    </svg>
  )
}
