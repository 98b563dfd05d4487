import type { RoomSaid } from '../../domain/earlier-pictures.ts'
import { pictureHold } from '../../domain/picture-net.ts'
import { completeVisits, planEarlier } from '../store/earlier-pictures.ts'
import { readPictureNet } from '../store/picture-net.ts'
import { readMeta, type Store } from '../store/store.ts'
import { fetchPictures } from './fetch-pictures.ts'
import { createLane, type Lane } from './lane.ts'
import { browserNetwork, type Network } from './network.ts'
import { browser, type Surroundings } from './surroundings.ts'
import type { Transport } from './transport.ts'

/** Own pictures came between. */
const REST = 5_000
/** A device without room is not asked again at every round. */
const FULL_REST = 3_600_000

type Settings = {
  surroundings?: Surroundings
  network?: Network
  room?: () => Promise<RoomSaid>
}

/**
 * Pictures of the last visits, on their way down: after a pull that brought anything,
 * as long as there is room and the person's switch lets pictures over this network.
 */
export function createFetchLane(
  store: Store,
  transport: Transport,
  { surroundings = browser, network = browserNetwork, room = browserRoom }: Settings = {},
): Lane {
  const mayGo = async () => pictureHold(await readPictureNet(store), network.kind()) === null
  let refused = new Set<string>()
  let isComplete = false
  /** The view of which everything is here, or there is nothing more to be had. */
  let doneWith: string | null = null
  let fullUntil = 0
  /** How often pictures were put out to make room: also while a round was fetching others. */
  let timesEmptied = 0

  const lane = createLane(
    store,
    {
      name: 'fetch',
      rest: REST,
      async run() {
        const view = await readMeta<string>(store, 'cursor')
        if (view === null || view === doneWith || surroundings.now() < fullUntil) return
        if (!isComplete) await completeVisits(store)
        isComplete = true
        const before = timesEmptied
        const is = await fetchPictures(store, transport, { room, mayGo, refused })
        if (is === 'full') fullUntil = surroundings.now() + FULL_REST
        if (is !== 'done' || timesEmptied !== before) return
        doneWith = view
        refused = new Set()
      },
      async hasMore() {
        if (surroundings.now() < fullUntil || !(await mayGo())) return false
        if ((await readMeta<string>(store, 'cursor')) === doneWith) return false
        return (await planEarlier(store, await room())).some(({ sha256 }) => !refused.has(sha256))
      },
    },
    surroundings,
  )
  const unsubscribe = network.subscribe(() => void lane.sendSoon())
  // What was here has made room for something that matters more: it comes back, but not at once.
  const forgetView = () => {
    timesEmptied += 1
    doneWith = null
    fullUntil = surroundings.now() + FULL_REST
  }
  store.emptied.add(forgetView)
  return {
    ...lane,
    stop() {
      store.emptied.delete(forgetView)
      unsubscribe()
      lane.stop()
    },
  }
}

async function browserRoom(): Promise<RoomSaid> {
  const said = await globalThis.navigator?.storage?.estimate?.()
  return said ? { quota: said.quota ?? null, usage: said.usage ?? null } : null
}
