import { startInspection } from '../../src/device/store/drafts.ts'
import { createDeviceWorld } from './device-world.ts'
import { createServerWorld, headFor } from './server-world.ts'

/** A fresh server, an inspector's tablet that has read its view, and a visit that is open on it alone. */
export async function openVisit() {
  const server = await createServerWorld()
  const tablet = await createDeviceWorld(server, 'kiemtra')
  await tablet.sync()
  const insp = await startInspection(tablet.store, await headFor('demo-tyt-suoi-mo'))
  const close = async () => {
    tablet.close()
    await server.close()
  }
  return { server, tablet, insp, close }
}
