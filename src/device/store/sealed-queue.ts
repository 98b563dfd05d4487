import Dexie from 'dexie'
import { HANDOVER_PIECE, type SealedQueue } from '../../protocol/device-wire.ts'
import { Database } from './database.ts'
import type { Lock, Wrapped } from './lock.ts'
import { asText, base64 } from './sealed-text.ts'
import { storeName } from './store.ts'
import { apart } from './together.ts'

/**
 * What a person's store has not sent, as it lies: sealed where the store is, so that
 * a locked tablet can hand it over, and nobody can read it here. In pieces; at least
 * one, which may be empty.
 */
export async function sealedQueue(personId: string, lock: Lock | null): Promise<SealedQueue[]> {
  const rows = await outboxOf(personId)
  const key = lock?.account ? wrapped(lock.account) : null
  const pieces: SealedQueue['mutations'][] = [[]]
  let bytes = 0
  for (const { id, insp, seq, base, at, cell, payload } of rows) {
    const mutation = { id, insp, seq, base, at, cell, payload: await asText(payload) }
    const more = JSON.stringify(mutation).length
    if (bytes > 0 && bytes + more > HANDOVER_PIECE) {
      pieces.push([])
      bytes = 0
    }
    pieces.at(-1)?.push(mutation)
    bytes += more
  }
  let left = rows.length
  return pieces.map((mutations) => {
    left -= mutations.length
    return { key, mutations, left }
  })
}

async function outboxOf(personId: string) {
  const name = storeName(personId)
  // Opening would make one.
  if (!(await Dexie.exists(name))) return []
  const db = new Database(name, null)
  try {
    return apart(await db.outbox.toArray())
  } finally {
    db.close()
  }
}

const wrapped = ({ iv, key }: Wrapped) => ({ iv: base64(iv), sealed: base64(key) })
