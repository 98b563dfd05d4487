import type { Input } from '../domain/checklist.ts'

/** Days that infectious waste may be stored (TT 20/2021/TT-BYT, Điều 8 k3); the first row that fits counts. */

type StorageRow = Extract<Input, { kind: 'storageTime' }>['rows'][number]

/** k3 a and c. That the three days are for less than 5 kg a day is remembered. */
export const ownInfectiousWaste: StorageRow[] = [
  { wasteKind: 'infectious', received: false, belowCelsius: '8', belowKgPerDay: null, maxDays: 7 },
  { wasteKind: 'infectious', received: false, belowCelsius: null, belowKgPerDay: '5', maxDays: 3 },
  { wasteKind: 'infectious', received: false, belowCelsius: null, belowKgPerDay: null, maxDays: 2 },
]

/** k3 b, taken in from other facilities: treated on the day it comes, or below 20 °C for two days at most. */
export const receivedInfectiousWaste: StorageRow[] = [
  { wasteKind: 'infectious', received: true, belowCelsius: '20', belowKgPerDay: null, maxDays: 2 },
  { wasteKind: 'infectious', received: true, belowCelsius: null, belowKgPerDay: null, maxDays: 0 },
]
