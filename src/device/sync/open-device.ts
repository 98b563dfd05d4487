import { pictureHold } from '../../domain/picture-net.ts'
import { noteTaken } from '../store/checklists.ts'
import { markerKey } from '../store/lock.ts'
import type { Entered } from '../store/people.ts'
import { readPictureNet } from '../store/picture-net.ts'
import { sealRows } from '../store/seal-rows.ts'
import { openStore, type Store } from '../store/store.ts'
import { behindTheScreen } from './behind-the-screen.ts'
import type { Device } from './device.ts'
import { createEngine, type SyncEngine } from './engine.ts'
import type { Lane } from './lane.ts'
import { loadOnce } from './load-once.ts'
import { browserNetwork } from './network.ts'
import type { RelayLane } from './relay-lane.ts'
import type { Road } from './road.ts'

/** Opens a person's store and starts syncing; works without a network. */
export async function openDevice({ person, key, accountKey }: Entered): Promise<Device> {
  const marker = key && accountKey ? await markerKey(accountKey) : null
  const store = await openStore(person.id, undefined, key, marker)
  const road = loadOnce(async () => (await import('./road.ts')).openRoad(store))
  const engine = createEngine(store, async (was) => (await road()).round(was))
  const stopPhotos = startPhotos(store, road, engine)
  const stopRelay = startRelay(store, engine)
  // What is here is shown first.
  const begin = () => {
    if (!store.db.isOpen()) return
    void engine.syncNow()
    // What an older version left open, or was cut off in the middle of it.
    if (key) sealRows(store).catch((error: unknown) => console.warn(error))
    noteTaken(store).catch((error: unknown) => console.warn(error))
  }
  if (store.isNew) begin()
  else behindTheScreen(begin)
  // Asked for once there is something to lose: browsers grant it more readily to who has been used.
  const ask = () => {
    store.written.delete(ask)
    void askToKeep()
  }
  store.written.add(ask)
  const fetchPicture = async (sha256: string) => {
    const [{ transport }, { fetchForView }] = await Promise.all([road(), import('./fetch-pictures.ts')])
    return fetchForView(store, transport, sha256)
  }
  return { store, person, engine, fetchPicture, stopPhotos, stopRelay }
}

/** Asks the browser not to clear this store by itself. It may say no; nothing depends on its answer. */
async function askToKeep(): Promise<void> {
  const { storage } = globalThis.navigator
  if (!storage?.persist) return
  try {
    if (!(await storage.persisted())) await storage.persist()
  } catch (error) {
    console.warn(error)
  }
}

/** Pictures on their way up, and behind them those on their way down; loaded after the first round: before it there is nothing to do. */
export function startPhotos(
  store: Store,
  road: () => Promise<Pick<Road, 'transport'>>,
  engine: SyncEngine,
): () => void {
  let lanes: Promise<{ up: Lane; down: Lane } | null> | undefined
  let isStopped = false
  let before = engine.status().state
  const unsubscribe = engine.subscribe(() => {
    const { state } = engine.status()
    if (state === 'syncing') return
    const isBack = before !== 'idle'
    before = state
    if (state !== 'idle') return
    lanes ??= Promise.all([road(), import('./photo-lane.ts'), import('./fetch-lane.ts')]).then(
      ([{ transport }, { createPhotoLane }, { createFetchLane }]) =>
        isStopped ? null : { up: createPhotoLane(store, transport), down: createFetchLane(store, transport) },
      () => {
        // The chunk did not come; the next round tries again.
        lanes = undefined
        return null
      },
    )
    void lanes.then(async (open) => {
      // The way is open again: what the lane waits for is over.
      await (isBack ? open?.up.sendNow() : open?.up.sendSoon())
      await open?.down.sendSoon()
    })
  })
  return () => {
    isStopped = true
    unsubscribe()
    void lanes?.then((open) => {
      open?.up.stop()
      open?.down.stop()
    })
  }
}

/** What others have waiting here, behind the rounds of who is at work: they go first. Loaded as the photo lane is. */
function startRelay(store: Store, engine: SyncEngine): () => void {
  let lane: Promise<RelayLane | null> | undefined
  let isStopped = false
  const isHeld = async () => pictureHold(await readPictureNet(store), browserNetwork.kind()) !== null
  const unsubscribe = engine.subscribe(() => {
    if (engine.status().state === 'syncing') return
    lane ??= import('./relay-lane.ts').then(
      ({ createRelayLane }) =>
        isStopped ? null : createRelayLane({ here: store.personId, app: __APP_VERSION__, isHeld }),
      () => {
        lane = undefined
        return null
      },
    )
    void lane.then((relay) => relay?.sendSoon())
  })
  return () => {
    isStopped = true
    unsubscribe()
    void lane?.then((relay) => relay?.stop())
  }
}
