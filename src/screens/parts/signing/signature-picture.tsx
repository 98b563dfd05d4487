import { inkBoxOf, pathOf, type Stroke } from '../../../domain/strokes.ts'
import css from './signing.module.css'

/** What somebody drew: dark on white, whatever the screen is. */
export function SignaturePicture({ strokes, of }: { strokes: readonly Stroke[]; of: string }) {
  const { left, top, width, height } = inkBoxOf(strokes)
  return (
    <svg
      className={css.picture}
      viewBox={`${left} ${top} ${width} ${height}`}
      role="img"
      aria-label={`Chữ ký của ${of}`}
    >
      <path d={pathOf(strokes)} className={css.ink} />
    </svg>
  )
}
