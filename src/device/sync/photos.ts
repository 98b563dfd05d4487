import { Problem, type ProblemCode } from '../../domain/problem.ts'
import { sha256Of } from '../../protocol/digest.ts'
import { HAVE_MAX } from '../../protocol/terms.ts'
import { notePhoto, noteReceived, photosToSend, type Waiting } from '../store/photo-queue.ts'
import { readPicture } from '../store/pictures.ts'
import type { Store } from '../store/store.ts'
import type { Transport } from './transport.ts'
import { uploadPicture } from './upload.ts'

/** Two at a time: one fills the line while the other waits for its answer. */
const PARALLEL = 2

/** Troubles of one picture: the others still go. Every other trouble is the line's. */
const ofOnePhoto: readonly ProblemCode[] = ['PHOTO_NOT_ANNOUNCED', 'PHOTO_DIFFERS']

export type SendOptions = {
  /** Pictures on the line at a time; a simulation, where one thing happens at a time, sends one. */
  parallel?: number | undefined
  /** Whether this picture may go over the network as it is. */
  mayGo?: (photo: { id: string }) => Promise<boolean>
}

/**
 * One round of the photo lane: asks what the server has, sends what it lacks, and
 * asks again. Only that second answer (or a pull) makes a picture received: the end
 * of an upload says that bytes arrived, not that they are kept.
 * Of those that wait for another network nothing is said: that they are there a pull tells too.
 * @throws Problem the first trouble met; what could be sent has been sent
 */
export async function sendPhotos(
  store: Store,
  transport: Transport,
  { parallel = PARALLEL, mayGo = async () => true }: SendOptions = {},
): Promise<void> {
  const ready = async () => {
    const photos = await photosToSend(store)
    const may = await Promise.all(photos.map(mayGo))
    return photos.filter((_, index) => may[index])
  }
  await confirm(store, transport, await ready())
  const left = onePerPicture(await ready())
  const sent: Waiting[] = []
  let trouble: Problem | null = null
  let lineIsDown = false

  async function work(): Promise<void> {
    for (let photo = left.shift(); photo && !lineIsDown; photo = left.shift()) {
      try {
        // The Wi-Fi may have been left since the round began.
        if (!(await mayGo(photo))) continue
        if (await sendOne(store, transport, photo)) sent.push(photo)
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        trouble ??= error
        lineIsDown ||= !ofOnePhoto.includes(error.code)
      }
    }
  }
  await Promise.all(Array.from({ length: parallel }, work))
  if (!lineIsDown) await confirm(store, transport, sent)
  if (trouble) throw trouble
}

/** The same picture on two items is one file: it is sent once, and confirmed for both. */
function onePerPicture(photos: readonly Waiting[]): Waiting[] {
  return [...new Map(photos.map((photo) => [photo.sha256, photo])).values()]
}

/** Asks which of these the server has. */
async function confirm(store: Store, transport: Transport, photos: readonly Waiting[]): Promise<void> {
  const hashes = [...new Set(photos.map(({ sha256 }) => sha256))]
  for (let from = 0; from < hashes.length; from += HAVE_MAX) {
    const asked = hashes.slice(from, from + HAVE_MAX)
    const held = new Set(await transport.held(asked))
    await noteReceived(
      store,
      asked.filter((hash) => held.has(hash)),
    )
  }
}

/** @returns whether its last byte was taken; false where the photo itself is at fault, which it now says */
async function sendOne(store: Store, transport: Transport, photo: Waiting): Promise<boolean> {
  const { id, tried } = photo
  const bytes = await pictureOf(store, photo)
  if (!bytes) {
    await notePhoto(store, id, 'damaged')
    return false
  }
  await notePhoto(store, id, 'sending')
  try {
    const upload = (isResumed: boolean) => uploadPicture(transport, store.personId, photo, bytes, isResumed)
    if ((await upload(tried)) === 'sent') return true
    // Other bytes arrived than were announced: either the line changed them, or this device's own are no longer the same.
    if ((await sha256Of(await bytes.arrayBuffer())) !== photo.sha256) {
      await notePhoto(store, id, 'damaged')
      return false
    }
    if ((await upload(false)) === 'sent') return true
    throw new Problem('PHOTO_DIFFERS')
  } catch (error) {
    const refusal = error instanceof Problem ? refusals[error.code] : undefined
    await notePhoto(store, id, refusal ? 'refused' : 'stored', refusal)
    if (refusal) return false
    throw error
  }
}

/** What the server will never take, however often it is sent, and what its person reads of it. */
const refusals: Partial<Record<ProblemCode, ProblemCode>> = {
  BODY_TOO_LARGE: 'PHOTO_TOO_LARGE',
  PHOTO_NOT_IMAGE: 'PHOTO_NOT_IMAGE',
}

/** The bytes as they lie here; null where they are gone or cannot be read. */
async function pictureOf(store: Store, { sha256, size }: Waiting): Promise<Blob | null> {
  try {
    const bytes = await readPicture(store, sha256)
    if (bytes?.size !== size) return null
    // Read once in full: a Blob is a handle, and its file may be gone (NotReadableError).
    return new Blob([await bytes.arrayBuffer()])
  } catch {
    return null
  }
}
