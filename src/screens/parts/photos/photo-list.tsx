import { useState } from 'react'
import { type Photo, pairPhotos } from '../../../domain/photo.ts'
import { positionWords } from '../../../domain/position-words.ts'
import { Button } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { Mark } from '../../../ui/mark.tsx'
import { timeInWords } from '../when.ts'
import css from './photo-list.module.css'
import { type PhotoWords, worseOf } from './photo-words.ts'
import { usePicture } from './use-picture.ts'

export type ShownPhoto = {
  id: string
  sha256: string
  width: number
  height: number
  takenAt: number | null
  position?: Photo['position']
  drawnOn?: string | undefined
  state: PhotoWords | null
}

type PhotoListProps = {
  /** Living ones, oldest first: an original and what was drawn on it are one picture to look at. */
  photos: readonly ShownPhoto[]
  /** Of what they are photos, for who cannot see them: "tiêu chí 1.2". */
  of: string
  onRemove?: (id: string) => void
  /** Draws on what is being looked at. */
  onDraw?: (photo: ShownPhoto, name: string) => void
}

/** Photos as thumbnails, each with its state in words; a tap shows one whole. */
export function PhotoList({ photos, of, onRemove, onDraw }: PhotoListProps) {
  const [openId, setOpenId] = useState<string | null>(null)
  const [asTaken, setAsTaken] = useState(false)
  const pairs = pairPhotos(photos)
  const openIndex = pairs.findIndex(({ shown }) => shown.id === openId)
  const pair = pairs[openIndex]
  const open = pair && asTaken && pair.original ? pair.original : pair?.shown
  const nameOf = (index: number) => `Ảnh ${index + 1} của ${of}`
  const close = () => setOpenId(null)
  if (pairs.length === 0) return null
  return (
    <>
      <ul className={css.list}>
        {pairs.map(({ shown, original }, index) => {
          const state = worseOf(shown.state, original?.state ?? null)
          return (
            <li key={shown.id} className={css.photo}>
              <button
                type="button"
                className={css.open}
                onClick={() => {
                  setAsTaken(false)
                  setOpenId(shown.id)
                }}
              >
                <Picture photo={shown} name={pictureName(nameOf(index), shown)} className={css.thumbnail} />
              </button>
              {shown.drawnOn === undefined ? null : <p className={css.marked}>Có đánh dấu</p>}
              {state ? <State state={state} /> : null}
            </li>
          )
        })}
      </ul>
      {pair && open ? (
        <Dialog title={pictureName(nameOf(openIndex), open)} onClose={close}>
          <Picture photo={open} name={pictureName(nameOf(openIndex), open)} className={css.whole} />
          <div className={css.about}>
            {open.takenAt === null ? null : <p>Chụp lúc {timeInWords(open.takenAt)}</p>}
            {open.position ? <p>Nơi chụp: {positionWords(open.position)}</p> : null}
            {open.drawnOn === undefined ? null : (
              <p>
                {pair.original
                  ? 'Đây là bản có đánh dấu; ảnh gốc được giữ nguyên.'
                  : 'Đây là bản có đánh dấu; ảnh gốc của bản này không còn trong lượt.'}
              </p>
            )}
            {open.state ? <State state={open.state} /> : null}
            {open.state?.more ? <p>{open.state.more}</p> : null}
          </div>
          <div className={css.actions}>
            <Button look="main" onClick={close}>
              Đóng
            </Button>
            {pair.original ? (
              <Button onClick={() => setAsTaken(!asTaken)}>{asTaken ? 'Xem bản có đánh dấu' : 'Xem bản gốc'}</Button>
            ) : null}
            {onDraw ? (
              <Button
                onClick={() => {
                  close()
                  onDraw(open, pictureName(nameOf(openIndex), open))
                }}
              >
                {open.drawnOn === undefined
                  ? pair.original
                    ? 'Đánh dấu lại từ đầu'
                    : 'Đánh dấu lên ảnh'
                  : 'Đánh dấu thêm'}
              </Button>
            ) : null}
            {onRemove ? (
              <Button
                look="danger"
                onClick={() => {
                  close()
                  onRemove(open.id)
                }}
              >
                {open.drawnOn !== undefined ? 'Xóa bản đánh dấu' : pair.original ? 'Xóa cả hai bản' : 'Xóa ảnh'}
              </Button>
            ) : null}
          </div>
        </Dialog>
      ) : null}
    </>
  )
}

function pictureName(name: string, { drawnOn }: Pick<ShownPhoto, 'drawnOn'>): string {
  return drawnOn === undefined ? name : `${name}, có đánh dấu`
}

function State({ state: { tone, words } }: { state: PhotoWords }) {
  return (
    <p className={classNames(css.state, css[tone])}>
      <Mark tone={tone} />
      <span>{words}</span>
    </p>
  )
}

function Picture({ photo, name, className }: { photo: ShownPhoto; name: string; className: string | undefined }) {
  const url = usePicture(photo.sha256)
  // Which address failed: another one, once the picture has been sent, is a new chance.
  const [failed, setFailed] = useState<string | null>(null)
  if (url === null || failed === url)
    return (
      <span className={classNames(className, css.absent)}>
        <span className={css.hidden}>{name}: </span>
        {url === null ? '…' : 'Chưa tải được ảnh'}
      </span>
    )
  const { width, height } = photo
  return (
    <img
      src={url}
      alt={name}
      width={width}
      height={height}
      loading="lazy"
      decoding="async"
      className={className}
      onError={() => setFailed(url)}
    />
  )
}
