import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import type { reduce } from '../../domain/merge.ts'
import type { Welcome } from '../../protocol/wire.ts'
import type { Signer } from '../audit/signatures.ts'
import type { Auth } from '../auth/auth.ts'
import type { Reader } from '../storage/reader.ts'
import type { Database } from '../storage/schema.ts'
import type { Pictures } from '../sync/accept-photo.ts'
import type { Pages } from './pages.ts'
import type { Log } from './request-log.ts'

/** What the server is made of; tests hand in their own clock and database. */
export type AppParts = {
  db: Database
  /** Who reads much reads by it: from a replica, where there is one. */
  reader: Reader
  auth: Auth
  pictures: Pictures
  /** With what receipts are signed. */
  signer: Signer
  /** Milliseconds since 1970. */
  now: () => number
  version: string
  /** What the sign-in page says of the invented province; null where there is none. */
  demonstration: Welcome['demonstration']
  /** The built client; without it only the interfaces are served. */
  pages?: Pages
  trustProxy?: boolean
  /** Writes a line for each request; without it none is written. */
  log?: Log
  /** Hears of every failure that nobody expected. */
  logError?: (error: unknown) => void
  reduce?: typeof reduce
  /** Whether this process is about to end: it answers on, but asks for no more. */
  isStopping?: () => boolean
}

/** Without a socket the call came from inside the process: a test, or the development server. */
export type AppEnv = { Bindings: Partial<HttpBindings> | undefined }
export type AppContext = Context<AppEnv>
