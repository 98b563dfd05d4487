import { Problem } from '../../domain/problem.ts'
import { photosToSend } from '../store/photo-queue.ts'
import { tidyPictures } from '../store/pictures.ts'
import type { Store } from '../store/store.ts'
import { waitAfter } from './engine.ts'
import { sendPhotos } from './photos.ts'
import { browser, type Surroundings } from './surroundings.ts'
import { exclusively } from './tabs.ts'
import type { Transport } from './transport.ts'

export type PhotoLane = {
  /** Starts a round now, or joins the one under way. Never rejects: each photo says where it stands. */
  sendNow(): Promise<void>
  /** The same, unless the lane waits after a failure. */
  sendSoon(): Promise<void>
  stop(): void
}

/** Sent but not yet confirmed, or come in meanwhile. */
const BETWEEN_ROUNDS = 2_000
/** Another tab sends. */
const BEHIND = 30_000

/**
 * Pictures beside the mutations, with timer and back-off of their own: a picture
 * that does not get through holds up no answer, and an hour of pictures neither.
 */
export function createPhotoLane(
  store: Store,
  transport: Transport,
  { random, after, now }: Surroundings = browser,
  parallel?: number,
): PhotoLane {
  let round: Promise<void> | null = null
  let forget = () => {}
  let failures = 0
  let trouble: Problem | null = null
  /** By `now()`. */
  let notBefore = 0
  let isStopped = false

  async function run(): Promise<void> {
    await sendPhotos(store, transport, parallel)
    await tidyPictures(store, Date.now())
    failures = 0
    trouble = null
  }

  function fail(error: unknown): true {
    failures += 1
    trouble = error instanceof Problem ? error : new Problem('DEVICE_STORAGE_FAILED')
    if (!(error instanceof Problem) && !isStopped) console.error(error)
    return true
  }

  async function plan(isMine: boolean): Promise<void> {
    forget()
    if (isStopped) return
    const wait = !isMine ? BEHIND : trouble ? waitAfter(trouble, failures, random) : BETWEEN_ROUNDS
    notBefore = trouble && wait !== null ? now() + wait : 0
    // Only somebody's asking can help: the next round of the engine that ends well says that it has.
    if (wait === null) return
    const left = await photosToSend(store).catch(() => [])
    if (left.length === 0 || isStopped) return
    forget = after(wait, () => void sendNow())
  }

  function sendNow(): Promise<void> {
    if (isStopped) return Promise.resolve()
    round ??= exclusively(store, run, 'photos')
      .catch(fail)
      .then((isMine) => {
        round = null
        return plan(isMine)
      })
    return round
  }

  /** A picture cut by a network that comes and goes must not wait longer each time: it goes on from where it was. */
  const back = () => {
    failures = 0
    void sendNow()
  }
  globalThis.addEventListener?.('online', back)

  return {
    sendNow,
    sendSoon: () => (now() < notBefore ? Promise.resolve() : sendNow()),
    stop() {
      isStopped = true
      forget()
      globalThis.removeEventListener?.('online', back)
    },
  }
}
