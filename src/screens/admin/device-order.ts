import { matches } from '../../domain/search.ts'
import type { DeviceRow } from '../../protocol/device-wire.ts'

/** What the administrator looks for. */
export type DeviceFilter = { text: string; isWaiting: boolean }

/** Those on which something has waited longest first, then those heard of last. */
export function devicesFor(devices: readonly DeviceRow[], { text, isWaiting }: DeviceFilter): DeviceRow[] {
  return devices
    .filter((each) => !isWaiting || hasWaiting(each))
    .filter(({ person }) => matches(person.name, text))
    .sort((a, b) => waitingSince(a) - waitingSince(b) || b.lastSeen - a.lastSeen)
}

export function hasWaiting({ waiting }: DeviceRow): boolean {
  return waiting !== null && waiting.changes + waiting.photos > 0
}

const waitingSince = (device: DeviceRow) =>
  hasWaiting(device) ? (device.waiting?.since ?? device.lastSeen) : Number.MAX_SAFE_INTEGER
