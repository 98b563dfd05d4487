import { Problem } from '../../domain/problem.ts'

/** Addresses remembered at a time: whoever has a million of them gets no memory of ours for each. */
const ADDRESSES_MAX = 10_000
const MINUTE = 60_000

/**
 * Counts requests of each network address, minute by minute, in this process alone.
 * @returns counts one. It throws Problem TOO_MANY_REQUESTS (detail: seconds) where it is one too many
 */
export function createRateLimit(perMinute: number, now: () => number): (address: string) => void {
  let since = now()
  const seen = new Map<string, number>()
  return (address) => {
    const at = now()
    // A clock that was set back begins a minute of its own.
    if (at - since >= MINUTE || at < since || seen.size >= ADDRESSES_MAX) {
      seen.clear()
      since = at
    }
    const count = (seen.get(address) ?? 0) + 1
    seen.set(address, count)
    if (count > perMinute) throw new Problem('TOO_MANY_REQUESTS', { seconds: Math.ceil((since + MINUTE - at) / 1000) })
  }
}
