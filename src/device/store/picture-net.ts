import { anyNetwork, type PictureNet } from '../../domain/picture-net.ts'
import { unsentPhotos } from './photo-rows.ts'
import { commit, readMeta, type Store } from './store.ts'

/** How this person wants pictures to go on this device; readable while the store is locked, for who sends for them (P49). */
export async function readPictureNet(store: Store): Promise<PictureNet> {
  return (await readMeta<PictureNet>(store, 'pictureNet')) ?? anyNetwork
}

/** Turns the switch. What was let go once before does not count for the next time. */
export async function setWifiOnly(store: Store, wifiOnly: boolean): Promise<void> {
  await commit(store, ['meta'], () => store.db.meta.put({ key: 'pictureNet', value: { wifiOnly, once: [] } }))
}

/** Lets go, over any network, the pictures that wait now; those taken later wait again. */
export async function sendPicturesOnce(store: Store): Promise<void> {
  const { db } = store
  await commit(store, ['meta', 'photo'], async () => {
    const { wifiOnly } = await readPictureNet(store)
    const once = (await unsentPhotos(store)).map(({ id }) => id)
    await db.meta.put({ key: 'pictureNet', value: { wifiOnly, once } })
  })
}

/** Pictures that wait on this device, and how much they are. */
export type WaitingPictures = { count: number; bytes: number }

/** Those that the person has not let go. Bytes as they will go over the line. */
export async function waitingPictures(store: Store): Promise<WaitingPictures> {
  const [rows, { once }] = await Promise.all([unsentPhotos(store), readPictureNet(store)])
  const held = rows.filter(({ id }) => !once.includes(id))
  // The same picture on two items is sent once.
  const bodies = new Map(held.map(({ sha256, body }) => [sha256, body]))
  const photos = await Promise.all([...bodies.values()].map((body) => store.db.unpack(body)))
  return { count: held.length, bytes: photos.reduce((sum, { size }) => sum + size, 0) }
}
