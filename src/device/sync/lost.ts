import { Problem } from '../../domain/problem.ts'
import type { LostOrder } from '../../protocol/device-wire.ts'
import type { Lock } from '../store/lock.ts'
import { findOrdered, finishWipes, wipe } from '../store/people.ts'
import { sealedQueue } from '../store/sealed-queue.ts'
import { tabletNumber } from '../store/tablet.ts'
import { createTransport, type Transport } from './transport.ts'

/**
 * Asks whether somebody's store here was declared lost, and carries that out: what
 * was not sent is handed over sealed, then the store is wiped. Without a network, or
 * where the line breaks in between, nothing is wiped: it is asked for again at the
 * next contact. An order that is not proven to be the server's has no effect.
 *
 * @param letGo closes the store of somebody who is at work in this page
 * @returns whose stores were wiped
 */
export function obeyLost(
  letGo: (personId: string) => Promise<void>,
  transport: Transport = createTransport({ tablet: tabletNumber(), gzip: true }),
): Promise<string[]> {
  // Letting go locks the page, and a page that locks asks again.
  underWay ??= obey(letGo, transport).finally(() => {
    underWay = null
  })
  return underWay
}

let underWay: Promise<string[]> | null = null

async function obey(letGo: (personId: string) => Promise<void>, transport: Transport): Promise<string[]> {
  await finishWipes()
  const wiped: string[] = []
  for (const order of await ordersFrom(transport)) {
    const { personId, proof } = order
    const found = await findOrdered(personId, proof)
    if (found === 'unproven') continue
    if (found !== 'gone') {
      await letGo(personId)
      if (!(await handOver(transport, order, found.lock))) continue
      await wipe(personId)
      wiped.push(personId)
    }
    // Where this is lost, the order comes again, and finds nothing.
    await transport.handOver(order, null).catch(expected)
  }
  return wiped
}

async function ordersFrom(transport: Transport) {
  try {
    return await transport.lostOrders()
  } catch (error) {
    // No network, a stranger's answer, or an older server that knows no such address.
    if (error instanceof Problem) return []
    throw error
  }
}

/** @returns whether the server has all of it */
async function handOver(transport: Transport, order: LostOrder, lock: Lock | null): Promise<boolean> {
  try {
    for (const piece of await sealedQueue(order.personId, lock)) await transport.handOver(order, piece)
    return true
  } catch (error) {
    expected(error)
    return isRefusal(error as Problem)
  }
}

function expected(error: unknown): void {
  if (!(error instanceof Problem)) throw error
}

/** Our own server has read it and cannot take its shape, which no stranger says: another try would change nothing. */
function isRefusal({ code }: Problem): boolean {
  return code === 'BODY_INVALID'
}
