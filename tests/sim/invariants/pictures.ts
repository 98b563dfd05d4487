import { createHash } from 'node:crypto'
import { planEarlier } from '../../../src/device/store/earlier-pictures.ts'
import { photosToSend } from '../../../src/device/store/photo-queue.ts'
import { readPicture } from '../../../src/device/store/pictures.ts'
import { livingPhotos } from '../../../src/domain/photo.ts'
import type { Device, Sim } from '../sim.ts'
import type { ServerState } from './server-state.ts'

/** What the server holds by now, to the byte. */
export async function notePictures({ ledger, server }: Pick<Sim, 'ledger' | 'server'>): Promise<void> {
  // Somebody else may have found the process dead, or an administrator be putting a copy back.
  await server.ready()
  for (const { sha256 } of await server.db.selectFrom('blob').select('sha256').execute())
    if (!ledger.verified.has(sha256) && (await isHeld(server, sha256))) ledger.verified.add(sha256)
}

/** [I8] Bytes that a device kept are there, or the server has them: asked after every round and every crash. */
export async function watchPictures(sim: Sim, { name, store, browser }: Device): Promise<void> {
  const { ledger } = sim
  await notePictures(sim)
  const here = new Set(await store.db.photoBlob.toCollection().primaryKeys())
  for (const { device, id, sha256 } of ledger.photos) {
    if (device !== browser.tablet || here.has(sha256) || ledger.removed.has(id)) continue
    if (!ledger.verified.has(sha256))
      ledger.problems.push(
        `[I8] ${name} has put out ${sha256.slice(0, 4)} of photo ${id.slice(0, 4)}, which the server does not have`,
      )
  }
}

/**
 * [I10] Every picture here is one of this person's own photos, or is named by a record that they may see:
 * asked once a round has read the view to its end.
 */
export async function watchSeen({ ledger }: Sim, { name, store }: Device): Promise<void> {
  const { db } = store
  const [pictures, own, results] = await Promise.all([
    db.photoBlob.toCollection().primaryKeys(),
    db.photo.toArray(),
    db.result.toArray(),
  ])
  const mine = new Set(own.map(({ sha256 }) => sha256))
  const records = await Promise.all(results.map(({ body }) => db.unpack(body)))
  const named = new Set(records.flatMap(({ photos }) => livingPhotos(photos)).map(({ sha256 }) => sha256))
  for (const sha256 of pictures)
    if (sha256 !== 'probe' && !mine.has(sha256) && !named.has(sha256))
      ledger.problems.push(`[I10] ${name} can still read the picture ${sha256.slice(0, 4)}`)
}

/** [I5] What is shown beside the next visits is here, to the byte. */
async function checkEarlier({ name, store }: Device): Promise<string[]> {
  const problems: string[] = []
  const lacking = await planEarlier(store, { quota: 10_000_000_000, usage: 0 })
  for (const { sha256 } of lacking) problems.push(`[I5] ${name} lacks the earlier picture ${sha256.slice(0, 4)}`)
  for (const sha256 of await store.db.photoBlob.toCollection().primaryKeys()) {
    if (sha256 === 'probe') continue
    const bytes = await readPicture(store, sha256)
    const hash =
      bytes &&
      createHash('sha256')
        .update(new Uint8Array(await bytes.arrayBuffer()))
        .digest('hex')
    if (hash !== sha256) problems.push(`[I8] ${name} holds other bytes under ${sha256.slice(0, 4)}`)
  }
  return problems
}

/** [I8] What is called stored is there, to the byte, and every photo that the server was told of has its picture. */
export async function checkPictures({ ledger, server, devices }: Sim, state: ServerState): Promise<string[]> {
  const problems: string[] = []
  const told = new Set<string>()
  for (const [insp, { photos }] of state.inspections) {
    for (const { id } of photos ?? []) told.add(id)
    for (const { id, sha256, stored } of livingPhotos(photos)) {
      const name = `photo ${id.slice(0, 4)} of ${insp.slice(0, 4)}`
      if (!stored) problems.push(`[I8] the picture of ${name} has not arrived`)
      else if (!(await isHeld(server, sha256)))
        problems.push(`[I8] the picture of ${name} is called stored and is not there`)
    }
  }
  // What no server would take as a mutation has come as a letter.
  for (const said of [...state.mutations.map(({ payload }) => payload), ...state.letters.map(({ said }) => said)])
    if (said?.k === 'photo.add') told.add(said.photo.id)
  for (const { device, id } of ledger.photos)
    if (!told.has(id) && !ledger.removed.has(id))
      problems.push(`[I1] ${device} kept photo ${id.slice(0, 4)} and the server never heard of it`)
  for (const device of devices) {
    const { name, store } = device
    problems.push(...(await checkEarlier(device)))
    const { length } = await photosToSend(store)
    if (length > 0) problems.push(`[I4] ${name} still has ${length} pictures to send`)
  }
  return problems
}

async function isHeld({ db, pictures }: Sim['server'], sha256: string): Promise<boolean> {
  const row = await db.selectFrom('blob').select('sha256').where('sha256', '=', sha256).executeTakeFirst()
  const bytes = row ? await pictures().blobs.read(sha256) : null
  return bytes !== null && createHash('sha256').update(bytes).digest('hex') === sha256
}
