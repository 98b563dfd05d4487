import { useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { Mark } from '../../../ui/mark.tsx'
import { timeInWords } from '../when.ts'
import css from './photo-list.module.css'
import type { PhotoWords } from './photo-words.ts'
import { usePicture } from './use-picture.ts'

export type ShownPhoto = {
  id: string
  sha256: string
  width: number
  height: number
  takenAt: number | null
  state: PhotoWords | null
}

type PhotoListProps = {
  photos: readonly ShownPhoto[]
  /** Of what they are photos, for who cannot see them: "tiêu chí 1.2". */
  of: string
  onRemove?: (id: string) => void
}

/** Photos as thumbnails, each with its state in words; a tap shows one whole. */
export function PhotoList({ photos, of, onRemove }: PhotoListProps) {
  const [openId, setOpenId] = useState<string | null>(null)
  const openIndex = photos.findIndex(({ id }) => id === openId)
  const open = photos[openIndex]
  const nameOf = (index: number) => `Ảnh ${index + 1} của ${of}`
  if (photos.length === 0) return null
  return (
    <>
      <ul className={css.list}>
        {photos.map((photo, index) => (
          <li key={photo.id} className={css.photo}>
            <button type="button" className={css.open} onClick={() => setOpenId(photo.id)}>
              <Picture photo={photo} name={nameOf(index)} className={css.thumbnail} />
            </button>
            {photo.state ? <State state={photo.state} /> : null}
          </li>
        ))}
      </ul>
      {open ? (
        <Dialog title={nameOf(openIndex)} onClose={() => setOpenId(null)}>
          <Picture photo={open} name={nameOf(openIndex)} className={css.whole} />
          <div className={css.about}>
            {open.takenAt === null ? null : <p>Chụp lúc {timeInWords(open.takenAt)}</p>}
            {open.state ? <State state={open.state} /> : null}
            {open.state?.more ? <p>{open.state.more}</p> : null}
          </div>
          <div className={css.actions}>
            <Button look="main" onClick={() => setOpenId(null)}>
              Đóng
            </Button>
            {onRemove ? (
              <Button
                look="danger"
                onClick={() => {
                  setOpenId(null)
                  onRemove(open.id)
                }}
              >
                Xóa ảnh
              </Button>
            ) : null}
          </div>
        </Dialog>
      ) : null}
    </>
  )
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
