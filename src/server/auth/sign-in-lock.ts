import { createHash } from 'node:crypto'
import { Problem } from '../../domain/problem.ts'
import type { Database } from '../storage/schema.ts'
import { addTry, clearTries, latestTries } from '../storage/sign-in-tries.ts'

/** So many wrong passwords for one name … */
export const WRONG_MAX = 10
/** … within this time close the name for as long. */
export const LOCK_MS = 15 * 60_000

export type SignInLock = {
  /**
   * Tries a password: `check` gives null where it is wrong. Tries with one name wait for each other, so that a
   * hundred at once are not a hundred guesses.
   * @throws Problem SIGN_IN_LOCKED (detail: seconds), the same for a name that nobody has
   */
  attempt<T>(username: string, check: () => Promise<T | null>): Promise<T | null>
}

/** Counts wrong passwords by name, in the database: a restart does not open the door again. */
export function openSignInLock(db: Database, now: () => number): SignInLock {
  const underWay = new Map<string, Promise<unknown>>()

  async function tryOnce<T>(name: string, check: () => Promise<T | null>): Promise<T | null> {
    const until = lockedUntil(await latestTries(db, name, WRONG_MAX))
    if (until > now()) throw new Problem('SIGN_IN_LOCKED', { seconds: Math.ceil((until - now()) / 1000) })
    const found = await check()
    if (found === null) await addTry(db, name, now(), now() - 2 * LOCK_MS)
    else await clearTries(db, name)
    return found
  }

  return {
    attempt(username, check) {
      const name = tryName(username)
      const before = underWay.get(name) ?? Promise.resolve()
      const trying = before.then(() => tryOnce(name, check))
      const settled = trying
        .catch(() => {})
        .finally(() => {
          if (underWay.get(name) === settled) underWay.delete(name)
        })
      underWay.set(name, settled)
      return trying
    },
  }
}

/** Until when a name is closed, by its latest wrong tries, newest first; 0 where it is open. */
function lockedUntil(latest: readonly number[]): number {
  const [newest = 0] = latest
  const oldest = latest[WRONG_MAX - 1]
  // Nothing is counted while a name is closed: once it is open again, the last ten lie further apart.
  return oldest !== undefined && newest - oldest <= LOCK_MS ? newest + LOCK_MS : 0
}

/** A name as tries are counted by. Not in the clear: people type their password into the wrong field. */
export function tryName(username: string): string {
  return createHash('sha256').update(username.trim().toLowerCase(), 'utf8').digest('hex')
}
