import { correction, generate } from 'lean-qr'
import { toSvgPath } from 'lean-qr/extras/svg'
import { useMemo } from 'react'
import css from './qr.module.css'

/** So many modules of white around it: readers need them. */
const QUIET = 4

type QrProps = {
  /** What it says to who reads it. */
  text: string
  /** What it is, for who cannot see it. */
  label: string
}

/** A QR code as a drawing: black on white in the dark too, sharp at any size and on paper. */
export function Qr({ text, label }: QrProps) {
  const { path, size } = useMemo(() => {
    const code = generate(text, { minCorrectionLevel: correction.M })
    return { path: toSvgPath(code), size: code.size }
  }, [text])
  const whole = size + 2 * QUIET
  return (
    <svg className={css.qr} viewBox={`${-QUIET} ${-QUIET} ${whole} ${whole}`} role="img" aria-label={label}>
      <rect x={-QUIET} y={-QUIET} width={whole} height={whole} fill="#fff" />
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  )
}
