import { timingSafeEqual } from 'node:crypto'
import type { Person } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import type { SealedQueue } from '../../protocol/device-wire.ts'
import type { BoundPayload } from '../../protocol/queued.ts'
import { appendAudit } from '../audit/append.ts'
import { noteWiped, openOrders } from '../storage/lost.ts'
import type { Database } from '../storage/schema.ts'
import { transact } from '../storage/transaction.ts'
import { keepHandedOver } from './dead-letter.ts'
import { openText, storeKeyUnder, wasOther } from './sealed.ts'

export type Handover = {
  person: Person
  tablet: string
  proof: string
  /** Null: the store is gone. */
  queue: SealedQueue | null
  /** Of the session that the tablet still names; null for none. */
  token: string | null
  now: number
}

type Account = { storeKey: string; proof: string }

/**
 * A tablet that was declared lost is about to wipe one store, and hands over what
 * it had not sent; or it has wiped it, and says so. Nobody could read it there: it is opened here, with the account's
 * key, and kept for people to look at. It has no other effect, since whoever held
 * the tablet may not have been its owner. The same handing over again changes nothing.
 *
 * @throws Problem FORBIDDEN: the proof is not the one that was told, or nothing was declared lost; TOO_MANY_REQUESTS
 */
export async function acceptHandover(db: Database, handover: Handover, account: Account): Promise<void> {
  const { person, tablet, token, queue, now } = handover
  if (!isSame(handover.proof, account.proof)) throw new Problem('FORBIDDEN')
  const body = queue && queue.mutations.length > 0 ? JSON.stringify(await opened(queue, account.storeKey)) : null
  await transact(db, { beside: person.provinceId }, async (trx) => {
    // Whoever was told once has the proof for good: it is of use only while an order stands.
    const isOrdered = (await openOrders(trx, tablet, token)).includes(person.id)
    if (queue !== null && !isOrdered) throw new Problem('FORBIDDEN')
    if (body !== null) await keepHandedOver(trx, { person, deviceId: tablet, body, now })
    if (queue !== null || !(await noteWiped(trx, { userId: person.id, tablet }, token, now))) return
    const { id, provinceId: province } = person
    await appendAudit(trx, { what: 'device.wiped', province, who: id, at: now, subject: id, detail: { tablet } })
  })
}

function isSame(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)]
  return one.length === other.length && timingSafeEqual(one, other)
}

/** The queue with its content where it can be opened; what cannot be stays as it came. */
async function opened({ key, mutations, left }: SealedQueue, storeKey: string) {
  const store = key && (await storeKeyUnder(key, storeKey).catch(wasOther))
  const all = mutations.map(async ({ payload, ...mutation }) => {
    if ('plain' in payload) return { ...mutation, payload: payload.plain }
    const text = store && (await openText(store, payload).catch(wasOther))
    if (text === null) return { ...mutation, payload }
    const said = JSON.parse(text) as Partial<BoundPayload>
    // What is sealed counts (P64).
    return { ...mutation, ...(said.insp !== undefined && { insp: said.insp }), payload: said as unknown }
  })
  return { handedOver: await Promise.all(all), left }
}
