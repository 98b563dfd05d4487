import { mayPictureGo } from '../../domain/picture-net.ts'
import { photosToSend } from '../store/photo-queue.ts'
import { readPictureNet } from '../store/picture-net.ts'
import { tidyPictures } from '../store/pictures.ts'
import type { Store } from '../store/store.ts'
import { createLane, type Lane } from './lane.ts'
import { browserNetwork, type Network } from './network.ts'
import { sendPhotos } from './photos.ts'
import { browser, type Surroundings } from './surroundings.ts'
import type { Transport } from './transport.ts'

/** Sent but not yet confirmed, or come in meanwhile. */
const REST = 2_000

/** Pictures on their way up. Those that wait for Wi-Fi are asked for again when the network becomes another. */
export function createPhotoLane(
  store: Store,
  transport: Transport,
  surroundings: Surroundings = browser,
  parallel?: number,
  network: Network = browserNetwork,
): Lane {
  /** By the switch as it stands and the network as it is: both may change between two pictures. */
  const mayGo = async (photo: { id: string }) => mayPictureGo(await readPictureNet(store), network.kind(), photo)
  const lane = createLane(
    store,
    {
      name: 'photos',
      rest: REST,
      async run() {
        await sendPhotos(store, transport, { parallel, mayGo })
        await tidyPictures(store, Date.now())
      },
      async hasMore() {
        const left = await Promise.all((await photosToSend(store)).map(mayGo))
        return left.includes(true)
      },
    },
    surroundings,
  )
  const unsubscribe = network.subscribe(() => void lane.sendSoon())
  return {
    ...lane,
    stop() {
      unsubscribe()
      lane.stop()
    },
  }
}
