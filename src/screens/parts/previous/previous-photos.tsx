import { useEffect, useRef, useState } from 'react'
import { useDevice } from '../../../device/sync/device.ts'
import type { RecordPhoto } from '../../../domain/photo.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { useKeptPicture } from '../photos/use-kept-picture.ts'
import { problemWords } from '../problem-words.ts'
import { timeInWords } from '../when.ts'
import css from './previous-photos.module.css'
import { useSeen } from './use-seen.ts'

type PreviousPhotosProps = {
  photos: readonly RecordPhoto[]
  /** Of what they are photos, for who cannot see them: "tiêu chí 1.2, ngày 12/11/2026". */
  of: string
}

/** Photos of an earlier visit from this device, with no network; one that is not here says so, and a tap fetches it. */
export function PreviousPhotos({ photos, of }: PreviousPhotosProps) {
  if (photos.length === 0) return null
  return (
    <ul className={css.list}>
      {photos.map((photo, index) => (
        <li key={photo.id}>
          <PreviousPhoto photo={photo} name={`Ảnh ${index + 1} của ${of}`} />
        </li>
      ))}
    </ul>
  )
}

function PreviousPhoto({ photo, name }: { photo: RecordPhoto; name: string }) {
  const { fetchPicture } = useDevice()
  const place = useRef<HTMLDivElement>(null)
  const kept = useKeptPicture(photo.sha256, useSeen(place))
  const [fetched, setFetched] = useState<string | null>(null)
  const [isOpen, setOpen] = useState(false)
  const [isAsking, setAsking] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => () => void (fetched && URL.revokeObjectURL(fetched)), [fetched])
  const url = kept.is === 'here' ? kept.url : fetched

  async function fetchNow() {
    if (!fetchPicture) return
    setProblem(null)
    setAsking(true)
    try {
      const bytes = await fetchPicture(photo.sha256)
      // A device without room keeps nothing; it is shown all the same.
      setFetched(URL.createObjectURL(bytes))
    } catch (error) {
      setProblem(problemWords(error).message)
    } finally {
      setAsking(false)
    }
  }

  return (
    <div ref={place}>
      {url ? (
        <button type="button" className={css.thumbnail} onClick={() => setOpen(true)}>
          <img src={url} alt={name} width={photo.width} height={photo.height} decoding="async" />
        </button>
      ) : kept.is === 'reading' ? (
        <span className={css.blank} />
      ) : photo.stored ? (
        <button
          type="button"
          className={css.absent}
          disabled={isAsking}
          onClick={() => void fetchNow()}
          aria-label={`${name}: ảnh chưa tải về máy. Tải về`}
        >
          {isAsking ? 'Đang tải…' : 'Ảnh chưa tải về máy'}
          {isAsking ? null : <span className={css.fetch}>Tải ảnh</span>}
        </button>
      ) : (
        <span className={css.missing}>Ảnh chưa tới máy chủ</span>
      )}
      {problem ? (
        <p className={css.problem} role="alert">
          {problem}
        </p>
      ) : null}
      {isOpen && url ? (
        <Dialog title={name} onClose={() => setOpen(false)}>
          <img src={url} alt={name} width={photo.width} height={photo.height} className={css.whole} />
          <p>
            {photo.takenAt === null ? '' : `Chụp lúc ${timeInWords(photo.takenAt)}`}
            {photo.late ? ' · Thêm sau khi nộp' : ''}
          </p>
          <Button look="main" onClick={() => setOpen(false)}>
            Đóng
          </Button>
        </Dialog>
      ) : null}
    </div>
  )
}
