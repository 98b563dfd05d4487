import type { Store } from '../../src/device/store/store.ts'
import type { Answer } from '../../src/domain/answer.ts'
import type { Person } from '../../src/domain/people.ts'
import type { Clock, Wall } from './clock.ts'
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
  /** How much of what people do is done with what is sealed already. */
  speak: number
  /** How often the app is opened in a second tab. */
  tabs: number
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
  /** Every picture ever taken, by its hash. */
  pictures: Map<string, Uint8Array<ArrayBuffer>>
  /** Whose code is running; the last one waits for nothing but itself. */
  stack: Device[]
  /** Copies of the server's file that it can be set back to. */
  backups: Backup[]
  say(line: string): void
  /** Somebody else acts, or the same person's hand, while `device` waits. */
  meanwhile(device: Device): Promise<void>
}

/** A copy of the server's file, and how much had been acknowledged by then. */
export type Backup = { file: string; mark: number }

/** An edit of which nobody knows yet whether it was kept. */
export type Attempt = { insp: string; item: string; answer: Answer; knew: ReadonlySet<string> }

/** What a copied profile begins with. */
export type Original = { store: Store; known: Known }

/** Every value of a cell that was on a screen. */
export type Known = Map<string, Set<string>>

/** What all tabs of one browser have in common. */
export type Browser = {
  /** Of the tablet, and of its database. */
  readonly tablet: string
  readonly wall: Wall
  readonly known: Known
  /** localStorage: it outlives every page. */
  readonly shelf: Pick<Storage, 'getItem' | 'setItem'>
}

/** A tablet in somebody's hands; or a second tab on one, which is a device of its own in all but its store. */
export type Device = {
  readonly name: string
  readonly browser: Browser
  readonly person: Person
  readonly wall: Wall
  readonly store: Store
  readonly attempts: readonly Attempt[]
  /** Does something that the power may interrupt. @returns whether it came to its end */
  run(work: () => Promise<void>): Promise<boolean>
  /** Settles with the last of these. */
  ended(): Promise<unknown>
  restart(): Promise<void>
  /** The power goes at so many points of danger from now. */
  dieAfter(points: number): void
  /** While a request is under way others act, and the power may go. */
  wait(): Promise<void>
  /** Every value of a cell that was on this screen. */
  knows(insp: string, item: string): Set<string>
  /** Notes an edit before it is made, so that a crash in the middle can be judged. */
  attempt(attempt: Attempt): void
  /** The store's promise has kept its word. */
  kept(attempt: Attempt): void
  /** It said that nothing was kept. */
  dropped(attempt: Attempt): void
  /** The person asks for a round. */
  sync(): Promise<void>
  /** Time has gone by: what the page has planned happens, and the person asks where nothing else can help. */
  wake(): Promise<void>
  /** Its last round ended well. */
  isIdle(): boolean
  /** Changes, and pictures, that the server has not confirmed. */
  unsent(): Promise<{ changes: number; pictures: number }>
  /** A copy of everything on this device, as a restored backup of the tablet makes it. */
  copyTo(other: string): Promise<Original>
  close(): void
}
