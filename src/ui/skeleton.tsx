import css from './skeleton.module.css'

/** The shape of what is coming. Nothing turns: it is gone within a moment or replaced by a sentence. */
export function Skeleton({ rows = 4, label = 'Đang mở…' }: { rows?: number; label?: string }) {
  return (
    <div className={css.skeleton} role="status">
      <span className={css.spoken}>{label}</span>
      {Array.from({ length: rows }, (_, row) => `row ${row}`).map((row) => (
        <div key={row} className={css.block} aria-hidden="true" />
      ))}
    </div>
  )
}
