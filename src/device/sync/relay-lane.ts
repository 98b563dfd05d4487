import { Problem, type ProblemCode } from '../../domain/problem.ts'
import { arrivals, listToSend } from '../store/file/carried.ts'
import { type Absent, listAbsent } from '../store/people.ts'
import { tabletNumber } from '../store/tablet.ts'
import { carryFile } from './carry.ts'
import { waitAfter } from './engine.ts'
import { browserNetwork, type Network } from './network.ts'
import { relayFor } from './relay.ts'
import { browser, type Surroundings } from './surroundings.ts'
import { createTransport, type Transport } from './transport.ts'

export type RelayLane = {
  /** Starts a round, unless the lane rests or one is under way. Never rejects. */
  sendSoon(): Promise<void>
  stop(): void
}

/** Nothing is written into a locked store; what is locked in another tab is found in good time. */
const BETWEEN_ROUNDS = 300_000
/** Troubles of one store on this tablet. */
const ofOneStore: readonly ProblemCode[] = ['DEVICE_STORAGE_FAILED', 'DEVICE_STORAGE_FULL', 'APP_OUTDATED']
/** Somebody whom the server refused: only their coming in changes that. */
const REFUSED_REST = 3_600_000

type Settings = {
  /** Whose store this page has open; null at the door. */
  here: string | null
  app: string
  /** Whether who is at work here wants pictures to wait (P60). */
  isHeld?: () => Promise<boolean>
  network?: Network
  /** After each round, whatever came of it: the door then shows how much still waits. */
  onRound?: () => void
  transport?: Transport
  surroundings?: Surroundings
}

/**
 * Sends what people have waiting whose stores are locked on this tablet, and the files
 * that it carries for others, from a page in which somebody else is at work and from
 * the door.
 *
 * | the last round said    | the next one                            |
 * |------------------------|-----------------------------------------|
 * | well, or nothing waits | in five minutes                         |
 * | refused for somebody   | for them, or for that file, in an hour  |
 * | anything else          | as the engine waits (engine.ts)         |
 */
export function createRelayLane({
  here,
  app,
  isHeld = async () => false,
  network = browserNetwork,
  onRound,
  transport,
  surroundings = browser,
}: Settings): RelayLane {
  const { random, after, now } = surroundings
  // For nobody: what it sends says whose it is, and the cookie of who is here has no part in it.
  const line = transport ?? createTransport({ tablet: tabletNumber(), gzip: true })
  const restUntil = new Map<string, number>()
  let round: Promise<void> | null = null
  let forget = () => {}
  let failures = 0
  /** By `now()`. */
  let notBefore = 0
  let isStopped = false

  async function run(): Promise<void> {
    for (const absent of await listAbsent(here, Date.now())) {
      if (isStopped) return
      if (now() < (restUntil.get(absent.id) ?? 0)) continue
      if (!(await isDone(relay(absent)))) restUntil.set(absent.id, now() + REFUSED_REST)
    }
    for (const { id, state } of await listToSend(Date.now())) {
      if (isStopped) return
      // Where somebody has asked for another try, it waits again: it does not rest.
      if (state === 'refused' && now() < (restUntil.get(id) ?? 0)) continue
      if (!(await isDone(carryFile(id, { transport: line, app, isOver: () => isStopped, isHeld }))))
        restUntil.set(id, now() + REFUSED_REST)
    }
  }

  const relay = (absent: Absent) => relayFor(absent, { transport: line, app, isOver: () => isStopped, isHeld, network })

  /** False where another try of it changes nothing for now. @throws Problem of the line */
  async function isDone(work: Promise<'done' | 'refused'>): Promise<boolean> {
    try {
      return (await work) === 'done'
    } catch (error) {
      if (error instanceof Problem && !ofOneStore.includes(error.code)) throw error
      // Others' stores may be in order.
      console.warn(error)
      return false
    }
  }

  function plan(wait: number): void {
    forget()
    if (isStopped) return
    notBefore = now() + wait
    forget = after(wait, () => void sendNow())
  }

  function sendNow(): Promise<void> {
    if (isStopped) return Promise.resolve()
    round ??= run()
      .then(
        () => {
          failures = 0
          plan(BETWEEN_ROUNDS)
        },
        (error: unknown) => {
          failures += 1
          if (!(error instanceof Problem)) console.error(error)
          const problem = error instanceof Problem ? error : new Problem('DEVICE_STORAGE_FAILED')
          plan(waitAfter(problem, failures, random) ?? BETWEEN_ROUNDS)
        },
      )
      .finally(() => {
        round = null
        if (!isStopped) onRound?.()
      })
    return round
  }

  const back = () => {
    failures = 0
    void sendNow()
  }
  globalThis.addEventListener?.('online', back)
  const unsubscribe = network.subscribe(back)
  arrivals.add(back)

  return {
    sendSoon: () => (now() < notBefore ? Promise.resolve() : sendNow()),
    stop() {
      isStopped = true
      forget()
      unsubscribe()
      globalThis.removeEventListener?.('online', back)
      arrivals.delete(back)
    },
  }
}
