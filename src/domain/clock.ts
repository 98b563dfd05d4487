import * as z from 'zod/mini'

/**
 * Clocks of tablets may be wrong, and may have been moved. Nothing is decided by
 * them; a person is told. Offsets are server − device in milliseconds: above zero
 * the device is slow.
 */

/** Below it nobody is told: networks and people are no more exact. */
export const CLOCK_TOLERANCE = 120_000
/** What quartz drifts by itself at most: nine seconds a day. */
const DRIFT = 1e-4

/** What a device had measured of its own clock when it signed. */
export const clockReadingSchema = z.strictObject({
  offset: z.int(),
  /** Half the round trip of the request that told: the true offset lies that close. */
  uncertainty: z.int().check(z.gte(0)),
  /** How long ago, by the device's clock. */
  age: z.int(),
  /** By how much the clock was noticed to have been put forward (above zero) or back in the day before; null where it was not. */
  moved: z.nullable(z.int()),
})
export type ClockReading = z.infer<typeof clockReadingSchema>

/** What is known of the clock behind a seal. */
export const sealClockSchema = z.object({
  /** When it was sent, as the server saw it: with the time on the way. */
  sent: z.int(),
  /** By how much it was put forward or back between the last contact and this one; null where it was not. */
  moved: z.nullable(z.int()),
  /** As the device signed it; null where it did not. */
  reading: z.nullable(clockReadingSchema),
})
export type SealClock = z.infer<typeof sealClockSchema>

/** Whether an offset has changed by more than drift and measuring explain. @param elapsed between the two, in milliseconds */
export function isMove(by: number, elapsed: number, uncertainty = 0): boolean {
  return Math.abs(by) > CLOCK_TOLERANCE + uncertainty + DRIFT * Math.abs(elapsed)
}

/** What a supervisor is told of the clock behind a seal; nothing where all is well. */
export type ClockSignal =
  | { what: 'off'; when: 'sealed' | 'sent'; slow: boolean; by: number }
  | { what: 'moved'; when: 'sealed' | 'sent'; forward: boolean; by: number }

export function clockSignals({ sent, moved, reading }: SealClock): ClockSignal[] {
  const off = (when: 'sealed' | 'sent', offset: number): ClockSignal[] =>
    Math.abs(offset) > CLOCK_TOLERANCE ? [{ what: 'off', when, slow: offset > 0, by: Math.abs(offset) }] : []
  const move = (when: 'sealed' | 'sent', by: number | null): ClockSignal[] =>
    by === null ? [] : [{ what: 'moved', when, forward: by > 0, by: Math.abs(by) }]
  const before = reading ? off('sealed', reading.offset) : []
  // The same error twice is one thing to say.
  const isSame = reading !== null && Math.abs(reading.offset - sent) <= CLOCK_TOLERANCE
  return [
    ...(isSame ? [] : before),
    ...off('sent', sent),
    ...move('sealed', reading?.moved ?? null),
    ...move('sent', moved),
  ]
}
