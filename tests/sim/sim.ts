import type { Clock } from './clock.ts'
import type { Device } from './device.ts'
import type { Ledger } from './ledger.ts'
import type { Random } from './random.ts'
import type { Server } from './server.ts'

/** How often each kind of trouble comes in one seed. Every seed has its own mixture: some trouble hides other trouble. */
export type Odds = {
  /** Share of requests that do not come through whole. */
  network: number
  /** Share of moves after which a device or the server loses its power. */
  crash: number
  serverCrash: number
  /** Share of transactions and requests during which somebody else acts. */
  meanwhile: number
  /** Share of writes that a full or lost disk refuses. */
  disk: number
  /** How often the server's file is copied and put back. */
  history: number
  /** How often a tablet is made a copy of another. */
  copies: number
  /** Rows of a page: small, so that every view takes several. */
  pageRows: number
}

/** One simulated world, as everything in this folder sees it. */
export type Sim = {
  random: Random
  clock: Clock
  server: Server
  ledger: Ledger
  odds: Odds
  /** True once the faults have ended. */
  isCalm: boolean
  devices: Device[]
  /** Whose code is running; the last one waits for nothing but itself. */
  stack: Device[]
  /** Copies of the server's file that it can be set back to. */
  backups: Backup[]
  say(line: string): void
  /** Somebody else acts, or the same person's hand, while `device` waits. */
  meanwhile(device: Device): Promise<void>
}

export type Backup = { file: string; mark: number }
