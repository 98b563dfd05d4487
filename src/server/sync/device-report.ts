import type { Person } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import type { DeviceReport } from '../../protocol/device-wire.ts'
import { findDevice, isKnown, keepReport, meetDevice } from '../storage/devices.ts'
import type { Database } from '../storage/schema.ts'
import { endDisplaced } from '../storage/sessions.ts'
import { transact } from '../storage/transaction.ts'

type Contact = { person: Person; sessionId: string; deviceId: string; tablet: string | null; now: number }

/** Keeps what a device says of itself: for administrators to see what waits, and where. */
export async function noteReport(
  db: Database,
  { app, schema, wall, waiting, photos, since }: DeviceReport,
  { person, sessionId, deviceId, tablet, now }: Contact,
): Promise<void> {
  const { provinceId } = person
  const report = { sessionId, tablet, waiting, photos, since, clockAhead: wall - now }
  if (await isKnown(db, { provinceId, deviceId, app }, report, now)) return
  const contact = { id: deviceId, schema, app, now }
  await transact(db, { beside: provinceId, device: deviceId }, async (trx) => {
    try {
      await meetDevice(trx, person, await findDevice(trx, provinceId, deviceId), contact)
    } catch (error) {
      // A number of somebody else's: the push will be told so; nothing is said of it here.
      if (error instanceof Problem && error.code === 'DEVICE_OF_ANOTHER') return
      throw error
    }
    if (tablet !== null) await endDisplaced(trx, person, tablet)
    await keepReport(trx, provinceId, contact, report)
  })
}
