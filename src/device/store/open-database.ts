import Dexie from 'dexie'
import { Problem } from '../../domain/problem.ts'

/** So long a tab with older code has to let go of a database that is to be upgraded. */
const PATIENCE = 5_000

/**
 * Opens a database, or says why it cannot be: a browser would wait for ever for another
 * tab that does not let go of it, and its own errors say little.
 * @throws Problem STORE_BLOCKED | STORE_REFUSED | STORE_NO_ROOM | STORE_NOT_OPENED: nothing was written
 */
export async function openDatabase(db: Dexie, patience = PATIENCE): Promise<void> {
  let waiting: ReturnType<typeof setTimeout> | undefined
  const blocked = new Promise<never>((_, fail) => {
    db.on('blocked', () => {
      waiting ??= setTimeout(() => fail(new Problem('STORE_BLOCKED')), patience)
    })
  })
  try {
    await Promise.race([db.open(), blocked])
  } catch (error) {
    throw openingProblem(error)
  } finally {
    clearTimeout(waiting)
  }
}

/** Why a store could not be opened, in words of ours. */
export function openingProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  const names = namesOf(error)
  const cause = names.join(' / ')
  const isAny = (...wanted: string[]) => names.some((name) => wanted.includes(name))
  if (isAny('QuotaExceededError')) return new Problem('STORE_NO_ROOM', { cause })
  // Blocked site data, a private window of an older browser, or no IndexedDB at all.
  if (isAny('SecurityError', 'InvalidStateError', 'NotAllowedError', 'MissingAPIError', 'InvalidAccessError'))
    return new Problem('STORE_REFUSED', { cause })
  return new Problem('STORE_NOT_OPENED', { cause })
}

/** Dexie wraps the browser's error: a full disk shows as AbortError with the reason inside. */
export function namesOf(error: unknown): string[] {
  if (error instanceof Dexie.DexieError || error instanceof Error) {
    const inner = (error as { inner?: unknown }).inner
    return [error.name, ...(inner && inner !== error ? namesOf(inner) : [])]
  }
  // jsdom's and some browsers' DOMException is no Error.
  return [(error as { name?: string } | null)?.name ?? String(error)]
}
