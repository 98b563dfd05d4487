import { createHash } from 'node:crypto'
import { photosToSend } from '../../../src/device/store/photo-queue.ts'
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
  for (const { payload } of state.mutations) if (payload?.k === 'photo.add') told.add(payload.photo.id)
  for (const { device, id } of ledger.photos)
    if (!told.has(id) && !ledger.removed.has(id))
      problems.push(`[I1] ${device} kept photo ${id.slice(0, 4)} and the server never heard of it`)
  for (const { name, store } of devices) {
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
