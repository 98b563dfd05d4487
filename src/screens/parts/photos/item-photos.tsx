import { type ChangeEvent, lazy, Suspense, useRef, useState } from 'react'
import type { Shape } from '../../../device/camera/shapes.ts'
import { addPhoto, type LocalPhoto, removePhoto, restorePhoto } from '../../../device/store/photos.ts'
import { readPicture } from '../../../device/store/pictures.ts'
import { messageOf, Problem, type ProblemCode } from '../../../domain/problem.ts'
import { Button } from '../../../ui/button.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { createHold } from '../unfinished.ts'
import css from './item-photos.module.css'
import { PhotoList } from './photo-list.tsx'
import { usePhotos } from './photo-shelf.tsx'
import { localPhotoWords } from './photo-words.ts'

const DrawOnPhoto = lazy(() =>
  import('../drawing/draw-on-photo.tsx').then((screen) => ({ default: screen.DrawOnPhoto })),
)

/** The photos of one item: what is there with its true state, and one more. */
export function ItemPhotos({ itemId, of }: { itemId: string; of: string }) {
  const shelf = usePhotos(itemId)
  const camera = useRef<HTMLInputElement>(null)
  const gallery = useRef<HTMLInputElement>(null)
  const [working, setWorking] = useState(0)
  const [problem, setProblem] = useState<ProblemCode | null>(null)
  const [removed, setRemoved] = useState<string | null>(null)
  const [drawing, setDrawing] = useState<{ photo: LocalPhoto; name: string } | null>(null)
  if (!shelf) return null
  const { store, inspectionId, photos } = shelf

  /** Every expected failure in words; the answers are not touched by any of them. */
  async function attempt(work: () => Promise<unknown>) {
    setProblem(null)
    try {
      await work()
    } catch (error) {
      setProblem(codeOf(error))
    }
  }

  /** What was drawn on a photo, as a photo of its own; what the picture shows is as old as before. */
  async function keepDrawn({ id, sha256, drawnOn = id, takenAt, position }: LocalPhoto, shapes: readonly Shape[]) {
    try {
      const { drawOnPhoto } = await import('../../../device/camera/take-photo.ts')
      const picture = await readPicture(store, sha256)
      if (!picture) throw new Problem('PHOTO_UNREADABLE')
      const { bytes, ...kept } = await drawOnPhoto(picture, shapes)
      const about = { item: itemId, drawnOn, takenAt, ...(position && { position }) }
      await addPhoto(store, inspectionId, { ...about, ...kept }, bytes)
      return null
    } catch (error) {
      return codeOf(error)
    }
  }

  async function take({ currentTarget: input }: ChangeEvent<HTMLInputElement>) {
    const files = [...(input.files ?? [])]
    // The same picture may be chosen again after it was removed.
    input.value = ''
    setRemoved(null)
    const hold = createHold()
    hold('photo')
    setWorking((count) => count + files.length)
    await attempt(async () => {
      const { takePhoto } = await import('../../../device/camera/take-photo.ts')
      for (const file of files) {
        const { bytes, ...taken } = await takePhoto(file)
        await addPhoto(store, inspectionId, { item: itemId, ...taken }, bytes)
      }
    })
    setWorking((count) => count - files.length)
    hold(null)
  }

  const remove = (id: string) =>
    void attempt(async () => {
      await removePhoto(store, id)
      setRemoved(id)
    })
  const undo = (id: string) =>
    void attempt(async () => {
      await restorePhoto(store, id)
      setRemoved(null)
    })

  return (
    <>
      {photos.length > 0 || removed || problem ? (
        <div className={css.photos}>
          <PhotoList
            of={of}
            photos={photos.map((photo) => ({ ...photo, state: localPhotoWords(photo) }))}
            onRemove={remove}
            onDraw={({ id }, name) => {
              const photo = photos.find((each) => each.id === id)
              if (photo?.isHere) setDrawing({ photo, name })
              else setProblem('PHOTO_UNREADABLE')
            }}
          />
          {removed ? (
            <p className={css.undo} role="status">
              Đã xóa ảnh.
              <Button look="quiet" onClick={() => undo(removed)}>
                Hoàn tác
              </Button>
            </p>
          ) : null}
          {problem ? (
            <Notice tone="fail" role="alert" title="Chưa lưu được ảnh">
              <p>{messageOf(problem)}</p>
            </Notice>
          ) : null}
        </div>
      ) : null}
      {drawing ? (
        <Suspense>
          <DrawOnPhoto
            photo={drawing.photo}
            name={drawing.name}
            onSave={(shapes) => keepDrawn(drawing.photo, shapes)}
            onClose={() => setDrawing(null)}
          />
        </Suspense>
      ) : null}
      <input ref={camera} type="file" accept="image/*" capture="environment" multiple hidden onChange={take} />
      <input ref={gallery} type="file" accept="image/*" multiple hidden onChange={take} />
      <Button look="quiet" className={css.first} disabled={working > 0} onClick={() => camera.current?.click()}>
        <svg
          viewBox="0 0 16 16"
          width="1em"
          height="1em"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.6"
          aria-hidden="true"
        >
          <path d="M1.8 4.8h2.6l1.2-1.9h4.8l1.2 1.9h2.6v8.3H1.8z" strokeLinejoin="round" />
          <circle cx="8" cy="8.7" r="2.5" />
        </svg>
        {working > 0 ? 'Đang lưu ảnh…' : 'Thêm ảnh'}
      </Button>
      <Button look="quiet" className={css.gallery} disabled={working > 0} onClick={() => gallery.current?.click()}>
        Từ thư viện
      </Button>
    </>
  )
}

function codeOf(error: unknown): ProblemCode {
  if (!(error instanceof Problem)) console.error(error)
  return error instanceof Problem ? error.code : 'PHOTO_UNREADABLE'
}
