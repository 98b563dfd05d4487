import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { roles } from '../../src/domain/people.ts'
import { isProblemCode } from '../../src/domain/problem.ts'
import type { Database } from '../../src/server/storage/schema.ts'
import { tablesOf } from '../support/catalogue.ts'
import { seededRandom } from '../support/seeded-random.ts'
import { createTwoProvinces, type Somebody, type TwoProvinces } from '../support/two-provinces.ts'
import { faultyPush, faultyRequest, namesIn, routeNames } from './requests.ts'

/**
 * What faulty requests may write: who is signed in, how often they tried, what the
 * server keeps of things that it could not read, and that it has accounted for it.
 */
const mayGrow = ['session', 'rateLimit', 'sign_in_try', 'device', 'mutation', 'dead_letter', 'audit', 'audit_tail']

/** So many requests are under way together, as on a busy morning; it also leaves no time unused. */
const AT_ONCE = 20

export type FuzzReport = {
  /** Sentences; none is what is hoped for. */
  problems: string[]
  /** Status → how often. */
  statuses: Record<number, number>
  /** Route → how often it was asked. */
  asked: Record<string, number>
  /** Heap in MB, as the run went on: garbage is collected first where that may be asked for. */
  heap: number[]
}

const MADE_UP = 'so-kiem.session_token=made.up'

type Asker = { name: string; somebody: Somebody | null; cookie: string | null }

/** Sends so many faulty requests to a server with two provinces, in an order that the seed decides. */
export async function fuzz(seed: number, count: number, problemsMax = 20): Promise<FuzzReport> {
  const world = await createTwoProvinces({ signInsPerMinute: 1e9 })
  try {
    return await run(world, seed, count, problemsMax)
  } finally {
    await world.end()
  }
}

async function run(world: TwoProvinces, seed: number, count: number, problemsMax: number): Promise<FuzzReport> {
  const report: FuzzReport = { problems: [], statuses: {}, asked: {}, heap: [heapNow()] }
  const askers = await askersIn(world)
  const names = namesIn(world)
  const visits = (['ownArea', 'otherArea', 'otherProvince'] as const).flatMap((at) => [
    world.standingAt(at).draft,
    world.standingAt(at).submitted,
  ])
  const nextSeq = new Map<string, number>()
  const before = await fingerprint(world.db)
  const firstMutations = await mutationsIn(world.db)

  async function ask(n: number): Promise<void> {
    const random = seededRandom(seed + n)
    const asker = random.pick(askers)
    const device = `may-${asker.name}`
    const isPush = asker.somebody !== null && random.chance(0.05)
    const name = isPush ? 'POST /sync/v1/push' : random.pick(routeNames)
    const { path, init } = isPush
      ? faultyPush(visits, device, nextSeq.get(device) ?? 1, random)
      : faultyRequest(name, names, random)
    const headers = new Headers(init.headers)
    // Signing in again is dear: most sign out of a session that is none.
    const isSession = name !== 'POST /api/sign-out' || random.chance(0.1)
    if (asker.cookie !== null) headers.set('cookie', isSession ? asker.cookie : MADE_UP)
    const reply = await world.app.request(path, { ...init, headers })
    report.asked[name] = (report.asked[name] ?? 0) + 1
    report.statuses[reply.status] = (report.statuses[reply.status] ?? 0) + 1

    const text = await reply.text()
    const say = (what: string) =>
      report.problems.push(`${seed + n}: ${asker.name} ${init.method} ${path.slice(0, 200)}: ${what}`)
    if (reply.status >= 500) say(`${reply.status} ${text}`)
    if (reply.status >= 400 && !isRefusal(name, init.method, text))
      say(`${reply.status} without a problem's code: ${text}`)
    for (const error of world.errors.splice(0)) say(`nobody expected ${error}`)
    if (isPush && reply.ok) nextSeq.set(device, JSON.parse(text).expectSeq)
    // Signing out needs no body that can be read.
    if (name === 'POST /api/sign-out' && isSession && reply.ok && asker.somebody) {
      await world.db.deleteFrom('sign_in_try').execute()
      asker.cookie = await world.signIn(asker.somebody.person.username)
    }
  }

  const tenth = Math.ceil(count / 10)
  for (let n = 0; n < count && report.problems.length < problemsMax; n += AT_ONCE) {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - n) }, (_, k) => ask(n + k)))
    if (Math.floor((n + AT_ONCE) / tenth) > Math.floor(n / tenth)) report.heap.push(heapNow())
  }

  const after = await fingerprint(world.db)
  for (const [table, print] of Object.entries(before)) {
    if (after[table] !== print) report.problems.push(`the table ${table} has changed`)
  }
  for (const [number, outcome] of await mutationsIn(world.db)) {
    if (!firstMutations.has(number) && JSON.parse(outcome).o !== 'rejected')
      report.problems.push(`a faulty mutation was taken: ${outcome}`)
  }
  return report
}

/** Nobody, somebody with a made-up cookie, one whose account is closed, every role, and an administrator of elsewhere. */
async function askersIn(world: TwoProvinces): Promise<Asker[]> {
  const closed = await world.somebody('administrator')
  await world.close(closed)
  const askers: Asker[] = [
    { name: 'nobody', somebody: null, cookie: null },
    { name: 'stranger', somebody: null, cookie: MADE_UP },
    { name: 'closed', somebody: null, cookie: closed.cookie },
  ]
  for (const role of roles) {
    const somebody = await world.somebody(role)
    askers.push({ name: role, somebody, cookie: somebody.cookie })
  }
  const far = await world.somebody('administrator', 'otherProvince')
  return [...askers, { name: 'far', somebody: far, cookie: far.cookie }]
}

/** Refusals carry a code; a HEAD has no body, the upload library refuses in words of its own, and a page is for people. */
function isRefusal(name: string, method: string | undefined, text: string): boolean {
  if (method === 'HEAD' || name.includes('/tus')) return true
  if (name.startsWith('GET /xac-minh/')) return text.startsWith('<!doctype html>')
  try {
    return isProblemCode(JSON.parse(text).code)
  } catch {
    return false
  }
}

/** A hash of every table that faulty requests must leave alone. */
async function fingerprint(db: Database): Promise<Record<string, string>> {
  const prints: Record<string, string> = {}
  for (const name of await tablesOf(db)) {
    if (mayGrow.includes(name)) continue
    const { rows } = await sql`SELECT * FROM ${sql.table(name)}`.execute(db)
    // That the server could write a moment ago is no record of anybody.
    const lines = rows
      .map((row) => JSON.stringify(row))
      .filter((row) => !row.includes('"alive-at"'))
      .sort()
    prints[name] = createHash('sha256').update(lines.join('\n')).digest('hex')
  }
  return prints
}

/** Outcomes by device and number. */
async function mutationsIn(db: Database): Promise<Map<string, string>> {
  const rows = await db.selectFrom('mutation').select(['device_id', 'seq', 'outcome']).execute()
  return new Map(rows.map(({ device_id, seq, outcome }) => [`${device_id}/${seq}`, outcome]))
}

function heapNow(): number {
  ;(globalThis as { gc?: () => void }).gc?.()
  return Math.round(process.memoryUsage().heapUsed / 104_857.6) / 10
}
