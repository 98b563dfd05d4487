import { setTimeout as pause } from 'node:timers/promises'
import { Problem } from '../../domain/problem.ts'
import { isMigrated } from '../storage/migrations.ts'
import { noteAlive } from '../storage/settings.ts'
import { asStorageProblem } from '../storage/storage-problem.ts'
import type { AppParts } from './app-context.ts'
import type { Register } from './guard.ts'

/** However often it is asked, it writes at most once in this time. */
const FRESH_MS = 1000

/** How long it may take to find out; whoever waits for a database that is gone is not ready. */
const LOOK_MS = 2_000

/**
 * `/api/ready`: whether this server can take work in now. `/api/health` only says
 * that it lives; a disk that is full or read-only lets it live and lose.
 */
export function readyRoute(route: Register, { db, pictures, now, isStopping = () => false }: AppParts): void {
  let known: { at: number; reply: Promise<void> } | undefined

  /** @throws Problem SERVER_NOT_READY with `why`: STOPPING, MIGRATIONS, PICTURES, or the code of the database's trouble */
  async function look(): Promise<void> {
    const notReady = (why: string) => (error: unknown) => {
      const problem = asStorageProblem(error)
      throw new Problem('SERVER_NOT_READY', { why: problem instanceof Problem ? problem.code : why })
    }
    const isDone = await isMigrated(db).catch(notReady('STORAGE_UNAVAILABLE'))
    if (!isDone) throw new Problem('SERVER_NOT_READY', { why: 'MIGRATIONS' })
    await noteAlive(db, now()).catch(notReady('STORAGE_UNAVAILABLE'))
    await pictures.blobs.probe().catch(() => {
      throw new Problem('SERVER_NOT_READY', { why: 'PICTURES' })
    })
  }

  route('GET /api/ready', async (c) => {
    // Said at once, and not from what was known a moment ago: the proxy in front sends the next request elsewhere.
    if (isStopping()) throw new Problem('SERVER_NOT_READY', { why: 'STOPPING' })
    const at = performance.now()
    if (!known || at - known.at > FRESH_MS) known = { at, reply: inTime(look()) }
    await known.reply
    return c.json({ ready: true })
  })
}

/** @throws Problem SERVER_NOT_READY where it takes too long */
async function inTime(looking: Promise<void>): Promise<void> {
  const over = new AbortController()
  const late = pause(LOOK_MS, undefined, { signal: over.signal }).then(
    () => {
      throw new Problem('SERVER_NOT_READY', { why: 'STORAGE_UNAVAILABLE' })
    },
    () => {},
  )
  try {
    await Promise.race([looking, late])
  } finally {
    over.abort()
  }
}
