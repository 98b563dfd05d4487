import { Problem, type ProblemCode } from '../../domain/problem.ts'
import { noteOpen } from '../store/eviction.ts'
import { STORE_SCHEMA, type Store, stopWriting } from '../store/store.ts'
import { browser, type Surroundings } from './surroundings.ts'
import { createTabs, exclusively, type Word } from './tabs.ts'

export type SyncStatus = {
  state:
    | 'idle'
    | 'syncing'
    | 'offline'
    | 'intercepted'
    | 'signInNeeded'
    /** The server lets this person or this device sync no more; everything stays here. */
    | 'stopped'
    | 'serverTrouble'
    /** This device cannot write. */
    | 'deviceTrouble'
    | 'upgradeNeeded'
  problem: ProblemCode | null
  lastSuccessAt: number | null
}

/** What one round does. @param was what the last one said. @throws Problem: what is said of it */
export type Round = (was: SyncStatus['state']) => Promise<void>

export type SyncEngine = {
  /** Starts a round now, or joins the one under way. Never rejects: the status says what happened. */
  syncNow(): Promise<void>
  status(): SyncStatus
  subscribe(listener: () => void): () => void
  stop(): void
}

/** Waits after a write, so that a quick hand does not make a push per tap. */
const AFTER_WRITE = 2_000
/** Between rounds when all is well, and between tries where there is no network: an inspector may have it for just a minute. */
const BETWEEN_ROUNDS = 30_000
/** The tab that made the last round goes first; the others need not meet it. */
const BEHIND = 1_000
/** After the last write: what is open is noted once the hand rests. */
const BEFORE_NOTE = 5_000
/** Longest wait between tries at a server in trouble. */
const LONGEST_WAIT = 60_000
const SHORTEST_WAIT = 1_000
/** An older server, or one that is being brought back: it costs one request. */
const UPGRADE_WAIT = 300_000

/**
 * Decides when to sync. Every trigger (a write, the network, the page coming back,
 * the timer, another tab) only starts a round (round.ts). One round at a time over all tabs.
 *
 * | the last round said        | the next one                                            |
 * |----------------------------|---------------------------------------------------------|
 * | well                       | in 30 s, or 2 s after a write                           |
 * | no network, too slow       | by chance within 1 s, 2 s, 4 s … 30 s                   |
 * | a strange network          | in 30 s, with a ping first                              |
 * | server in trouble          | by chance within 1 s, 2 s, 4 s … 60 s                   |
 * | wait (429)                 | when it said; nothing makes it sooner                   |
 * | sign in                    | when the person asks, or the page or the network is back |
 * | stopped, page too old      | when the person asks                                    |
 *
 * A write never makes a failing server's next request come sooner; the network, the
 * page and the person do.
 */
export function createEngine(
  store: Store,
  makeRound: Round,
  { random, after, now }: Surroundings = browser,
): SyncEngine {
  let status: SyncStatus = { state: 'idle', problem: null, lastSuccessAt: null }
  let round: Promise<void> | null = null
  let forget = () => {}
  let failures = 0
  /** By `now()`: before it, only the person, the page and the network start a round. */
  let notBefore = 0
  let isStopped = false
  let isWrittenMeanwhile = false
  /** Somebody wants this round for a reason, not the timer alone. */
  let isWanted = false
  let forgetNote = () => {}
  const listeners = new Set<() => void>()
  const tabs = createTabs(store.db.name, hear)

  function say(next: Partial<SyncStatus>) {
    status = { ...status, ...next }
    for (const listener of listeners) listener()
  }

  /** @param wait null: until somebody asks */
  function plan(wait: number | null) {
    forget()
    if (isStopped) return
    notBefore = wait === null ? Number.POSITIVE_INFINITY : now() + wait
    if (wait !== null) forget = after(wait, () => void syncNow())
  }

  async function run(): Promise<void> {
    const before = status.state
    say({ state: 'syncing' })
    try {
      await makeRound(before)
      failures = 0
      say({ state: 'idle', problem: null, lastSuccessAt: Date.now() })
      plan(BETWEEN_ROUNDS)
    } catch (error) {
      if (isStopped) return
      const problem = error instanceof Problem ? error : new Problem('DEVICE_STORAGE_FAILED')
      if (!(error instanceof Problem)) console.error(error)
      failures += 1
      say({ state: stateFor(problem.code), problem: problem.code })
      plan(waitAfter(problem, failures, random))
    }
    if (isStopped) return
    await note()
    const wait = Number.isFinite(notBefore) ? Math.max(0, notBefore - now()) : null
    tabs.tell({ is: 'pulled', status, wait })
  }

  function syncNow(): Promise<void> {
    if (isStopped) return Promise.resolve()
    if (round) return round
    forget()
    isWrittenMeanwhile = false
    round = exclusively(store, run)
      .then((isMine) => {
        // Another tab is at work: it is told that there is more, and says how it went.
        if (!isMine && isWanted) tabs.tell({ is: 'kick' })
        if (!isMine) plan(BETWEEN_ROUNDS)
        isWanted = false
      })
      .catch((error: unknown) => {
        // Not even the lease could be written: the store itself is in trouble.
        failures += 1
        const code = error instanceof Problem ? error.code : 'DEVICE_STORAGE_FAILED'
        say({ state: stateFor(code), problem: code })
        plan(waitAfter(new Problem(code), failures, random))
      })
      .finally(() => {
        round = null
        if (isWrittenMeanwhile && failures === 0) plan(AFTER_WRITE)
      })
    return round
  }

  function hear(word: Word) {
    switch (word.is) {
      case 'kick':
        // Meant for whoever is at work; the others would only knock as well.
        if (round) isWrittenMeanwhile = true
        return
      case 'pulled':
        // Its round was for all: nobody knocks again before its time is over.
        if (round) return
        failures = word.status.state === 'idle' ? 0 : Math.max(failures, 1)
        say(word.status)
        return plan(word.wait === null ? null : word.wait + (1 + random()) * BEHIND)
      case 'upgrade':
        if (word.schema > STORE_SCHEMA) stopWriting(store)
        return
      default:
        return word satisfies never
    }
  }

  const note = () => noteOpen(store).catch((error: unknown) => console.warn(error))
  const soon = () => {
    forgetNote()
    forgetNote = after(BEFORE_NOTE, () => void note())
    isWanted = true
    if (round) isWrittenMeanwhile = true
    else if (failures === 0) plan(AFTER_WRITE)
  }
  const anew = () => {
    failures = 0
    isWanted = true
    void syncNow()
  }
  /** The network or the page is back; who was turned away waits for the person. */
  const back = () => {
    if (status.state !== 'stopped' && status.state !== 'upgradeNeeded') anew()
  }
  const whenVisible = () => {
    if (document.visibilityState === 'visible') back()
  }
  const tooOld = () => {
    say({ state: 'upgradeNeeded', problem: 'APP_OUTDATED' })
    plan(null)
  }
  store.written.add(soon)
  store.stale.add(tooOld)
  globalThis.addEventListener?.('online', back)
  globalThis.document?.addEventListener('visibilitychange', whenVisible)
  if (store.isOutdated) tooOld()
  else tabs.tell({ is: 'upgrade', schema: STORE_SCHEMA })

  return {
    syncNow() {
      failures = 0
      isWanted = true
      return syncNow()
    },
    status: () => status,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stop() {
      isStopped = true
      forget()
      forgetNote()
      tabs.close()
      store.written.delete(soon)
      store.stale.delete(tooOld)
      globalThis.removeEventListener?.('online', back)
      globalThis.document?.removeEventListener('visibilitychange', whenVisible)
      listeners.clear()
    },
  }
}

/** Milliseconds until the next try by itself; null where only somebody's asking can help. */
export function waitAfter({ code, detail }: Problem, failures: number, random: () => number): number | null {
  const asked = typeof detail.retryAfter === 'number' ? detail.retryAfter : 0
  // Full jitter: a hundred tablets whose server comes back must not all knock at once.
  const byChance = (longest: number) =>
    Math.max(asked, SHORTEST_WAIT, random() * Math.min(longest, SHORTEST_WAIT * 2 ** failures))
  switch (code) {
    case 'TOO_MANY_REQUESTS':
      // A little later than told, and not all at once.
      return asked + random() * SHORTEST_WAIT
    case 'SIGN_IN_REQUIRED':
    case 'FORBIDDEN':
    case 'DEVICE_OF_ANOTHER':
    case 'DEVICE_LOST':
    case 'APP_OUTDATED':
      return null
    case 'PROTOCOL_UNSUPPORTED':
      return UPGRADE_WAIT
    case 'INTERCEPTED':
      return BETWEEN_ROUNDS
    case 'OFFLINE':
    case 'TIMED_OUT':
      return byChance(BETWEEN_ROUNDS)
    default:
      return byChance(LONGEST_WAIT)
  }
}

function stateFor(code: ProblemCode): SyncStatus['state'] {
  switch (code) {
    case 'OFFLINE':
    case 'TIMED_OUT':
      return 'offline'
    case 'INTERCEPTED':
      return 'intercepted'
    case 'SIGN_IN_REQUIRED':
      return 'signInNeeded'
    case 'FORBIDDEN':
    case 'DEVICE_OF_ANOTHER':
    case 'DEVICE_LOST':
      return 'stopped'
    case 'PROTOCOL_UNSUPPORTED':
    case 'APP_OUTDATED':
      return 'upgradeNeeded'
    case 'DEVICE_STORAGE_FULL':
    case 'DEVICE_STORAGE_FAILED':
      return 'deviceTrouble'
    default:
      return 'serverTrouble'
  }
}
