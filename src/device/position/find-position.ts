import type { FoundPosition } from '../../domain/place.ts'
import { Problem } from '../../domain/problem.ts'

/** A first fix out of doors takes some ten seconds. */
const TIMEOUT = 20_000
/** While the browser still asks its person, its own time does not run; ours does. */
const PATIENCE = TIMEOUT + 10_000
/** Nothing better is waited for: a facility's yard, in metres. */
const GOOD_ENOUGH = 25
/** Six decimals are a tenth of a metre. */
const DECIMALS = 6

/**
 * Where this device is: the first fix that is good enough, else the best within 20 seconds.
 * Needs no network. Nobody should wait for it.
 * @throws Problem POSITION_REFUSED | POSITION_TIMED_OUT | POSITION_UNAVAILABLE
 */
export function findPosition(): Promise<FoundPosition> {
  return new Promise((resolve, reject) => {
    if (!('geolocation' in navigator)) return reject(new Problem('POSITION_UNAVAILABLE'))
    let best: GeolocationPosition | null = null
    const end = (problem: Problem) => {
      navigator.geolocation.clearWatch(watch)
      clearTimeout(timer)
      if (best) resolve(asFound(best))
      else reject(problem)
    }
    const timedOut = () => end(new Problem('POSITION_TIMED_OUT'))
    let timer = setTimeout(timedOut, PATIENCE)
    const watch = navigator.geolocation.watchPosition(
      (found) => {
        if (!best) {
          // The first is seldom the best: a few seconds more, then it will do.
          clearTimeout(timer)
          timer = setTimeout(timedOut, TIMEOUT / 2)
        }
        if (!best || found.coords.accuracy < best.coords.accuracy) best = found
        // Not at once: whoever answers from within `watchPosition` has not told its number yet.
        if (best.coords.accuracy <= GOOD_ENOUGH) queueMicrotask(timedOut)
      },
      ({ code }) => queueMicrotask(() => end(new Problem(reasons[code] ?? 'POSITION_UNAVAILABLE'))),
      { enableHighAccuracy: true, timeout: TIMEOUT, maximumAge: 0 },
    )
  })
}

/** The numbers are those of GeolocationPositionError. */
const reasons: Readonly<Record<number, 'POSITION_REFUSED' | 'POSITION_TIMED_OUT'>> = {
  1: 'POSITION_REFUSED',
  3: 'POSITION_TIMED_OUT',
}

function asFound({ coords }: GeolocationPosition): FoundPosition {
  const degrees = (value: number) => Number(value.toFixed(DECIMALS))
  return {
    lat: degrees(coords.latitude),
    lon: degrees(coords.longitude),
    accuracy: Math.ceil(coords.accuracy),
    at: Date.now(),
  }
}
