import 'fake-indexeddb/auto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ksnk } from '../../src/criteria/ksnk.ts'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { listChecklists } from '../../src/device/store/checklists.ts'
import { listFacilities } from '../../src/device/store/replica.ts'
import type { Store } from '../../src/device/store/store.ts'
import type { Answer } from '../../src/domain/answer.ts'
import type { Item } from '../../src/domain/checklist.ts'
import { dateInVietnam } from '../../src/domain/date.ts'
import type { InspectionHead } from '../../src/domain/inspection.ts'
import { itemsOf } from '../../src/domain/items.ts'
import { createDeviceWorld } from '../support/device-world.ts'
import { remoteServer } from '../support/remote-server.ts'
import { buildServer, spawnServer } from '../support/server-process.ts'
import { type Tally, tapWire } from '../support/wire-tap.ts'
import { writeVisit } from './bulk-visits.ts'

/** What syncing costs on the wire: bytes and requests counted at the socket, headers included. */

const INSPECTIONS = Number(process.env.INSPECTIONS ?? 1000)
const ANSWERS = 60
const CHANGED = 100

type Tablet = Awaited<ReturnType<typeof createDeviceWorld>>

const items = itemsOf(ksnk)
  .filter(({ input }) => input.kind === 'passFail' || input.kind === 'scale')
  .slice(0, ANSWERS)

/** An answer as inspectors give them, another one in each turn: every other with a remark. */
function answerFor({ input }: Item, turn: number): Answer {
  const least = input.kind === 'scale' ? (input.min ?? 0) : 0
  const value =
    input.kind === 'scale'
      ? ({ is: 'level', level: least + (turn % (input.max - least + 1)) } as const)
      : ({ is: 'verdict', verdict: turn % 5 === 0 ? 'fail' : 'pass' } as const)
  return turn % 2 === 0 ? { value, note: `Phòng số ${turn}: còn thiếu, đã nhắc khắc phục trong tuần` } : { value }
}

/** Visits written in bulk. @returns their ids and their JSON's size */
async function writeVisits(store: Store, head: InspectionHead): Promise<{ ids: string[]; bytes: number }> {
  const ids: string[] = []
  let bytes = 0
  for (let visit = 0; visit < INSPECTIONS; visit++) {
    const id = crypto.randomUUID()
    const answers = Object.fromEntries(items.map((item, index) => [item.id, answerFor(item, index + visit)]))
    bytes += headJson(head) + JSON.stringify(answers).length
    await writeVisit(store, { id, head, answers })
    ids.push(id)
  }
  return { ids, bytes }
}

function headJson(head: InspectionHead): number {
  return JSON.stringify(head).length
}

const kB = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`

function row(what: string, { requests, up, down }: Tally, seconds: number, more = ''): void {
  const cells = [
    what.padEnd(44),
    `${requests}`.padStart(9),
    kB(up).padStart(12),
    kB(down).padStart(12),
    `${seconds.toFixed(1)} s`.padStart(9),
  ]
  console.log(`${cells.join('')}  ${more}`)
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  await work()
  return (performance.now() - from) / 1000
}

/** Resident memory of a process in MB (Linux), null elsewhere. */
function residentMemory(pid: number | 'self'): number | null {
  if (process.platform !== 'linux') return null
  const found = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return found ? Number(found[1]) / 1024 : null
}

async function rounds(main: string, roundTrip: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'so-kiem-bench-'))
  const server = spawnServer(main, { PORT: '0', DATA_DIR: folder })
  const wire = await tapWire(await server.address(), { roundTrip })
  try {
    console.log(`\n${INSPECTIONS} inspections of ${ANSWERS} answers, ${roundTrip} ms round trip`)
    console.log(
      `${''.padEnd(44)}${'requests'.padStart(9)}${'up'.padStart(12)}${'down'.padStart(12)}${'time'.padStart(9)}`,
    )
    const tablet: Tablet = await createDeviceWorld(remoteServer(wire.url), 'kiemtra')
    wire.take()
    const first = await timed(() => tablet.sync())
    row('first pull: checklists and facilities', wire.take(), first)
    const facility = (await listFacilities(tablet.store)).find(({ facts }) => facts.type === 'hospital')
    const checklist = (await listChecklists(tablet.store)).find(({ ref }) => ref.id === 'ksnk')
    if (!facility || !checklist) throw new Error('no hospital, or no checklist for it')
    const { ids, bytes } = await writeVisits(tablet.store, {
      facilityId: facility.id,
      facilityName: facility.name,
      checklist: checklist.ref,
      kind: 'inspection',
      date: dateInVietnam(Date.now()),
      team: ['Nguyễn Thị Kiểm'],
      facts: facility.facts,
    })
    wire.take()
    const bulk = await timed(() => tablet.push())
    row(`bulk push (${kB(bytes)} of content)`, wire.take(), bulk)
    await tablet.sync()
    for (const [index, id] of ids.slice(0, CHANGED).entries()) {
      const item = items[index % ANSWERS] as Item
      await saveAnswer(tablet.store, id, item.id, answerFor(item, 2 * index + 1))
    }
    wire.take()
    tablet.bodies.length = 0
    const change = await timed(() => tablet.push())
    const tally = wire.take()
    const body = tablet.bodies.reduce((sum, size) => sum + size, 0)
    row(
      `one answer of ${CHANGED} inspections`,
      tally,
      change,
      `${(body / CHANGED).toFixed(0)} bytes a change beyond headers`,
    )
    await tablet.sync()
    wire.take()
    const nothing = await timed(() => tablet.sync())
    row('a round with nothing to do', wire.take(), nothing)
    const fresh = await createDeviceWorld(remoteServer(wire.url), 'kiemtra')
    wire.take()
    const pull = await timed(() => fresh.sync())
    row('everything to a fresh tablet', wire.take(), pull)
    const refused = await tablet.store.db.attention.count()
    if (refused > 0) throw new Error(`${refused} answers were refused: these figures are of something else`)
    fresh.close()
    tablet.close()
    console.log(
      `memory: server ${server.memory()?.toFixed(0)} MB now, ${((server.peakMemory() ?? 0) / 1e6).toFixed(0)} MB at most; tablets ${residentMemory('self')?.toFixed(0)} MB`,
    )
  } finally {
    await wire.close()
    server.kill('SIGKILL')
    await server.exited
    rmSync(folder, { recursive: true })
  }
}

export async function main(): Promise<void> {
  const built = await buildServer()
  try {
    for (const roundTrip of [0, 100]) await rounds(built.main, roundTrip)
  } finally {
    built.remove()
  }
}
