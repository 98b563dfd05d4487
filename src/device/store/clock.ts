import { type ClockReading, isMove } from '../../domain/clock.ts'

/** What is kept of a clock between two openings of the app. */
export type KeptClock = {
  /** Server − device, as last measured, and how far from it the truth may be. */
  offset: number
  uncertainty: number
  /** The device's wall clock then. */
  at: number
  /** The last move that was noticed: by how much the clock was put forward (below zero: back), and when by the server's time. */
  moved: { by: number; at: number } | null
}

/** A thousand years: whatever says more is no clock. */
const OFFSET_MAX = 1000 * 366 * 86_400_000
/** So long a move of the clock is mentioned in what is signed. */
const MENTIONED = 24 * 3_600_000

/**
 * How this device's clock goes, measured at every reply that tells the server's
 * time. In between the page's own clock, which nobody sets, watches the wall clock:
 * it may stand still while the tablet sleeps, so that a wall clock that goes back
 * against it was moved for certain, and one that goes forward may have slept. That
 * one is judged at the next contact.
 */
export type DeviceClock = {
  /** Runs a request whose reply tells the server's time, and measures by it. */
  measured<T extends { serverTime: number }>(request: () => Promise<T>): Promise<T>
  /** Looks whether the clock has gone back; gives what is known of it, null before the first contact. */
  reading(): ClockReading | null
  /** For the store. */
  kept(): KeptClock | null
  /** From the store: what was kept the last time. */
  resume(kept: KeptClock): void
}

export function createDeviceClock(): DeviceClock {
  let known: KeptClock | null = null
  /** How far the wall clock is ahead of the page's clock. */
  let ahead: number | null = null

  function note(by: number): void {
    if (known) known = { ...known, moved: { by: Math.round(by), at: Date.now() + known.offset } }
  }

  function look(): void {
    const now = Date.now() - performance.now()
    // What was measured here, before the app was opened again, cannot have been later than now.
    const back = ahead === null ? Math.min(0, Date.now() - (known?.at ?? 0)) : Math.min(0, now - ahead)
    if (isMove(back, 0)) note(back)
    ahead = now
  }

  return {
    async measured(request) {
      look()
      const [wall, steady] = [Date.now(), performance.now()]
      const reply = await request()
      const half = (performance.now() - steady) / 2
      const at = wall + half
      const [offset, uncertainty] = [Math.round(reply.serverTime - at), Math.ceil(half)]
      if (Math.abs(offset) > OFFSET_MAX) return reply
      const before = known
      const forward = before ? before.offset - offset : 0
      known = { offset, uncertainty, at: Math.round(at), moved: before?.moved ?? null }
      if (before && isMove(forward, at - before.at, before.uncertainty + uncertainty)) note(forward)
      return reply
    },
    reading() {
      look()
      if (!known) return null
      const { offset, uncertainty, at, moved } = known
      const now = Date.now()
      const isRecent = moved !== null && Math.abs(now + offset - moved.at) < MENTIONED
      return { offset, uncertainty, age: Math.round(now - at), moved: isRecent ? moved.by : null }
    },
    kept: () => known,
    resume(kept) {
      known = kept
    },
  }
}
