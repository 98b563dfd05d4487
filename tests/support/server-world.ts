import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Answer, answerSchema } from '../../src/domain/answer.ts'
import { type Checklist, checklistSchema } from '../../src/domain/checklist.ts'
import type { ChecklistRef } from '../../src/domain/checklist-ref.ts'
import { dateInVietnam } from '../../src/domain/date.ts'
import { type InspectionHead, sealedContent } from '../../src/domain/inspection.ts'
import type { reduce } from '../../src/domain/merge.ts'
import type { Mutation } from '../../src/domain/mutation.ts'
import { score } from '../../src/domain/scoring/score.ts'
import { summaryOf } from '../../src/domain/scoring/summary.ts'
import { digestOf } from '../../src/protocol/digest.ts'
import { SCHEMA_HEADER } from '../../src/protocol/reading.ts'
import { PROTO, SCHEMA } from '../../src/protocol/terms.ts'
import { type PullReply, type PushReply, pullReplySchema, pushReplySchema } from '../../src/protocol/wire.ts'
import { createApp } from '../../src/server/app.ts'
import { openSigner } from '../../src/server/audit/signatures.ts'
import { type Auth, createAuth } from '../../src/server/auth/auth.ts'
import { demonstrationNotice, loadDemonstration } from '../../src/server/demonstration.ts'
import { facilities, PASSWORD } from '../../src/server/demonstration-data.ts'
import { publishChecklists } from '../../src/server/publish-checklists.ts'
import type { Pages } from '../../src/server/routes/pages.ts'
import type { Log } from '../../src/server/routes/request-log.ts'
import type { BucketSettings } from '../../src/server/storage/bucket.ts'
import { openDatabase } from '../../src/server/storage/database.ts'
import { createReader } from '../../src/server/storage/reader.ts'
import { openPictures } from '../../src/server/sync/accept-photo.ts'
import { tinyChecklist } from './server-checklist.ts'
import { newDatabase, writeTables } from './test-database.ts'

/** 22 November 2026, ten in the morning in Việt Nam. */
export const MORNING = Date.parse('2026-11-22T03:00:00Z')

type Settings = {
  now?: () => number
  checklists?: readonly Checklist[]
  /** ":memory:" unless a test wants to open it twice. On PostgreSQL nothing is made there: see `address`. */
  file?: string
  signInsPerMinute?: number
  pages?: Pages
  log?: Log
  /** For a server whose rules break. */
  reduce?: typeof reduce
  busyTimeout?: number
  isStopping?: () => boolean
  /** Where pictures lie, instead of on the disk. */
  bucket?: BucketSettings
}

export type ServerWorld = Awaited<ReturnType<typeof createServerWorld>>

/** Passwords cost a quarter of a second each, on purpose; here they cost nothing. */
export const CHEAP = { N: 128, r: 8, p: 1 }

/** One hash for all worlds of a file. */
let passwordHash: Promise<string> | undefined

function hashOnce(auth: Auth, password: string): Promise<string> {
  passwordHash ??= auth.hashPassword(password)
  return passwordHash
}

/**
 * A real server over a real database with the invented province, and no network:
 * requests are function calls. `close()` it after the test.
 */
export async function createServerWorld(settings: Settings = {}) {
  const { now = () => MORNING, checklists = [tinyChecklist], signInsPerMinute = 1000 } = settings
  const { address, isMigrated, remove } = await newDatabase(settings.file)
  const db = openDatabase(address, settings.busyTimeout)
  if (!isMigrated) await writeTables(db)
  await publishChecklists(db, checklists, now())
  const auth = await createAuth(db, { signInsPerMinute, passwordCost: CHEAP })
  await loadDemonstration(db, { hashPassword: (password) => hashOnce(auth, password) }, now())
  const errors: unknown[] = []
  const dataDir = mkdtempSync(join(tmpdir(), 'so-kiem-pictures-'))
  const pictures = openPictures(db, settings.bucket ?? dataDir, now)
  const signer = await openSigner(db)
  const { pages, reduce, log, isStopping } = settings
  const app = createApp({
    db,
    reader: createReader(db, null),
    auth,
    pictures,
    signer,
    now,
    version: 'test',
    demonstration: await demonstrationNotice(db),
    log,
    logError: (error) => {
      errors.push(error)
      log?.error(error)
    },
    pages,
    reduce,
    isStopping,
  })

  /** Signs in and gives the Cookie header of that person. */
  async function signIn(username: string, password = PASSWORD): Promise<string> {
    const reply = await app.request('/api/sign-in', jsonRequest({ username, password }))
    if (!reply.ok) throw new Error(`${username} may not sign in: ${await reply.text()}`)
    return cookieOf(reply)
  }

  /** Sends a push as it stands; everything that is left out is filled in. */
  async function push(
    cookie: string,
    body: { deviceId: string; m: unknown[] } & Record<string, unknown>,
  ): Promise<Response> {
    const clock = { wall: now() }
    const whole = { proto: PROTO, epoch: null, schema: SCHEMA, app: 'test', clock, ...body }
    return app.request('/sync/v1/push', jsonRequest(whole, cookie))
  }

  /** One page. */
  async function pull(
    cookie: string,
    query: { cursor?: string; limit?: number; deviceId?: string } = {},
  ): Promise<PullReply> {
    const text = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]))
    const headers = { cookie, [SCHEMA_HEADER]: String(SCHEMA) }
    const reply = await app.request(`/sync/v1/pull?${text}`, { headers })
    if (!reply.ok) throw new Error(`the pull was refused: ${await reply.text()}`)
    return pullReplySchema.parse(await reply.json())
  }

  /** A tablet in somebody's hands: numbers its mutations and remembers what it sent. */
  async function device(username: string, deviceId: string = randomUUID()) {
    const cookie = await signIn(username)
    let seq = 0
    return {
      cookie,
      deviceId,
      /** Gives mutations their numbers, without sending them. */
      number(...mutations: Unnumbered[]): Mutation[] {
        return mutations.map((mutation) => ({ id: randomUUID(), at: now(), ...mutation, seq: ++seq }) as Mutation)
      },
      /** Numbers and sends. Throws where the whole push was refused. */
      async send(...mutations: Unnumbered[]): Promise<PushReply> {
        return accepted(await push(cookie, { deviceId, m: this.number(...mutations) }))
      },
    }
  }

  return {
    app,
    db,
    /** Of the database, for who opens it once more. */
    address,
    auth,
    pictures,
    signer,
    dataDir,
    errors,
    signIn,
    push,
    pull,
    device,
    async close() {
      await db.destroy()
      await remove()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

type Unnumbered = { k: Mutation['k']; insp: string } & Record<string, unknown>

/** The reply of a push that was understood. */
export async function accepted(reply: Response): Promise<PushReply> {
  if (reply.status !== 200) throw new Error(`the push was refused: ${reply.status} ${await reply.text()}`)
  return pushReplySchema.parse(await reply.json())
}

export function jsonRequest(body: unknown, cookie?: string): RequestInit {
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (cookie !== undefined) headers.cookie = cookie
  return { method: 'POST', headers, body: JSON.stringify(body) }
}

/** What a browser would send back. */
export function cookieOf(reply: Response): string {
  return reply.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

async function refOf(checklist: Checklist): Promise<ChecklistRef> {
  const content = checklistSchema.parse(checklist)
  return { id: content.id, version: content.version, hash: await digestOf(content) }
}

/** The head of a visit to one of the invented facilities, by an inspector, today. */
export async function headFor(facilityId: string, changes: Partial<InspectionHead> = {}): Promise<InspectionHead> {
  const facility = facilities.find(({ id }) => id === facilityId)
  if (!facility) throw new Error(`there is no facility ${facilityId}`)
  return {
    facilityId,
    facilityName: facility.name,
    checklist: await refOf(tinyChecklist),
    kind: 'inspection',
    date: dateInVietnam(MORNING),
    team: ['Nguyễn Thị Kiểm'],
    facts: facility.facts,
    ...changes,
  }
}

export const passed: Answer = answerSchema.parse({ value: { is: 'verdict', verdict: 'pass' } })
export const failed: Answer = answerSchema.parse({ value: { is: 'verdict', verdict: 'fail' } })

/** The submit that an honest device sends for these answers. */
export async function submitOf(
  insp: string,
  head: InspectionHead,
  answers: Readonly<Record<string, Answer>>,
  checklist: Checklist = tinyChecklist,
  photos?: string[],
): Promise<Unnumbered> {
  return {
    k: 'inspection.submit',
    insp,
    digest: await digestOf(sealedContent(head, answers, photos)),
    score: summaryOf(score(checklist, head.facts, answers, { date: head.date })),
  }
}
