import { randomUUID } from 'node:crypto'
import { copyFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { dateInVietnam } from '../../../src/domain/date.ts'
import { openSigner } from '../../../src/server/audit/signatures.ts'
import { openDatabase } from '../../../src/server/storage/database.ts'
import { findPerson } from '../../../src/server/storage/people.ts'
import { acceptPush } from '../../../src/server/sync/accept-push.ts'
import { type Ran, startBare } from './bare.ts'
import { newFacilities, newVisit, type Visit } from './content.ts'
import { inTurns, openDevices, shares } from './devices.ts'
import { handIn, NUMBERS, scoreOf } from './hand-in.ts'
import { type Comparison, type Effort, openSeries, quantile, ratioAim, takeTurns } from './measure.ts'
import { type Bench, openCluster } from './postgres.ts'
import { newFolder, peakMemory, processorTime, startOurs, startPeer } from './process.ts'
import { rowsOf } from './rows.ts'
import { seedOurs, sqliteIn } from './seed.ts'

/** A server that is there, or what stands for it. */
type Standing = {
  /** Takes these visits from so many devices at once. */
  take(from: number, until: number, devices: number): Promise<Ran>
  /** Milliseconds of processor of everything that serves. */
  processor(): number
  /** MB, of its own process. */
  memory(): number
  stop(): Promise<void>
}

type Contender = { name: string; start(): Promise<Standing> }

/** Each visit in a push of its own, from many devices at once. */
export async function compareServer(effort: Effort): Promise<Comparison> {
  const levels = effort.isQuick ? [1, 2, 4, 8] : [1, 8, 32, 64]
  const pushes = effort.isQuick ? 40 : 400
  const rounds = effort.runs + effort.warmUps
  const world = await prepare(pushes * rounds)
  const perSecond = openSeries('visits taken', 'per second', 'devices')
  const perCore = openSeries(
    'visits taken for each second of processor that the server and its database used',
    'per second',
    'devices',
  )
  const processor = openSeries('processor for each visit, server and database', 'ms', 'devices')
  const half = openSeries('answer, p50', 'ms', 'devices')
  const slow = openSeries('answer, p99', 'ms', 'devices')
  const memory = openSeries('most memory that the server’s process held', 'MB', 'devices')
  try {
    for (const devices of levels) {
      const standing = await Promise.all(
        contendersIn(world).map(async ({ name, start }) => ({ name, server: await start(), round: 0 })),
      )
      await takeTurns(standing, effort, async (each, counts) => {
        const from = each.round++ * pushes
        const before = each.server.processor()
        const { took, times } = await each.server.take(from, from + pushes, devices)
        const used = each.server.processor() - before
        if (!counts) return
        perSecond.add(devices, each.name, (pushes / took) * 1000)
        perCore.add(devices, each.name, (pushes / used) * 1000)
        processor.add(devices, each.name, used / pushes)
        half.add(devices, each.name, quantile(times, 0.5))
        slow.add(devices, each.name, quantile(times, 0.99))
      })
      for (const { name, server } of standing) {
        memory.add(devices, name, server.memory())
        await server.stop()
      }
    }
  } finally {
    world.cluster.stop()
    rmSync(world.folder, { recursive: true, force: true })
  }
  const most = Math.max(...levels)
  const within = (engine: string, devices: number) =>
    ratioAim(
      `bare inserts / ours, visits a second, ${engine}, ${devices} device${devices === 1 ? '' : 's'}`,
      perSecond.at(`bare inserts, ${engine}`, devices) / perSecond.at(`ours, ${engine}`, devices),
      { atMost: 2 },
    )
  return {
    title: 'Server: visits of 60 answers, each begun, answered and handed in by one push',
    how: [
      `Every server is a process of its own, ours as \`npm run build\` made it; ${pushes} visits a run, the first run does not count. Devices are connections that send the next push when the last is answered, from a process beside it on the same machine: where all processors are busy, the figures a second are less than the server alone could do, and those for each second of processor are not.`,
      'Ours signs people in, asks for their rights, checks and scores each visit, keeps each mutation, seals the visit, signs a receipt, writes the log’s chain, counts the standing and has all of it on the disk before it answers. Bodies come packed (gzip), as the app sends them.',
      'PouchDB’s Express server gets the same content as its replication brings it: `_revs_diff`, then `_bulk_docs` with one document and `new_edits: false`; its checkpoints are left out. It checks nothing and LevelDB does not wait for the disk: that speaks for it.',
      'Bare inserts: exactly the rows that ours has written for these visits, into the same tables with their keys, indexes and references, by prepared statements, one for each table, in one transaction for each visit, on as many connections as ours has (SQLite: one). Without a network, and without the check of the log’s order.',
      `PostgreSQL ${world.cluster.version} as its package sets it up, fsync on, on the same disk and processors; its own processes count in “processor”, not in “memory”.`,
    ],
    series: [perSecond, perCore, processor, half, slow, memory].map(({ series }) => series),
    aims: ['SQLite', 'PostgreSQL'].flatMap((engine) => [within(engine, 1), within(engine, most)]),
  }
}

type World = {
  folder: string
  cluster: Bench
  visits: Visit[]
  /** The province before the first visit. */
  sqlite: string
  postgres: string
  /** Rows of each visit, for those who only insert. */
  file: string
}

const RECORDER = 'recorder'

async function prepare(count: number): Promise<World> {
  const folder = newFolder()
  const cluster = openCluster()
  // A facility is visited once: many visits of one in a quarter would be another work.
  const places = newFacilities(count)
  const today = dateInVietnam(Date.now())
  const visits = places.map((place) => newVisit(today, place))
  const sqlite = sqliteIn(folder)
  const postgres = await cluster.create()
  for (const address of [sqlite, postgres]) await seedOurs(address, places, [])
  await intoOneFile(sqlite)
  const recorded = join(folder, 'recorded.sqlite')
  copyFileSync(sqlite, recorded)
  const file = join(folder, 'rows.json')
  writeFileSync(file, JSON.stringify(await record(recorded, visits)))
  rmSync(recorded)
  for (const address of [sqlite, postgres]) await addRecorder(address)
  await intoOneFile(sqlite)
  return { folder, cluster, visits, sqlite, postgres, file }
}

/** So that the file can be copied: all of it lies in it, nothing beside it. */
async function intoOneFile(address: string): Promise<void> {
  const db = openDatabase(address)
  await sql`PRAGMA wal_checkpoint(TRUNCATE)`.execute(db)
  await db.destroy()
}

/** What ours writes for each of these visits. */
async function record(address: string, visits: readonly Visit[]) {
  const db = openDatabase(address)
  const person = await findPerson(db, 'demo-kiemtra')
  if (!person) throw new Error('the demonstration has no inspector')
  const signer = await openSigner(db)
  const onQuarantine = (error: unknown) => {
    throw error
  }
  for (const [n, visit] of visits.entries()) {
    const at = Date.now()
    const push = handIn(RECORDER, visit, { seq: n * NUMBERS, at })
    const { r } = await acceptPush(push, { db, person, now: at, signer, onQuarantine })
    const refused = r.find(({ o }) => o !== 'applied')
    if (refused) throw new Error(`a visit was not taken: ${JSON.stringify(refused)}`)
  }
  const rows = await rowsOf(
    db,
    visits.map(({ id }) => id),
  )
  await db.destroy()
  // Behind all numbers that the other database may have given by itself.
  const behind = (row: Record<string, unknown>, key: string) => ({ ...row, [key]: Number(row[key]) + 1_000_000 })
  return rows.map(({ audit = [], feed = [], ...rest }) => ({
    deviceId: RECORDER,
    rows: { ...rest, audit: audit.map((row) => behind(row, 'no')), feed: feed.map((row) => behind(row, 'ver')) },
  }))
}

/** The device that the recorded rows refer to. */
async function addRecorder(address: string): Promise<void> {
  const db = openDatabase(address)
  const person = await findPerson(db, 'demo-kiemtra')
  const seen = { last_seq: 0, schema_ver: 1, app: 'bench', seen_at: 0 }
  await db
    .insertInto('device')
    .values({ id: RECORDER, tenant_id: person?.provinceId ?? '', user_id: person?.id ?? '', ...seen })
    .execute()
  await db.destroy()
}

function contendersIn({ cluster, visits, sqlite, postgres, file }: World): Contender[] {
  // Others’ processes of the cluster rest while one is measured.
  const onPostgres = (pid: number) => () => processorTime(pid) + cluster.processor()
  return [
    ...(['SQLite', 'PostgreSQL'] as const).map((engine) => ({
      name: `ours, ${engine}`,
      async start() {
        const database = engine === 'PostgreSQL' ? await cluster.create(postgres) : ''
        const { url, pid, stop } = await startOurs({
          fill: async (folder) => copyFileSync(sqlite, sqliteIn(folder)),
          database,
        })
        const push = await openDevices(url, 64)
        return {
          take: (from: number, until: number, devices: number) => push(visits.slice(from, until), devices),
          processor: database ? onPostgres(pid) : () => processorTime(pid),
          memory: () => peakMemory(pid),
          async stop() {
            await stop()
            if (database) await cluster.drop(database)
          },
        }
      },
    })),
    {
      name: 'PouchDB',
      async start() {
        const { url, pid, stop } = await startPeer('pouchdb-server.mjs')
        await fetch(`${url}/inspections`, { method: 'PUT' })
        const headers = { 'content-type': 'application/json', accept: 'application/json' }
        return {
          take: (from: number, until: number, devices: number) =>
            inTurns(
              shares(visits.slice(from, until), devices),
              (visit) => {
                const { id, head, answers } = visit
                const rev = randomUUID().replaceAll('-', '')
                const document = { _id: id, _rev: `1-${rev}`, _revisions: { start: 1, ids: [rev] }, head, answers }
                const whole = { ...document, score: scoreOf(visit), status: 'submitted', submittedAt: Date.now() }
                return [
                  {
                    path: '/inspections/_revs_diff',
                    headers,
                    body: JSON.stringify({ [id]: [`1-${rev}`] }),
                    isDone: () => true,
                  },
                  {
                    path: '/inspections/_bulk_docs',
                    headers,
                    body: JSON.stringify({ docs: [whole], new_edits: false }),
                    isDone: (text: string) => text.trim() === '[]',
                  },
                ]
              },
              url,
            ),
          processor: () => processorTime(pid),
          memory: () => peakMemory(pid),
          stop,
        }
      },
    },
    ...(['SQLite', 'PostgreSQL'] as const).map((engine) => ({
      name: `bare inserts, ${engine}`,
      async start() {
        const folder = newFolder()
        const isFile = engine === 'SQLite'
        const address = isFile ? sqliteIn(folder) : await cluster.create(postgres)
        if (isFile) copyFileSync(sqlite, address)
        const bare = await startBare(isFile ? 'sqlite' : 'postgres', address, file)
        return {
          take: (from: number, until: number, devices: number) => bare.run({ from, until, devices }),
          processor: isFile ? () => processorTime(bare.pid) : onPostgres(bare.pid),
          memory: () => peakMemory(bare.pid),
          async stop() {
            await bare.stop()
            if (!isFile) await cluster.drop(address)
            rmSync(folder, { recursive: true, force: true })
          },
        }
      },
    })),
  ]
}
