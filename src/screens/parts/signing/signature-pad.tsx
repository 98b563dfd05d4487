import { type PointerEvent, useId, useRef } from 'react'
import { BOX_HEIGHT, BOX_WIDTH, type Point, pathOf, strokesOf } from '../../../domain/strokes.ts'
import { Button } from '../../../ui/button.tsx'
import { FieldWords, wordsOf } from '../../../ui/field-words.tsx'
import css from './signing.module.css'

type Line = readonly Point[]

type SignaturePadProps = {
  label: string
  lines: readonly Line[]
  onChange: (lines: Line[]) => void
  error?: string | undefined
}

/**
 * A sheet of white paper to sign on, with a finger, a pen or a mouse. It draws with the very function
 * that the minutes draw with, so that what is seen is what is printed, however the tablet is turned.
 */
export function SignaturePad({ label, lines, onChange, error }: SignaturePadProps) {
  const id = useId()
  const wet = useRef<SVGPathElement>(null)
  const drawing = useRef<{ pointer: number; line: Point[] } | null>(null)
  const hasPen = useRef(false)

  function begin(event: PointerEvent<SVGSVGElement>) {
    if (event.pointerType === 'pen') hasPen.current = true
    // Who signs with a pen rests a hand on the glass.
    const isHand = hasPen.current && event.pointerType === 'touch'
    if (drawing.current || isHand || event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    drawing.current = { pointer: event.pointerId, line: [] }
    follow(event)
  }

  function follow(event: PointerEvent<SVGSVGElement>) {
    const now = drawing.current
    if (now?.pointer !== event.pointerId) return
    const sheet = event.currentTarget.getBoundingClientRect()
    // A slow tablet tells of several places at once.
    const several = event.nativeEvent.getCoalescedEvents?.() ?? []
    for (const { clientX, clientY } of several.length > 0 ? several : [event.nativeEvent])
      now.line.push({
        x: ((clientX - sheet.left) / sheet.width) * BOX_WIDTH,
        y: ((clientY - sheet.top) / sheet.height) * BOX_HEIGHT,
      })
    // Past React: the line must not lag behind the hand.
    wet.current?.setAttribute('d', pathOf(strokesOf([now.line])))
  }

  function end(event: PointerEvent<SVGSVGElement>) {
    const now = drawing.current
    if (now?.pointer !== event.pointerId) return
    drawing.current = null
    wet.current?.setAttribute('d', '')
    onChange([...lines, now.line])
  }

  return (
    <div className={css.pad}>
      <svg
        className={css.sheet}
        viewBox={`0 0 ${BOX_WIDTH} ${BOX_HEIGHT}`}
        role="img"
        aria-label={label}
        aria-describedby={wordsOf({ id, error })}
        data-wrong={error !== undefined}
        onPointerDown={begin}
        onPointerMove={follow}
        onPointerUp={end}
        onPointerCancel={end}
      >
        <path d={`M60 ${BOX_HEIGHT * 0.8}H${BOX_WIDTH - 60}`} className={css.line} />
        <path d={pathOf(strokesOf(lines))} className={css.ink} />
        <path ref={wet} className={css.ink} />
      </svg>
      <FieldWords id={id} error={error} />
      <div className={css.actions}>
        <Button disabled={lines.length === 0} onClick={() => onChange(lines.slice(0, -1))}>
          Bỏ nét cuối
        </Button>
        <Button disabled={lines.length === 0} onClick={() => onChange([])}>
          Xóa hết
        </Button>
      </div>
    </div>
  )
}
