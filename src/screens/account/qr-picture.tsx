import { generate } from 'lean-qr'
import { useMemo } from 'react'
import css from './second-factor.module.css'

/** Clear space around, in modules, as readers want it. */
const QUIET = 4

/** A QR code, drawn here: what it says goes to nobody. */
export function QrPicture({ text, label }: { text: string; label: string }) {
  const { size, path } = useMemo(() => drawn(text), [text])
  const side = size + 2 * QUIET
  return (
    <svg className={css.qr} viewBox={`${-QUIET} ${-QUIET} ${side} ${side}`} role="img" aria-label={label}>
      <path d={path} shapeRendering="crispEdges" />
    </svg>
  )
}

function drawn(text: string): { size: number; path: string } {
  const code = generate(text)
  const modules = Array.from({ length: code.size }, (_, y) =>
    Array.from({ length: code.size }, (_, x) => (code.get(x, y) ? `M${x} ${y}h1v1h-1z` : '')).join(''),
  )
  return { size: code.size, path: modules.join('') }
}
