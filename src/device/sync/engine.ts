import { Problem, type ProblemCode } from '../../domain/problem.ts'
import { pruneSent } from '../store/outbox.ts'
import type { Store } from '../store/store.ts'
import { pullAll } from './pull.ts'
import { pushAll } from './push.ts'
import type { Transport } from './transport.ts'

export type SyncStatus = {
  state: 'idle' | 'syncing' | 'offline' | 'intercepted' | 'signInNeeded' | 'serverTrouble' | 'upgradeNeeded'
  problem: ProblemCode | null
  lastSuccessAt: number | null
}

export type SyncEngine = {
  /** Starts a round now, or joins the one under way. Never rejects: the status says what happened. */
  syncNow(): Promise<void>
  status(): SyncStatus
  subscribe(listener: () => void): () => void
  stop(): void
}

/** Waits after a write, so that a quick hand does not make a push per tap. */
const AFTER_WRITE = 2_000
/** Longest wait between tries; shorter than a minute, because an inspector may have the network for just that long. */
const LONGEST_WAIT = 30_000
const JOURNAL_KEPT = 30 * 86_400_000

/**
 * Decides when to sync. Every trigger (a write, the network, the page coming back,
 * the timer) only starts a round; a round pushes first, then pulls. One round at a
 * time over all tabs, by a Web Lock.
 */
export function createEngine(store: Store, transport: Transport, app: string): SyncEngine {
  let status: SyncStatus = { state: 'idle', problem: null, lastSuccessAt: null }
  let round: Promise<void> | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let isStopped = false
  let isWrittenMeanwhile = false
  const listeners = new Set<() => void>()

  function say(next: Partial<SyncStatus>) {
    status = { ...status, ...next }
    for (const listener of listeners) listener()
  }

  function plan(wait: number) {
    clearTimeout(timer)
    if (!isStopped) timer = setTimeout(() => void syncNow(), wait)
  }

  async function run(): Promise<void> {
    say({ state: 'syncing' })
    try {
      await pushAll(store, transport, app)
      await pullAll(store, transport)
      await pruneSent(store, Date.now() - JOURNAL_KEPT)
      failures = 0
      say({ state: 'idle', problem: null, lastSuccessAt: Date.now() })
    } catch (error) {
      failures += 1
      if (isStopped) return
      const problem = error instanceof Problem ? error : new Problem('DEVICE_STORAGE_FAILED')
      if (!(error instanceof Problem)) console.error(error)
      say({ state: stateFor(problem.code), problem: problem.code })
    }
  }

  function syncNow(): Promise<void> {
    if (isStopped) return Promise.resolve()
    if (round) return round
    isWrittenMeanwhile = false
    round = exclusively(`sync:${store.db.name}`, run).finally(() => {
      round = null
      if (isWrittenMeanwhile && failures === 0) return plan(AFTER_WRITE)
      // Full jitter: a hundred tablets whose server comes back must not all knock at once.
      const backoff = Math.min(LONGEST_WAIT, 1_000 * 2 ** failures)
      plan(failures === 0 ? LONGEST_WAIT : 500 + Math.random() * backoff)
    })
    return round
  }

  const soon = () => {
    if (round) isWrittenMeanwhile = true
    else plan(AFTER_WRITE)
  }
  const now = () => {
    failures = 0
    void syncNow()
  }
  const whenVisible = () => {
    if (document.visibilityState === 'visible') now()
  }
  store.written.add(soon)
  globalThis.addEventListener?.('online', now)
  globalThis.document?.addEventListener('visibilitychange', whenVisible)

  return {
    syncNow,
    status: () => status,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stop() {
      isStopped = true
      clearTimeout(timer)
      store.written.delete(soon)
      globalThis.removeEventListener?.('online', now)
      globalThis.document?.removeEventListener('visibilitychange', whenVisible)
      listeners.clear()
    },
  }
}

/** One round of a kind over all tabs of a person; a tab that finds another at work leaves it to it. */
export async function exclusively(name: string, work: () => Promise<void>): Promise<void> {
  const locks = globalThis.navigator?.locks
  if (!locks) return work()
  await locks.request(name, { ifAvailable: true }, async (lock) => {
    if (lock) await work()
  })
}

function stateFor(code: ProblemCode): SyncStatus['state'] {
  switch (code) {
    case 'OFFLINE':
      return 'offline'
    case 'INTERCEPTED':
      return 'intercepted'
    case 'SIGN_IN_REQUIRED':
      return 'signInNeeded'
    case 'PROTOCOL_UNSUPPORTED':
    case 'APP_OUTDATED':
      return 'upgradeNeeded'
    default:
      return 'serverTrouble'
  }
}
