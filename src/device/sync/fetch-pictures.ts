import type { RoomSaid, WantedPicture } from '../../domain/earlier-pictures.ts'
import { Problem, type ProblemCode } from '../../domain/problem.ts'
import { sha256Of } from '../../protocol/digest.ts'
import { keepEarlier, planEarlier } from '../store/earlier-pictures.ts'
import { photosToSend } from '../store/photo-queue.ts'
import type { Store } from '../store/store.ts'
import type { Transport } from './transport.ts'

/**
 * Troubles of one picture: the others still come. It left this person's view since the
 * last pull, or the server lost it (the next page says which); or other bytes came twice.
 */
const ofOnePicture: readonly ProblemCode[] = ['NOT_FOUND', 'PICTURE_DIFFERS']

export type FetchOptions = {
  /** What the browser says of its room now. */
  room(): Promise<RoomSaid>
  /** Whether pictures may come over the network as it is, and the page has nothing else to do. */
  mayGo(): Promise<boolean>
  /** Pictures that the server has said it does not hand out: not asked for again. */
  refused: Set<string>
}

/**
 * One round of fetching what is shown beside the next visits, one picture at a time:
 * a picture that was cut off is fetched again whole (it has at most 400 kB), and what
 * has come is kept. Own pictures that were never tried go first.
 * @returns `full` where the device has no room for more
 * @throws Problem of the line
 */
export async function fetchPictures(
  store: Store,
  transport: Transport,
  { room, mayGo, refused }: FetchOptions,
): Promise<'done' | 'later' | 'full'> {
  for (const picture of await planEarlier(store, await room())) {
    if (refused.has(picture.sha256)) continue
    if (!(await mayGo()) || (await hasFresh(store))) return 'later'
    try {
      await keepEarlier(store, picture.sha256, await fetchOne(transport, picture))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (error.code === 'DEVICE_STORAGE_FULL') return 'full'
      if (!ofOnePicture.includes(error.code)) throw error
      refused.add(picture.sha256)
    }
  }
  return 'done'
}

async function hasFresh(store: Store): Promise<boolean> {
  return (await photosToSend(store)).some(({ tried }) => !tried)
}

/** A bit turned on the line does not turn twice. */
const ATTEMPTS = 2

/**
 * One picture, by the name of its content.
 * @throws Problem NOT_FOUND where this person may not see it or nobody has it; PICTURE_DIFFERS where other bytes came
 */
export async function fetchOne(transport: Transport, { sha256 }: Pick<WantedPicture, 'sha256'>): Promise<Blob> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const bytes = await transport.picture(sha256)
    // Whatever has answered: only what hashes to its name is the picture.
    if ((await sha256Of(bytes)) === sha256) return new Blob([bytes], { type: 'image/jpeg' })
  }
  throw new Problem('PICTURE_DIFFERS')
}

/** Nobody waits for these by themselves: whoever tapped taps again. */
const ofLine: readonly ProblemCode[] = ['OFFLINE', 'TIMED_OUT', 'INTERCEPTED']

/** One that somebody has asked for with a tap: kept where there is room, shown in any case. @throws Problem */
export async function fetchForView(store: Store, transport: Transport, sha256: string): Promise<Blob> {
  try {
    const bytes = await fetchOne(transport, { sha256 })
    await keepEarlier(store, sha256, bytes).catch((error: unknown) => {
      if (!(error instanceof Problem) || error.code !== 'DEVICE_STORAGE_FULL') throw error
    })
    return bytes
  } catch (error) {
    throw error instanceof Problem && ofLine.includes(error.code) ? new Problem('NEEDS_NETWORK') : error
  }
}
