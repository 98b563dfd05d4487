import { Problem } from '../../domain/problem.ts'
import { photosToSend } from '../store/photo-queue.ts'
import { tidyPictures } from '../store/pictures.ts'
import type { Store } from '../store/store.ts'
import { exclusively } from './engine.ts'
import { sendPhotos } from './photos.ts'
import type { Transport } from './transport.ts'

export type PhotoLane = {
  /** Starts a round now, or joins the one under way. Never rejects: each photo says where it stands. */
  sendNow(): Promise<void>
  stop(): void
}

const LONGEST_WAIT = 60_000

/**
 * Pictures beside the mutations, with timer and back-off of their own: a picture
 * that does not get through holds up no answer, and an hour of pictures neither.
 */
export function createPhotoLane(store: Store, transport: Transport): PhotoLane {
  let round: Promise<void> | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let isStopped = false

  async function run(): Promise<void> {
    try {
      await sendPhotos(store, transport)
      await tidyPictures(store, Date.now())
      failures = 0
    } catch (error) {
      failures += 1
      if (!(error instanceof Problem) && !isStopped) console.error(error)
    }
  }

  async function plan(): Promise<void> {
    clearTimeout(timer)
    if (isStopped) return
    const left = await photosToSend(store).catch(() => [])
    if (left.length === 0 || isStopped) return
    // Sent but not yet confirmed, or come in meanwhile: soon. After a failure: full jitter, twice as long each time.
    const wait = Math.min(LONGEST_WAIT, 1_000 * 2 ** failures)
    timer = setTimeout(() => void sendNow(), failures === 0 ? 2_000 : 500 + Math.random() * wait)
  }

  function sendNow(): Promise<void> {
    if (isStopped) return Promise.resolve()
    round ??= exclusively(`photos:${store.db.name}`, run).finally(() => {
      round = null
      return plan()
    })
    return round
  }

  return {
    sendNow,
    stop() {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
