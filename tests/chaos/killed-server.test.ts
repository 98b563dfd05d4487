import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Answer } from '../../src/domain/answer.ts'
import { freePort, remoteServer } from '../support/remote-server.ts'
import { type Random, seededRandom } from '../support/seeded-random.ts'
import { buildServer, spawnServer } from '../support/server-process.ts'
import { type Ledger, tabletAtWork } from './tablet-at-work.ts'

/**
 * A real server process, killed at random moments while tablets push. `npm run
 * chaos` kills it 200 times; `npm test` a few times, to keep the test itself alive.
 */

const KILLS = Number(process.env.KILLS ?? 5)
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000)

vi.setConfig({ testTimeout: 60_000 + KILLS * 15_000 })

let built: Awaited<ReturnType<typeof buildServer>>
let folder: string
let server: ReturnType<typeof spawnServer>
let port: number

beforeEach(async () => {
  built = await buildServer()
  folder = mkdtempSync(join(tmpdir(), 'so-kiem-chaos-'))
  port = await freePort()
}, 60_000)
afterEach(async () => {
  server.kill('SIGKILL')
  await server.exited
  built.remove()
  rmSync(folder, { recursive: true })
})

async function startServer(): Promise<string> {
  server = spawnServer(built.main, { PORT: String(port), DATA_DIR: folder })
  return server.address()
}

async function killServer(): Promise<void> {
  server.kill('SIGKILL')
  await server.exited
}

/** `backup` or `restore`, with yesterday's copy. */
const command = (name: string) =>
  spawnServer(built.main, { DATA_DIR: folder }, [name, join(folder, 'yesterday.sqlite')])

const file = () => join(folder, 'so-kiem.sqlite')
const wait = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds))

type Worker = Awaited<ReturnType<typeof tabletAtWork>>

/** Tablets at work until told otherwise; each act and each round at its own pace. */
function keepWorking(workers: readonly Worker[], random: Random) {
  let isOver = false
  const done = Promise.all(
    workers.map(async (worker) => {
      while (!isOver) {
        for (let acts = random.below(6); acts > 0; acts--) await worker.act()
        await worker.trySync()
        await wait(random.below(40))
      }
    }),
  )
  return async () => {
    isOver = true
    await done
  }
}

/** Every value that was called saved stands at last, and what was handed in is sealed once. */
function holdValues(ledger: Ledger): void {
  const db = new DatabaseSync(file(), { readOnly: true })
  try {
    for (const insp of ledger.submitted) {
      const seals = db.prepare('SELECT COUNT(*) AS n FROM inspection_seal WHERE inspection_id = ?').get(insp)
      expect([insp, seals]).toEqual([insp, { n: 1 }])
    }
    // The last level that was called saved stands, and whatever was acknowledged before it is in the history.
    for (const [key, levels] of ledger.saved) {
      const [insp, item = ''] = key.split('/')
      const row = db.prepare('SELECT cells FROM inspection WHERE id = ?').get(insp) as { cells: string } | undefined
      const cell = row && (JSON.parse(row.cells) as Record<string, { answer: Answer }>)[item]
      expect([key, cell?.answer.value]).toEqual([key, { is: 'level', level: levels.at(-1) }])
    }
  } finally {
    db.close()
  }
}

/** What was acknowledged is there, once, with the outcome that was told. */
function holdAgainst(ledger: Ledger): void {
  const db = new DatabaseSync(file(), { readOnly: true })
  try {
    expect(db.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
    for (const [key, { mutationId, o, seq }] of ledger.outcomes) {
      const [device] = key.split('/')
      const row = db.prepare('SELECT id, outcome FROM mutation WHERE device_id = ? AND seq = ?').get(device, seq) as
        | { id: string; outcome: string }
        | undefined
      expect([key, row?.id, row && JSON.parse(row.outcome).o]).toEqual([key, mutationId, o])
    }
    const twice = db.prepare('SELECT device_id, id FROM mutation GROUP BY device_id, id HAVING COUNT(*) > 1').all()
    expect(twice).toEqual([])
  } finally {
    db.close()
  }
}

test(`[P4] [P6] killed ${KILLS} times while tablets push: what was acknowledged is there, exactly once`, async () => {
  console.info(`seed ${SEED} (SEED=${SEED} npm run chaos)`)
  const random = seededRandom(SEED)
  const address = await startServer()
  const workers: Worker[] = []
  for (const username of ['kiemtra', 'kiemtra', 'coso'])
    workers.push(await tabletAtWork(remoteServer(address), username, random))
  const stop = keepWorking(workers, random)
  for (let kill = 0; kill < KILLS; kill++) {
    await wait(random.below(300))
    await killServer()
    await startServer()
  }
  await stop()
  for (const worker of workers) {
    expect(await worker.trySync()).toBe(true)
    expect(await worker.tablet.store.db.outbox.count()).toBe(0)
  }
  await killServer()
  for (const { ledger } of workers) {
    holdAgainst(ledger)
    holdValues(ledger)
  }
  const told = workers.reduce((sum, { ledger }) => sum + ledger.outcomes.size, 0)
  const sealed = workers.reduce((sum, { ledger }) => sum + ledger.submitted.size, 0)
  console.info(`${KILLS} kills, ${told} outcomes acknowledged, ${sealed} inspections sealed`)
  expect(told).toBeGreaterThan(KILLS)
  for (const { tablet } of workers) tablet.close()
})

test('[P16] a database put back from an older copy: tablets bring back what it lacks, once', async () => {
  const random = seededRandom(SEED + 1)
  const address = await startServer()
  const workers: Worker[] = []
  for (const username of ['kiemtra', 'coso']) workers.push(await tabletAtWork(remoteServer(address), username, random))
  const work = async (acts: number) => {
    for (const worker of workers) {
      for (let act = 0; act < acts; act++) await worker.act()
      expect(await worker.trySync()).toBe(true)
    }
  }
  await work(12)
  await killServer()
  expect(await command('backup').exited).toBe(0)
  await startServer()
  await work(12)
  await killServer()
  expect(await command('restore').exited).toBe(0)
  await startServer()
  await work(4)
  for (const worker of workers) expect(await worker.trySync()).toBe(true)
  await killServer()
  for (const { ledger } of workers) holdValues(ledger)
  for (const { tablet } of workers) tablet.close()
})
