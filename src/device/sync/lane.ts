import { Problem } from '../../domain/problem.ts'
import type { Store } from '../store/store.ts'
import { waitAfter } from './engine.ts'
import type { Surroundings } from './surroundings.ts'
import { exclusively } from './tabs.ts'

export type Lane = {
  /** Starts a round now, or joins the one under way. Never rejects: what it carries says where it stands. */
  sendNow(): Promise<void>
  /** The same, unless the lane waits after a failure. */
  sendSoon(): Promise<void>
  stop(): void
}

export type LaneWork = {
  /** Of its lock: rounds of different lanes do not wait for each other. */
  name: string
  /** One round. @throws Problem of the line, after what could be done was done */
  run(): Promise<void>
  /** Whether something is left that another round can do by itself. */
  hasMore(): Promise<boolean>
  /** Milliseconds to the next round after one that went well and left something. */
  rest: number
}

/** Another tab is at work. */
const BEHIND = 30_000

/**
 * Pictures beside the mutations, with timer and back-off of their own: a picture
 * that does not get through holds up no answer, and an hour of pictures neither.
 */
export function createLane(
  store: Store,
  { name, run, hasMore, rest }: LaneWork,
  { random, after, now }: Surroundings,
): Lane {
  let round: Promise<void> | null = null
  let forget = () => {}
  let failures = 0
  let trouble: Problem | null = null
  /** By `now()`. */
  let notBefore = 0
  let isStopped = false

  async function work(): Promise<void> {
    await run()
    failures = 0
    trouble = null
  }

  function fail(error: unknown): true {
    failures += 1
    trouble = error instanceof Problem ? error : new Problem('DEVICE_STORAGE_FAILED')
    if (!(error instanceof Problem) && !isStopped) console.error(error)
    return true
  }

  async function plan(isMine: boolean): Promise<void> {
    forget()
    if (isStopped) return
    const wait = !isMine ? BEHIND : trouble ? waitAfter(trouble, failures, random) : rest
    notBefore = trouble && wait !== null ? now() + wait : 0
    // Only somebody's asking can help: the next round of the engine that ends well says that it has.
    if (wait === null) return
    const isLeft = await hasMore().catch(() => false)
    if (!isLeft || isStopped) return
    forget = after(wait, () => void sendNow())
  }

  function sendNow(): Promise<void> {
    if (isStopped) return Promise.resolve()
    round ??= exclusively(store, work, name)
      .catch(fail)
      .then((isMine) => {
        round = null
        return plan(isMine)
      })
    return round
  }

  /** A picture cut by a network that comes and goes must not wait longer each time: it goes on from where it was. */
  const back = () => {
    failures = 0
    void sendNow()
  }
  globalThis.addEventListener?.('online', back)

  return {
    sendNow,
    sendSoon: () => (now() < notBefore ? Promise.resolve() : sendNow()),
    stop() {
      isStopped = true
      forget()
      globalThis.removeEventListener?.('online', back)
    },
  }
}
