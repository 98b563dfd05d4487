import { contents } from '../../src/device/store/contents.ts'
import { closeStore, openStore } from '../../src/device/store/store.ts'
import { createEngine } from '../../src/device/sync/engine.ts'
import { createFetchLane } from '../../src/device/sync/fetch-lane.ts'
import { createHold } from '../../src/device/sync/hold.ts'
import { createPhotoLane } from '../../src/device/sync/photo-lane.ts'
import { createRound } from '../../src/device/sync/round.ts'
import { createTransport } from '../../src/device/sync/transport.ts'
import type { Person } from '../../src/domain/people.ts'
import { storeKey } from '../support/store-key.ts'
import { checkStore } from './check-store.ts'
import { watchPictures, watchSeen } from './invariants/pictures.ts'
import { cellKey, textOf } from './ledger.ts'
import type { Network } from './network.ts'
import { connectPower, type Power } from './power.ts'
import type { Attempt, Browser, Device, Original, Sim } from './sim.ts'
import { createTimers } from './timers.ts'

/** Plenty: what is put out for want of room is left to tests/device/earlier-pictures.test.ts. */
const ROOM = 10_000_000_000

const never = () => new Promise<never>(() => {})

/** States in which the engine plans nothing: only the person's asking can help. */
const needPerson: readonly string[] = ['signInNeeded', 'stopped', 'upgradeNeeded']

function newBrowser({ clock }: Sim, tablet: string, original?: Original): Browser {
  const items = new Map<string, string>()
  return {
    tablet,
    wall: clock.newWall(),
    known: new Map([...(original?.known ?? [])].map(([cell, values]) => [cell, new Set(values)])),
    shelf: {
      getItem: (key) => items.get(key) ?? null,
      setItem: (key, value) => void items.set(key, value),
    },
  }
}

/**
 * A tablet: the real store on IndexedDB and the real engine, over a network and a
 * power supply that fail. After a crash it opens its database again and goes on.
 */
export async function createDevice(
  sim: Sim,
  network: Network,
  name: string,
  person: Person,
  origin: { original?: Original; browser?: Browser } = {},
) {
  const { original, browser = newBrowser(sim, name, original) } = origin
  const { tablet, wall, known, shelf } = browser
  let opened = original?.store ?? (await openStore(person.id, tablet, await storeKey))
  /** Points of danger until the power goes; counts down. */
  let fuse = Number.POSITIVE_INFINITY
  let isDying = false
  /** What the disk does to the next transaction, once. */
  let diskFault: 'UnknownError' | 'QuotaExceededError' | null = null
  let losePower: () => void = () => {}
  let attempts: Attempt[] = []
  let cursors = ''
  /** The end of what it was last told to do, or of its power. */
  let ended: Promise<unknown> = Promise.resolve()
  const isRunning = (): boolean => sim.stack.includes(device)
  function isFatal(): boolean {
    if (!isRunning()) return false
    fuse -= 1
    return fuse <= 0
  }
  async function die(): Promise<never> {
    sim.say(`  ${name} loses its power`)
    losePower()
    return never()
  }

  const power: Power = {
    async before() {
      if (isFatal()) await die()
      await sim.meanwhile(device)
      if (isRunning() && !sim.isCalm && sim.random.chance(sim.odds.disk))
        diskFault = sim.random.pick(['UnknownError', 'QuotaExceededError'])
    },
    write() {
      if (isFatal()) {
        isDying = true
        sim.say(`  ${name} loses its power inside a transaction`)
      }
      if (isDying) throw new Error('no power')
      if (diskFault) {
        const fault = diskFault
        diskFault = null
        sim.say(`  ${name}: disk says ${fault}`)
        throw new DOMException('the disk', fault)
      }
    },
    async after() {
      diskFault = null
      if (isDying) {
        losePower()
        await never()
      }
      if (isFatal()) await die()
    },
  }
  connectPower(opened.db, power)

  async function run(work: () => Promise<void>): Promise<boolean> {
    if (sim.stack.at(-1) === device) {
      await work()
      return true
    }
    const depth = sim.stack.length
    const interrupted = new Promise<'interrupted'>((resolve) => {
      losePower = () => resolve('interrupted')
    })
    sim.stack.push(device)
    ended = untilEnd(depth, Promise.race([work(), interrupted]))
    if ((await ended) !== 'interrupted') return true
    await restart()
    return false
  }

  /** Power that goes here ends nobody else's work: whoever acts in between comes to an end before the world goes on. */
  async function untilEnd<T>(depth: number, work: Promise<T>): Promise<T> {
    try {
      return await work
    } finally {
      for (let inner = sim.stack[depth + 1]; inner; inner = sim.stack[depth + 1]) await inner.ended()
      sim.stack.length = depth
    }
  }

  async function restart() {
    fuse = Number.POSITIVE_INFINITY
    isDying = false
    closePage()
    await sim.server.ready()
    opened = await openStore(person.id, tablet, await storeKey)
    connectPower(opened.db, power)
    page = openPage()
    await checkStore(sim, device)
    await watchPictures(sim, device)
    attempts = []
  }

  /** What lives from the opening of the app until it closes or the power goes. */
  function openPage() {
    const { clock, random } = sim
    const [timers, laneTimers, fetchTimers] = [
      createTimers(clock.passed),
      createTimers(clock.passed),
      createTimers(clock.passed),
    ]
    const chance = { random: () => random.int(0, 9_999) / 10_000, now: clock.passed }
    const fetcher = network.fetcherOf(device)
    const transport = createTransport({ personId: person.id, fetcher, hold: createHold(shelf) })
    const engine = createEngine(opened, createRound(opened, transport, 'sim'), { ...chance, after: timers.after })
    // One picture at a time, as everything here: with two nobody could say what comes first.
    const lane = createPhotoLane(opened, transport, { ...chance, after: laneTimers.after }, 1)
    const fetchLane = createFetchLane(opened, transport, {
      surroundings: { ...chance, after: fetchTimers.after },
      room: async () => ({ quota: ROOM, usage: 0 }),
    })
    // The app begins with a round.
    timers.after(0, () => void engine.syncNow())
    return { timers, engine, laneTimers, lane, fetchTimers, fetchLane }
  }
  function closePage() {
    page.engine.stop()
    page.lane.stop()
    page.fetchLane.stop()
    closeStore(opened)
  }

  const device: Device = {
    name,
    browser,
    person,
    wall,
    run,
    restart,
    ended: () => ended,
    get store() {
      return opened
    },
    get attempts() {
      return attempts
    },
    dieAfter(points: number) {
      fuse = points
    },
    async wait() {
      if (isFatal()) await die()
      await sim.meanwhile(device)
    },
    knows: (insp: string, item: string): Set<string> => {
      const key = cellKey(insp, item)
      const values = known.get(key) ?? new Set()
      known.set(key, values)
      return values
    },
    attempt(attempt: Attempt) {
      attempts.push(attempt)
    },
    kept(attempt: Attempt) {
      attempts = attempts.filter((each) => each !== attempt)
      // What the same person has written on this tablet meanwhile, in another tab, is no stranger's; what a pull has brought is.
      const own = sim.ledger.saved.filter(
        ({ device: by, insp, item }) => by === tablet && insp === attempt.insp && item === attempt.item,
      )
      const knew = new Set([...attempt.knew, ...own.map(({ answer }) => textOf(answer))])
      sim.ledger.save({ device: tablet, ...attempt, knew })
      device.knows(attempt.insp, attempt.item).add(textOf(attempt.answer))
    },
    dropped(attempt: Attempt) {
      attempts = attempts.filter((each) => each !== attempt)
    },
    async sync() {
      await page.engine.syncNow()
      sim.say(`  ${name} synced: ${page.engine.status().problem ?? 'ok'}`)
      // As the app does it: pictures go when a round has ended well.
      if (device.isIdle()) {
        await watchSeen(sim, device)
        await page.lane.sendSoon()
        await page.fetchLane.sendSoon()
      }
      await watchCursor()
      await watchPictures(sim, device)
    },
    async wake() {
      const isAsked = needPerson.includes(page.engine.status().state)
      if (page.timers.ring() || isAsked) await device.sync()
      if (page.laneTimers.ring()) await page.lane.sendNow()
      if (page.fetchTimers.ring()) await page.fetchLane.sendNow()
      await watchSeen(sim, device)
    },
    isIdle: () => page.engine.status().state === 'idle',
    unsent: async () => {
      const { unsentChanges: changes, unsentPhotos: pictures } = await contents(opened)
      return { changes, pictures }
    },
    async copyTo(other: string): Promise<Original> {
      const copy = await openStore(person.id, other, await storeKey)
      for (const table of opened.db.tables) {
        await copy.db.table(table.name).clear()
        await copy.db.table(table.name).bulkPut(await table.toArray())
      }
      return { store: copy, known }
    },
    close() {
      closePage()
    },
  }
  let page = openPage()

  /** [I5] What was read stays read: within one view of one history the position never goes back. */
  async function watchCursor() {
    const cursor = (await opened.db.meta.get('cursor'))?.value as string | undefined
    const [before, after] = [cursors, cursor ?? ''].map((text) =>
      text
        ? (JSON.parse(Buffer.from(text, 'base64url').toString()) as { epoch: string; scope: string; pos: number })
        : null,
    )
    if (before && after && before.epoch === after.epoch && before.scope === after.scope && after.pos < before.pos)
      sim.ledger.problems.push(`[I5] ${name} went back from ${before.pos} to ${after.pos}`)
    cursors = cursor ?? ''
  }

  return device
}
