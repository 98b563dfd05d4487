import 'fake-indexeddb/auto'
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { postgresBin } from '../../scripts/postgres.ts'
import { addPhoto } from '../../src/device/store/photos.ts'
import { addDays, dateInVietnam } from '../../src/domain/date.ts'
import { openDatabase } from '../../src/server/storage/database.ts'
import type { Database } from '../../src/server/storage/schema.ts'
import { createDeviceOverHttp, startAnyVisit } from '../support/device-over-http.ts'
import { jpegOf, photoOf } from '../support/photos.ts'
import { newFacilities, newVisit } from './compare/content.ts'
import { openDevices } from './compare/devices.ts'
import { describeMachine } from './compare/machine.ts'
import { openCluster } from './compare/postgres.ts'
import { newFolder, startOurs } from './compare/process.ts'
import { seedOurs } from './compare/seed.ts'

/**
 * `npm run bench:scale`: what an inspection costs on PostgreSQL, table by table, and what follows for a province and
 * for a country; how long a copy of it takes. Visits of 60 answers go the way of real work: pushes over HTTP to the
 * built server. `-- <visits>` says how many.
 */
const VISITS = 4000
/** Visits of one facility in a quarter: a standing is of the last of them. */
const A_QUARTER = 3
const DEVICES = 8
const PHOTOS = 30
const PHOTO_BYTES = 20_000

/** What the plan is made for (docs/scale.md). */
const PLAN = { facilities: 10_000, families: 5, visitsAYear: 12, years: 10, photosAVisit: 3, photoBytes: 300_000 }

type Sizes = Map<string, { rows: number; heap: number; indexes: number; toast: number }>

export async function main([count = String(VISITS)]: readonly string[] = []): Promise<void> {
  const visits = Math.max(400, Number(count))
  console.log(`${describeMachine()}\n`)
  const cluster = openCluster()
  const folder = newFolder()
  try {
    const address = await cluster.create()
    const places = newFacilities(Math.ceil(visits / A_QUARTER))
    await seedOurs(address, places, [])
    const db = openDatabase(address)
    const server = await startOurs({ database: address })
    const steps = [await sizesOf(db)]
    const speed = await pushAll(server.url, { visits, places, after: async () => steps.push(await sizesOf(db)) })
    const [first, last] = [steps[0], steps[4]] as [Sizes, Sizes]
    const curve = steps.slice(1).map((each, n) => (total(each) - total(first)) / ((visits / 4) * (n + 1)))
    printTables(first, last, visits)
    console.log(`\nBytes for each inspection in all, after each quarter of them: ${curve.map(whole).join(', ')}`)
    console.log(`Pushes a second, ${DEVICES} devices, one server process: ${speed.toFixed(0)}`)
    const photo = await photosOf(db, server)
    console.log(
      `A picture of ${whole(PHOTO_BYTES)} bytes: ${whole(photo.database)} bytes in the database, ${whole(photo.disk)} on the disk of pictures`,
    )
    await server.stop()
    await db.destroy()
    const copy = copyTimes(cluster.host, new URL(address).pathname.slice(1), folder)
    console.log(
      `Database of ${(copy.bytes / 1e9).toFixed(3)} GB: pg_dump -Fc ${copy.dump.toFixed(1)} s into ${(copy.file / 1e6).toFixed(0)} MB, pg_restore ${copy.restore.toFixed(1)} s; for each GB of database ${perGb(copy.dump, copy.bytes)} and ${perGb(copy.restore, copy.bytes)} s, file ${((100 * copy.file) / copy.bytes).toFixed(0)} %`,
    )
    printPlan((total(last) - total(first)) / visits, photo.database, copy)
  } finally {
    cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @returns visits a second */
async function pushAll(
  url: string,
  { visits, places, after }: { visits: number; places: ReturnType<typeof newFacilities>; after(): Promise<unknown> },
): Promise<number> {
  const push = await openDevices(url, DEVICES)
  const today = dateInVietnam(Date.now())
  // Three days of one quarter, whatever today is.
  const [day = today] = [today, addDays(today, -40)].filter(
    (each) => Number(each.slice(5, 7)) % 3 !== 1 || each.slice(8) > '03',
  )
  let took = 0
  for (let quarter = 0; quarter < 4; quarter++) {
    const some = Array.from({ length: visits / 4 }, (_, n) => {
      const nth = (visits / 4) * quarter + n
      return newVisit(addDays(day, -Math.floor(nth / places.length)), places[nth % places.length])
    })
    took += (await push(some, DEVICES)).took
    await after()
  }
  return (visits / took) * 1000
}

async function sizesOf(db: Database): Promise<Sizes> {
  await sql`VACUUM ANALYZE`.execute(db)
  const { rows } = await sql<{ name: string; rows: number; heap: number; indexes: number; whole: number }>`
    SELECT relname AS name, reltuples::bigint AS rows, pg_table_size(oid) - coalesce(pg_total_relation_size(nullif(reltoastrelid, 0)), 0) AS heap,
      pg_indexes_size(oid) AS indexes, pg_total_relation_size(oid) AS whole
    FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`.execute(db)
  return new Map(rows.map((each) => [each.name, { ...each, toast: each.whole - each.heap - each.indexes }]))
}

function total(sizes: Sizes): number {
  return [...sizes.values()].reduce((sum, { heap, indexes, toast }) => sum + heap + indexes + toast, 0)
}

function printTables(before: Sizes, after: Sizes, visits: number): void {
  console.log('| table | rows | heap | indexes | toast | all, bytes for each inspection |')
  console.log('|---|---:|---:|---:|---:|---:|')
  const lines = [...after].map(([name, now]) => {
    const then = before.get(name) ?? { rows: 0, heap: 0, indexes: 0, toast: 0 }
    const grown = (key: keyof typeof then) => (now[key] - then[key]) / visits
    return { name, rows: grown('rows'), cells: (['heap', 'indexes', 'toast'] as const).map(grown) }
  })
  const sum = (cells: readonly number[]) => cells.reduce((all, each) => all + each, 0)
  const seen = lines.filter(({ cells }) => sum(cells) >= 1).sort((a, b) => sum(b.cells) - sum(a.cells))
  for (const { name, rows, cells } of seen)
    console.log(`| ${name} | ${rows.toFixed(2)} | ${cells.map(whole).join(' | ')} | ${whole(sum(cells))} |`)
  const columns = [0, 1, 2].map((at) => sum(seen.map(({ cells }) => cells[at] ?? 0)))
  console.log(`| **all** | | ${columns.map(whole).join(' | ')} | **${whole(sum(columns))}** |`)
}

/** By the app's own photo lane. */
async function photosOf(db: Database, server: Awaited<ReturnType<typeof startOurs>>) {
  const tablet = await createDeviceOverHttp(() => server.url)
  await tablet.sync()
  const { insp, items } = await startAnyVisit(tablet.store)
  await tablet.sync()
  const [before, disk] = [total(await sizesOf(db)), bytesIn(server.folder)]
  for (let n = 0; n < PHOTOS; n++) {
    const bytes = jpegOf(randomBytes(PHOTO_BYTES))
    const { id: _id, ...shot } = photoOf(bytes, { item: items[n % items.length] as string })
    await addPhoto(tablet.store, insp, shot, new Blob([bytes]))
  }
  await tablet.sync()
  await tablet.sendPhotos()
  tablet.close()
  return { database: (total(await sizesOf(db)) - before) / PHOTOS, disk: (bytesIn(server.folder) - disk) / PHOTOS }
}

function bytesIn(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((each) => each.isFile())
    .reduce((sum, each) => sum + statSync(join(each.parentPath, each.name)).size, 0)
}

type Copy = { bytes: number; file: number; dump: number; restore: number }

function copyTimes(host: string, name: string, folder: string): Copy {
  const bin = postgresBin() ?? ''
  const file = join(folder, 'copy.dump')
  const who = ['-h', host, '-U', 'so_kiem']
  const run = (tool: string, args: string[]) => {
    const begun = performance.now()
    const { status, stdout, stderr } = spawnSync(join(bin, tool), [...who, ...args], { encoding: 'utf8' })
    if (status !== 0) throw new Error(`${tool}: ${stderr}`)
    return { seconds: (performance.now() - begun) / 1000, stdout }
  }
  const bytes = Number(run('psql', ['-d', name, '-Atc', 'SELECT pg_database_size(current_database())']).stdout)
  const dump = run('pg_dump', ['-Fc', '-f', file, name]).seconds
  run('psql', ['-d', 'postgres', '-qc', 'CREATE DATABASE restored'])
  const restore = run('pg_restore', ['-d', 'restored', file]).seconds
  return { bytes, file: statSync(file).size, dump, restore }
}

function printPlan(inspection: number, photo: number, copy: Copy): void {
  const { facilities, families, visitsAYear, years, photosAVisit, photoBytes } = PLAN
  const visits = facilities * families * visitsAYear * years
  console.log(
    `\n${whole(facilities)} facilities × ${families} × ${visitsAYear} a year × ${years} years, ${photosAVisit} pictures of ${photoBytes / 1000} kB each:\n`,
  )
  console.log('| | one province | × 100 |\n|---|---:|---:|')
  const rows: [string, number, (value: number) => string][] = [
    ['inspections', visits, whole],
    ['tables and indexes', visits * inspection, inBytes],
    ['the same for the pictures', visits * photosAVisit * photo, inBytes],
    ['pictures themselves', visits * photosAVisit * photoBytes, inBytes],
    ['pg_dump -Fc, hours', (visits * inspection * copy.dump) / copy.bytes / 3600, (hours) => hours.toFixed(1)],
    ['its file', (visits * inspection * copy.file) / copy.bytes, inBytes],
    ['pg_restore, hours', (visits * inspection * copy.restore) / copy.bytes / 3600, (hours) => hours.toFixed(1)],
    ['inspections a second, 250 days of 8 hours', visits / years / 250 / 8 / 3600, (value) => value.toFixed(2)],
  ]
  for (const [what, value, shown] of rows) console.log(`| ${what} | ${shown(value)} | ${shown(value * 100)} |`)
  mkdirSync('tests/bench/results', { recursive: true })
  const result = { plan: PLAN, inspection, photo, copy }
  writeFileSync(
    `tests/bench/results/${new Date().toISOString().slice(0, 16).replace(':', '')}-scale.json`,
    JSON.stringify(result),
  )
}

const whole = (value: number) => Math.round(value).toLocaleString('en')
const perGb = (seconds: number, bytes: number) => ((seconds * 1e9) / bytes).toFixed(0)
const inBytes = (value: number) =>
  value >= 1e12 ? `${(value / 1e12).toFixed(1)} TB` : `${(value / 1e9).toFixed(value < 1e10 ? 1 : 0)} GB`
