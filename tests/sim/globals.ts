import { withoutThreads } from './cipher.ts'

type Replaced = {
  now: () => number
  /** What `performance.now()` gives: rises with the simulation's time alone. */
  passed: () => number
  uuid: () => `${string}-${string}-${string}-${string}-${string}`
  unexpected: (error: unknown) => void
  /** What went wrong and matters to nobody. */
  warn: (error: unknown) => void
}

/**
 * Time, ids, ciphers, channels and the log of a whole process, for as long as a simulation
 * runs. The code under test takes them where every browser and server has them.
 * @returns puts the real ones back
 */
export function withGlobals({ now, passed, uuid, unexpected, warn }: Replaced): () => void {
  const { setInterval, BroadcastChannel } = globalThis
  const real = {
    now: Date.now,
    passed: performance.now,
    uuid: crypto.randomUUID,
    error: console.error,
    warn: console.warn,
  }
  const { timeout } = AbortSignal
  const navigator = Object.getOwnPropertyDescriptor(globalThis, 'navigator')
  // Newer versions of Node have Web Locks, which a page that lost its power would hold for ever: the lease is what is played.
  Object.defineProperty(globalThis, 'navigator', { value: undefined, configurable: true })
  Date.now = now
  performance.now = passed
  crypto.randomUUID = uuid
  const withThreads = withoutThreads()
  console.error = unexpected
  console.warn = warn
  globalThis.BroadcastChannel = channels() as unknown as typeof BroadcastChannel
  // A lease is never renewed: a round that takes longer is one of a tab that the browser has put to sleep.
  globalThis.setInterval = (() => 0) as unknown as typeof setInterval
  // How long a request may take is the network's decision here, and real seconds do not count.
  AbortSignal.timeout = () => new AbortController().signal
  return () => {
    Date.now = real.now
    performance.now = real.passed
    crypto.randomUUID = real.uuid
    withThreads()
    console.error = real.error
    console.warn = real.warn
    globalThis.BroadcastChannel = BroadcastChannel
    globalThis.setInterval = setInterval
    AbortSignal.timeout = timeout
    if (navigator) Object.defineProperty(globalThis, 'navigator', navigator)
    else Reflect.deleteProperty(globalThis, 'navigator')
  }
}

/** BroadcastChannel without threads: what one tab says the others hear at the next turn, in order. */
function channels() {
  const open = new Set<Channel>()
  class Channel {
    onmessage: ((event: { data: unknown }) => void) | null = null
    readonly name: string
    constructor(name: string) {
      this.name = name
      open.add(this)
    }
    postMessage(data: unknown) {
      const others = [...open].filter((each) => each !== this && each.name === this.name)
      queueMicrotask(() => {
        for (const other of others) if (open.has(other)) other.onmessage?.({ data: structuredClone(data) })
      })
    }
    close() {
      open.delete(this)
    }
  }
  return Channel
}
