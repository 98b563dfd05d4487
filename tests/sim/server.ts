import { rmSync } from 'node:fs'
import { type KyselyPlugin, sql } from 'kysely'
import { reduce } from '../../src/domain/merge.ts'
import { createApp } from '../../src/server/app.ts'
import { openSigner } from '../../src/server/audit/signatures.ts'
import type { Auth } from '../../src/server/auth/auth.ts'
import { backup } from '../../src/server/commands/backup.ts'
import { restore } from '../../src/server/commands/restore.ts'
import { openDatabase } from '../../src/server/storage/database.ts'
import { findPerson } from '../../src/server/storage/people.ts'
import { createReader } from '../../src/server/storage/reader.ts'
import type { Database } from '../../src/server/storage/schema.ts'
import { openPictures } from '../../src/server/sync/accept-photo.ts'
import { newFile, newProvince, removeFile } from './province.ts'

/** Text in an answer that makes the simulated server's rules throw: a fault of ours, met in the field. */
export const RULE_BREAKER = 'làm máy chủ lỗi'

export class Crash extends Error {}

type Settings = { now: () => number; newEpoch: () => string; hasReal: boolean }

export type Server = Awaited<ReturnType<typeof createServer>>

/**
 * The real app over a real SQLite file that can lose its process at any query and
 * can be set back to an older copy. Only sign-in is short: the cookie is the person.
 */
export async function createServer({ now, newEpoch, hasReal }: Settings) {
  const file = await newProvince(hasReal)
  const errors: unknown[] = []
  /** Queries until the process dies; counts down. */
  let fuse = Number.POSITIVE_INFINITY
  const underWay = new Set<Promise<Response>>()
  let rebooting: Promise<void> | undefined
  let restoring: Promise<void> | undefined

  const fused: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    transformResult: ({ result }) => {
      fuse -= 1
      // Whatever was not committed is gone; and so is every query that follows.
      return fuse > 0 ? Promise.resolve(result) : Promise.reject(new Crash('the process is gone'))
    },
  }

  let running = await boot()

  /** What the process had not committed goes with it. */
  async function end() {
    await sql`ROLLBACK`.execute(running.db).catch(() => {})
    await running.db.destroy()
  }

  async function reboot() {
    // What was under way comes to its end first, in vain: nothing of the old process may hold the file.
    await Promise.allSettled(underWay)
    await end()
    running = await boot()
  }

  async function putBack(copy: string) {
    await end()
    const kept = await restore(file, copy, new Date(0))
    if (kept) removeFile(kept)
    running = await boot()
    // The command draws a name by chance; a seed needs the same one every time.
    await running.db.updateTable('tenant_clock').set({ epoch: newEpoch() }).execute()
  }

  async function boot() {
    const db = openDatabase(file)
    // The machine keeps its power here, only the process dies: waiting for the disk would test nothing.
    await sql`PRAGMA synchronous = OFF`.execute(db)
    fuse = Number.POSITIVE_INFINITY
    const fusedDb = db.withPlugin(fused)
    const pictures = openPictures(fusedDb, `${file}-pictures`, now)
    const app = createApp({
      db: fusedDb,
      reader: createReader(fusedDb, null),
      pictures,
      signer: await openSigner(db),
      auth: authOver(db),
      now,
      version: 'sim',
      demonstration: null,
      logError: (error) => errors.push(error),
      reduce: (state, mutation, context) => {
        if (JSON.stringify(mutation).includes(RULE_BREAKER)) throw new TypeError('undefined is not a function')
        return reduce(state, mutation, context)
      },
    })
    // What a crash or a restore left undone; the process does it when it starts.
    await pictures.compare()
    await pictures.sweep()
    return { db, app, pictures }
  }

  return {
    errors,
    /** For administrators and for the checks: past the app, never interrupted. */
    get db() {
      return running.db
    },
    pictures: () => running.pictures,
    /** Carries a request out. @throws Crash when the process dies meanwhile: nobody knows how far it came */
    async request(path: string, init: RequestInit): Promise<Response> {
      const answering = Promise.resolve(running.app.request(path, init))
      underWay.add(answering)
      const reply = await answering.finally(() => underWay.delete(answering))
      // Nobody hears what a dead process would have said.
      if (fuse <= 0) throw new Crash('the process is gone')
      return reply
    },
    dieAfter(queries: number) {
      fuse = queries
    },
    /** The process ends, whatever it was doing, and starts again on the same file. */
    restart() {
      // Two requests may find it dead at once.
      rebooting ??= reboot().finally(() => {
        rebooting = undefined
      })
      return rebooting
    },
    /** A copy of the file as it stands now. */
    backUp(): string {
      const copy = newFile()
      backup(file, copy)
      return copy
    },
    /** Back to an older copy, by the command that administrators use. */
    async restore(copy: string): Promise<void> {
      // One after the other, as one person does it.
      while (restoring ?? rebooting) await (restoring ?? rebooting)
      restoring = putBack(copy).finally(() => {
        restoring = undefined
      })
      return restoring
    },
    /** A tablet may lose its power while an administrator is at work: whoever looks on from outside waits until it is done. */
    async ready() {
      while (restoring ?? rebooting) await (restoring ?? rebooting)
    },
    async close() {
      await end()
      removeFile(file)
      rmSync(`${file}-pictures`, { recursive: true, force: true })
    },
  }
}

function authOver(db: Database): Auth {
  const refuse = () => Promise.reject(new Error('nobody signs in here'))
  return {
    signIn: refuse,
    signOut: refuse,
    hashPassword: refuse,
    storeKeyOf: () => '',
    lostProofOf: () => '',
    checkPassword: refuse,
    secondFactor: { begin: refuse, confirm: refuse, check: refuse, state: refuse },
    personFor: async (cookie) => {
      const person = cookie === null ? null : await findPerson(db, cookie)
      return person && { person, mustChange: false, sessionId: person.id, cookies: [] }
    },
  }
}
