import { mutationIdOf } from './batch.ts'
import type { OutboxRow } from './database.ts'
import { commit, type Store } from './store.ts'

/**
 * Numbers everything unconfirmed anew, under the same ids: the server was restored
 * from an older copy (what it had confirmed since is offered again), or this
 * device turned out to be a copy of another (it then gets a number of its own).
 */
export async function renumber(store: Store, reason: { lastSeq: number; epoch: string } | 'fork'): Promise<void> {
  const { db } = store
  await commit(store, ['outbox', 'sent', 'attention', 'meta'], async () => {
    // A server that was restored may lack the dead letters too.
    if (reason !== 'fork') await db.attention.filter(({ letter }) => letter === 'kept').modify({ letter: 'waiting' })
    const lastSeq = reason === 'fork' ? 0 : reason.lastSeq
    if (reason !== 'fork') {
      for (const { seq, ...row } of await db.sent.where('seq').above(lastSeq).sortBy('seq')) {
        await db.outbox.add({ ...row, seq, state: 'frozen' } as OutboxRow)
        await db.sent.delete(row.id)
      }
    }
    const frozen = await db.outbox.where('state').equals('frozen').sortBy('seq')
    // Answers that went out as one mutation go out as the same one again: the server knows it by its content.
    const order = [...new Set(frozen.map(mutationIdOf))]
    const numbers = new Map(order.map((id, index) => [id, lastSeq + 1 + index]))
    await db.outbox.bulkPut(frozen.map((row) => ({ ...row, seq: numbers.get(mutationIdOf(row)) ?? null })))
    await db.meta.put({ key: 'nextSeq', value: lastSeq + 1 + order.length })
    if (reason === 'fork') await db.meta.put({ key: 'deviceId', value: crypto.randomUUID() })
    else await db.meta.put({ key: 'epoch', value: reason.epoch })
  })
}

/**
 * The journal is for restores. It is cut by length, never by age: a tablet whose
 * clock jumps ahead must not forget what a restored server may still ask for.
 */
export async function pruneSent(store: Store, kept: number): Promise<void> {
  const tooMany = (await store.db.sent.count()) - kept
  if (tooMany <= 0) return
  await commit(store, ['sent'], async () => {
    const last = await store.db.sent.orderBy('seq').offset(tooMany).first()
    // Never a part of what went out as one mutation.
    if (last) await store.db.sent.where('seq').below(last.seq).delete()
  })
}
