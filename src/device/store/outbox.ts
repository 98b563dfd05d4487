import { mutationIdOf } from '../../protocol/queued.ts'
import type { Database, OutboxRow } from './database.ts'
import { newSigningKey } from './signing-key.ts'
import { commit, type Store } from './store.ts'
import { apart, countChanges } from './together.ts'

/**
 * Begins a new count: under a device number of its own this device offers all it
 * holds, from 1 and under the same ids; what the server knows by id and content has
 * no second effect. So it does when the server was restored from an older copy, and
 * when it turns out to be a copy of another device. Both may be true at once: then
 * the numbers that the server knows may be the twin's, and only a count that nobody
 * shares says for certain what has arrived.
 *
 * A number never gets another content under the same device number.
 * @param epoch the history that the server now tells
 */
export async function offerAnew(store: Store, epoch: string | null): Promise<void> {
  const { db } = store
  // A copied profile has the original's key too. Whoever is told so makes a new one: from then on the two sign apart.
  const ownKey = epoch === null ? await newSigningKey() : null
  await commit(store, ['answer', 'outbox', 'sent', 'attention', 'meta', 'photo', 'photoBlob'], async () => {
    const former = (await db.meta.get('epoch'))?.value
    // A server that was restored may lack the dead letters too.
    if (epoch !== null && epoch !== former) {
      await db.attention.filter(({ letter }) => letter === 'kept').modify({ letter: 'waiting' })
      await doubtReceived(db)
      await doubtRevisions(db)
    }
    const journal = apart(await db.sent.orderBy('seq').toArray())
    const frozen = await withContent(db, apart(await db.outbox.where('state').equals('frozen').sortBy('seq')))
    const rows = [...journal.map((row) => ({ ...row, before: row.before ?? ('taken' as const) })), ...frozen]
    // Answers that went out as one mutation go out as the same one again: the server knows it by its content.
    const order = [...new Set(rows.map(mutationIdOf))]
    const numbers = new Map(order.map((id, index) => [id, index + 1]))
    await db.sent.clear()
    await db.outbox.bulkPut(
      rows.map((row) => ({ ...row, state: 'frozen', seq: numbers.get(mutationIdOf(row)) ?? null }) as OutboxRow),
    )
    await db.meta.bulkPut([
      { key: 'deviceId', value: crypto.randomUUID() },
      { key: 'nextSeq', value: order.length + 1 },
      ...(epoch === null ? [{ key: 'keyTold' as const, value: null }] : [{ key: 'epoch' as const, value: epoch }]),
      ...(ownKey === null ? [] : [{ key: 'signingKey' as const, value: ownKey }]),
    ])
  })
}

/**
 * A void that was answered says that its number was free: what it stands for has never arrived. One that was not says
 * nothing, and whoever called the content too large may have been a stranger: it goes out itself, under its own id.
 */
async function withContent({ attention }: Database, rows: readonly OutboxRow[]): Promise<OutboxRow[]> {
  // Of several answers that were set aside together each has gone its own way.
  const aside = await attention.bulkGet(rows.filter(({ isVoid }) => isVoid).map(({ id }) => id))
  const waiting = new Set(aside.flatMap((row) => (row && row.doneAt === undefined ? [row.id] : [])))
  return rows.map((row) => {
    const { isVoid: _isVoid, ...content } = row
    return waiting.has(row.id) ? content : row
  })
}

/** Pictures that lie here were confirmed by a history that is gone: none makes room before the server is asked again. */
async function doubtReceived({ photo, photoBlob }: Database): Promise<void> {
  const here = await photoBlob.toCollection().primaryKeys()
  await photo
    .where('sha256')
    .anyOf(here)
    .and(({ state, removedAt }) => state === 'received' && removedAt === null)
    .modify({ state: 'stored' })
}

/**
 * Revisions count anew in another history: the same number may be an answer that nobody here has seen. Until the
 * server has told of a cell again, whatever it brings is news, and what is written here rests on nothing it has.
 */
async function doubtRevisions({ answer, outbox }: Database): Promise<void> {
  await answer
    .filter(({ rev }) => rev > 0)
    .modify((row) => {
      Object.assign(row, { rev: 0, pulled: 0, doubted: true })
      delete row.told
    })
  // What is frozen never changes.
  await outbox
    .where('state')
    .equals('open')
    .and(({ base }) => base > 0)
    .modify({ base: 0 })
}

/**
 * The journal is for restores. It is cut by length, never by age: a tablet whose
 * clock jumps ahead must not forget what a restored server may still ask for.
 */
export async function pruneSent(store: Store, kept: number): Promise<void> {
  const { sent } = store.db
  let tooMany = (await countChanges(sent)) - kept
  if (tooMany <= 0) return
  await commit(store, ['sent'], async () => {
    let last: number | null = null
    const isFound = () => last !== null
    await sent
      .orderBy('seq')
      .until(isFound)
      .each(({ seq, others = [] }) => {
        tooMany -= 1 + others.length
        if (tooMany < 0) last = seq
      })
    // Never a part of what went out as one mutation.
    if (last !== null) await sent.where('seq').below(last).delete()
  })
}
