import css from './meter.module.css'

/** How much is done. The number always stands beside it in words. */
export function Meter({ value, max, label }: { value: number; max: number; label: string }) {
  const share = max > 0 ? Math.min(100, (value / max) * 100) : 0
  return (
    <div
      className={css.meter}
      role="progressbar"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={0}
      aria-valuemax={max}
    >
      <div className={css.fill} style={{ width: `${share}%` }} />
    </div>
  )
}
