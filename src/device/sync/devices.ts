import * as z from 'zod/mini'
import { type DevicesReply, devicesReplySchema } from '../../protocol/device-wire.ts'
import { createTransport } from './transport.ts'

/** The devices of the province, asked of the server by who administers it. Each throws Problem. */

const ask = (personId: string) => createTransport({ personId })
const doneSchema = z.object({ ok: z.literal(true) })

export function listDevices(personId: string): Promise<DevicesReply> {
  return ask(personId).call('GET', '/api/devices', devicesReplySchema)
}

/** What is declared lost: a device, or a signed-in browser that has not said yet which device it is. */
export type Lost = { device: string } | { session: string }

/**
 * @param everybody also the stores of all others on the same tablet
 * @param password asked for where it is one's own
 */
export async function declareLost(personId: string, lost: Lost, everybody: boolean, password?: string): Promise<void> {
  const path = 'device' in lost ? `/api/devices/${lost.device}/lost` : `/api/sessions/${lost.session}/lost`
  await ask(personId).call('POST', path, doneSchema, { everybody, ...(password && { password }) })
}

/** Ends a session; what lies on its device stays there. */
export async function endSession(personId: string, session: string): Promise<void> {
  await ask(personId).call('DELETE', `/api/sessions/${session}`, doneSchema, {})
}
