import { setTimeout as pause } from 'node:timers/promises'
import { Problem } from '../../domain/problem.ts'
import { isReplica } from './dialect.ts'
import { readClock } from './provinces.ts'
import type { Database } from './schema.ts'
import { snapshot } from './transaction.ts'

export type Reader = {
  /**
   * Reads a lot of a province without writing. `read` may be called a second time, on
   * another database, so it must have no effect.
   * @throws Problem STORAGE_UNAVAILABLE, and what `read` throws
   */
  read<T>(provinceId: string, read: (db: Database) => Promise<T>): Promise<T>
  /**
   * The database from which something long is read piece by piece while it goes out: a
   * replica that was far enough when asked, or the primary. No snapshot is held meanwhile.
   * @throws Problem STORAGE_UNAVAILABLE
   */
  source(provinceId: string): Promise<Database>
}

/** A replica that follows is behind by milliseconds: so long it is waited for. */
const WAITS_MS = [0, 20, 60]
/** How long it may take to say where it stands; a pooler in front of one that is gone would have us wait much longer. */
const WORD_MS = 1_500
/** One that failed is asked so often, by one request alone. */
const AWAY_MS = 5_000

/**
 * Who reads a lot reads from the replica, where there is one, and never sees less there
 * than the primary held when they asked (P78):
 *
 *   1. the primary tells how far the province's clock is – one row;
 *   2. the replica reads in one snapshot, and only if its own clock in that snapshot is as
 *      far, in the same epoch;
 *   3. otherwise, or where the replica fails, the primary itself is asked.
 *
 * So nobody misses what they have just written, whichever route it is, and no lag looks
 * like "nothing new" or like a restored database. Whatever changes what these routes show
 * moves the clock in its own transaction (`publish`).
 *
 * The primary's address leading to a copy (in the middle of a fail-over, or by mistake)
 * is "later" too: what a copy knows is of the past, and here nothing tells how far.
 *
 * @param onTrouble hears why a replica was left alone
 */
export function createReader(
  primary: Database,
  replica: Database | null,
  onTrouble: (error: unknown) => void = () => {},
): Reader {
  let isAway = false
  let notBefore = 0

  /** Whether the replica may be asked now; of many at once one finds out whether it is back. */
  function isToBeAsked(): boolean {
    if (!isAway) return true
    if (performance.now() < notBefore) return false
    notBefore = performance.now() + AWAY_MS
    return true
  }

  async function fromReplica<T>(provinceId: string, read: (db: Database) => Promise<T>): Promise<{ value: T } | null> {
    if (replica === null || !isToBeAsked()) return null
    const needed = await readClock(primary, provinceId)
    try {
      for (const ms of WAITS_MS) {
        if (ms > 0) await pause(ms)
        const found = await withWord(WORD_MS, (said) =>
          snapshot(replica, async (trx) => {
            const { ver, epoch } = await readClock(trx, provinceId)
            return said() && epoch === needed.epoch && ver >= needed.ver ? { value: await read(trx) } : null
          }),
        )
        isAway = false
        if (found) return found
      }
    } catch (error) {
      // What the asker did wrong is wrong on both; anything else is the replica's own trouble.
      if (error instanceof Problem && error.code !== 'STORAGE_UNAVAILABLE') throw error
      isAway = true
      notBefore = performance.now() + AWAY_MS
      onTrouble(error instanceof Problem ? (error.cause ?? error) : error)
    }
    return null
  }

  return {
    async read(provinceId, read) {
      if (await isReplica(primary)) throw new Problem('STORAGE_UNAVAILABLE')
      const found = await fromReplica(provinceId, read)
      return found ? found.value : read(primary)
    },
    async source(provinceId) {
      if (await isReplica(primary)) throw new Problem('STORAGE_UNAVAILABLE')
      const isFarEnough = await fromReplica(provinceId, () => Promise.resolve(true))
      return replica !== null && isFarEnough ? replica : primary
    },
  }
}

/**
 * Waits for something that first gives a word of itself (`said`, true while anybody still waits).
 * @throws Problem STORAGE_UNAVAILABLE where the word does not come in time
 */
function withWord<T>(ms: number, work: (said: () => boolean) => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    let isWaiting = true
    const timer = setTimeout(() => {
      isWaiting = false
      reject(new Problem('STORAGE_UNAVAILABLE'))
    }, ms)
    const said = () => {
      clearTimeout(timer)
      return isWaiting
    }
    work(said).then(resolve, reject).finally(said)
  })
}
