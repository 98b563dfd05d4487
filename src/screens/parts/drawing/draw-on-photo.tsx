import { type CSSProperties, type KeyboardEvent, useEffect, useReducer, useRef, useState } from 'react'
import { type Colour, type Point, type Shape, type ShapeKind, shapeAt } from '../../../device/camera/shapes.ts'
import { messageOf, type ProblemCode } from '../../../domain/problem.ts'
import { Button } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Segments } from '../../../ui/segments.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { usePicture } from '../photos/use-picture.ts'
import css from './drawing.module.css'
import { type Act, type Drawing, draw, emptyDrawing } from './drawing.ts'
import { DrawingSheet } from './drawing-sheet.tsx'

type DrawOnPhotoProps = {
  photo: { sha256: string; width: number; height: number }
  /** "Ảnh 1 của tiêu chí 1.2" */
  name: string
  /** Keeps it; what goes wrong comes back as a code. */
  onSave: (shapes: readonly Shape[]) => Promise<ProblemCode | null>
  onClose: () => void
}

const tools: Record<ShapeKind, string> = { arrow: 'Mũi tên', circle: 'Vòng tròn', line: 'Vẽ tay', text: 'Chữ' }
const colourNames: Record<Colour, string> = { red: 'Đỏ', yellow: 'Vàng', blue: 'Xanh' }
const hints: Record<ShapeKind, string> = {
  arrow: 'Chạm vào chỗ cần chỉ, hoặc kéo từ đuôi tới đầu mũi tên.',
  circle: 'Chạm vào chỗ cần khoanh, hoặc kéo từ góc này sang góc kia.',
  line: 'Kéo để vẽ.',
  text: 'Nhập chữ rồi chạm vào chỗ đặt chữ.',
}
const LETTERS_MAX = 40
/** What one press of an arrow key moves, of the long side. */
const STEP = 0.02
const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** Arrows, rings, lines and words on a photo. What is kept is a photo of its own; the one below stays as it is. */
export function DrawOnPhoto({ photo, name, onSave, onClose }: DrawOnPhotoProps) {
  const { width, height } = photo
  const [size] = useState({ width, height })
  const [drawing, act] = useReducer((state: Drawing, step: Act) => draw(state, step, size), emptyDrawing)
  const [tool, setTool] = useState<ShapeKind>('arrow')
  const [colour, setColour] = useState<Colour>('red')
  const [text, setText] = useState('')
  const [asks, setAsks] = useState(false)
  const [busy, setBusy] = useState(false)
  const [said, setSaid] = useState('')
  const [problem, setProblem] = useState<ProblemCode | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const chips = useRef<HTMLUListElement>(null)
  const adds = useRef<HTMLDivElement>(null)
  /** Which mark the keys go on with once it is there; −1 for none of them. */
  const focusNext = useRef<number | null>(null)
  const url = usePicture(photo.sha256)
  const { shapes, chosen } = drawing

  // Whoever added by a button goes on with the keys of what was added; what took its mark away, with another.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it has to wait for the new marks to be there
  useEffect(() => {
    const next = focusNext.current
    focusNext.current = null
    if (next === null) return
    const chip = chips.current?.querySelectorAll('button')[next]
    ;(chip ?? adds.current?.querySelector('button'))?.focus()
  }, [shapes])

  function add(shape: Shape) {
    act({ is: 'add', shape })
    setSaid(`Đã thêm ${nameOf(shape).toLocaleLowerCase('vi')}.`)
  }
  function writeAt(at: Point) {
    const words = text.normalize('NFC').trim()
    if (words === '') return field.current?.focus()
    add({ is: 'text', colour, at, text: words })
  }
  /** For who does not draw by hand: in the middle, from where the keys move it. */
  function addInMiddle() {
    const middle = { x: width / 2, y: height / 2 }
    if (tool !== 'text' || text.trim() !== '') focusNext.current = shapes.length
    if (tool === 'text') return writeAt(middle)
    if (tool !== 'line') return add(shapeAt(tool, middle, colour, size))
    const reach = Math.max(width, height) / 8
    add({
      is: 'line',
      colour,
      points: [
        { ...middle, x: middle.x - reach },
        { ...middle, x: middle.x + reach },
      ],
    })
  }
  function onKey(event: KeyboardEvent, index: number) {
    const way = arrows[event.key]
    if (way) {
      act({ is: 'choose', index })
      const step = STEP * Math.max(width, height)
      act({ is: event.shiftKey ? 'stretch' : 'move', by: { x: way[0] * step, y: way[1] * step } })
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      act({ is: 'choose', index })
      focusNext.current = Math.min(index, shapes.length - 2)
      remove()
    } else return
    event.preventDefault()
  }
  function remove() {
    act({ is: 'remove' })
    setSaid('Đã xóa một dấu.')
  }
  async function save() {
    setBusy(true)
    setProblem(null)
    const code = await onSave(shapes)
    setBusy(false)
    if (code) setProblem(code)
    else onClose()
  }
  function leave() {
    if (busy) return
    if (shapes.length > 0) setAsks(true)
    else onClose()
  }

  return (
    <Dialog
      title={`Đánh dấu lên ${name.charAt(0).toLocaleLowerCase('vi')}${name.slice(1)}`}
      place="whole"
      onClose={leave}
    >
      <div className={css.desk}>
        <div className={css.board}>
          <div
            className={css.frame}
            style={{ aspectRatio: `${width} / ${height}`, '--ratio': width / height } as CSSProperties}
          >
            {url ? <img src={url} alt={name} width={width} height={height} className={css.picture} /> : null}
            <DrawingSheet
              size={size}
              shapes={shapes}
              chosen={chosen}
              tool={tool}
              colour={colour}
              onShape={add}
              onWriteAt={writeAt}
            />
          </div>
        </div>
        <div className={css.controls}>
          <Segments
            legend="Dụng cụ"
            size="small"
            grid
            options={(Object.keys(tools) as ShapeKind[]).map((value) => ({
              value,
              label: tools[value],
              tone: 'plain',
            }))}
            value={tool}
            onChoose={(next) => next && setTool(next)}
          />
          <Segments
            legend="Màu"
            size="small"
            options={(Object.keys(colourNames) as Colour[]).map((value) => ({
              value,
              label: colourNames[value],
              tone: 'plain',
            }))}
            value={colour}
            onChoose={(next) => next && setColour(next)}
          />
          {tool === 'text' ? (
            <TextField
              ref={field}
              label="Chữ ghi lên ảnh"
              maxLength={LETTERS_MAX}
              autoComplete="off"
              value={text}
              onChange={({ target }) => setText(target.value)}
            />
          ) : null}
          <p className={css.hint}>{hints[tool]}</p>
          <div ref={adds} className={css.row}>
            <Button onClick={addInMiddle}>Thêm vào giữa ảnh</Button>
            <Button disabled={drawing.former.length === 0} onClick={() => act({ is: 'undo' })}>
              Hoàn tác
            </Button>
          </div>
          {shapes.length > 0 ? (
            <div className={css.drawn}>
              <ul ref={chips} className={css.chips} aria-label="Dấu đã vẽ">
                {shapes.map((shape, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a shape is its place in the pile
                  <li key={index}>
                    <Button
                      aria-pressed={chosen === index}
                      className={css.chip}
                      onClick={() => act({ is: 'choose', index: chosen === index ? null : index })}
                      onKeyDown={(event) => onKey(event, index)}
                    >
                      {index + 1}. {nameOf(shape)}
                    </Button>
                  </li>
                ))}
              </ul>
              <p className={classNames(css.hint, css.keys)}>
                Chọn một dấu rồi dùng phím mũi tên để dời, Shift và phím mũi tên để kéo đầu, Delete để xóa.
              </p>
              {chosen === null ? null : (
                <div>
                  <Button onClick={remove}>Xóa dấu đang chọn</Button>
                </div>
              )}
            </div>
          ) : null}
          <p role="status" className={css.spoken}>
            {said}
          </p>
          {problem ? (
            <Notice tone="fail" role="alert" title="Chưa lưu được ảnh có đánh dấu">
              <p>{messageOf(problem)}</p>
            </Notice>
          ) : null}
          {asks ? (
            <Notice
              tone="partial"
              role="alert"
              title="Bỏ các dấu vừa vẽ?"
              action={
                <>
                  <Button look="danger" onClick={onClose}>
                    Bỏ
                  </Button>
                  <Button onClick={() => setAsks(false)}>Vẽ tiếp</Button>
                </>
              }
            >
              <p>Ảnh gốc không thay đổi.</p>
            </Notice>
          ) : (
            <div className={classNames(css.row, css.actions)}>
              <Button look="main" disabled={busy || shapes.length === 0} onClick={() => void save()}>
                {busy ? 'Đang lưu…' : 'Lưu ảnh'}
              </Button>
              <Button disabled={busy} onClick={leave}>
                Thôi
              </Button>
            </div>
          )}
        </div>
      </div>
    </Dialog>
  )
}

function nameOf(shape: Shape): string {
  return shape.is === 'text' ? `Chữ “${shape.text}”` : tools[shape.is]
}
