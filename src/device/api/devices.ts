import * as z from 'zod/mini'
import {
  type DevicesReply,
  devicesReplySchema,
  type Handover,
  type HandoverRow,
  handoverReplySchema,
  handoversReplySchema,
  type RefusalRow,
  refusalsReplySchema,
  type TakenRefusal,
  takenRefusalSchema,
  type WithdrawReason,
} from '../../protocol/device-wire.ts'
import type { Ask } from './ask.ts'

/** Devices, asked of the server. Each throws what `Ask` throws, and the problems that are named. */

const doneSchema = z.object({ ok: z.literal(true) })

/** Those of the administrator's province. */
export function listDevices(ask: Ask): Promise<DevicesReply> {
  return ask('GET', '/api/devices', devicesReplySchema)
}

/** What is declared lost: a device, or a signed-in browser that has not said yet which device it is. */
export type Lost = { device: string } | { session: string }

/**
 * @param everybody also the stores of all others on the same tablet
 * @param password asked for where it is one's own
 * @throws Problem NOT_FOUND, DEVICE_IN_HAND, PASSWORD_WRONG, SIGN_IN_LOCKED
 */
export async function declareLost(ask: Ask, lost: Lost, everybody: boolean, password?: string): Promise<void> {
  const path =
    'device' in lost
      ? (`/api/devices/${encodeURIComponent(lost.device)}/lost` as const)
      : (`/api/sessions/${encodeURIComponent(lost.session)}/lost` as const)
  await ask('POST', path, doneSchema, { everybody, ...(password && { password }) })
}

/** @throws Problem NOT_FOUND, LOST_CARRIED_OUT */
export async function withdrawLost(ask: Ask, device: string, reason: WithdrawReason): Promise<void> {
  await ask('POST', `/api/devices/${encodeURIComponent(device)}/found`, doneSchema, { reason })
}

/** What lost tablets handed over before they were wiped; latest first. */
export async function listHandovers(ask: Ask): Promise<HandoverRow[]> {
  return (await ask('GET', '/api/handovers', handoversReplySchema)).handovers
}

/** All of it in plain text; noted in the audit log. @throws Problem NOT_FOUND */
export function takeHandover(ask: Ask, id: string): Promise<Handover> {
  return ask('POST', `/api/handovers/${encodeURIComponent(id)}/take`, handoverReplySchema, {})
}

/** What the server did not take, and what devices could not send; latest first. */
export async function listRefusals(ask: Ask): Promise<RefusalRow[]> {
  return (await ask('GET', '/api/refusals', refusalsReplySchema)).refusals
}

/** One of them in full; noted in the audit log. @throws Problem NOT_FOUND */
export function takeRefusal(ask: Ask, id: string): Promise<TakenRefusal> {
  return ask('POST', `/api/refusals/${encodeURIComponent(id)}/take`, takenRefusalSchema, {})
}
