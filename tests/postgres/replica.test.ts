import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { dateInVietnam } from '../../src/domain/date.ts'
import type { Overview } from '../../src/domain/overview/overview.ts'
import { digestOf } from '../../src/protocol/digest.ts'
import { SCHEMA_HEADER } from '../../src/protocol/reading.ts'
import { PROTO, SCHEMA } from '../../src/protocol/terms.ts'
import type { PullReply } from '../../src/protocol/wire.ts'
import { openDatabase } from '../../src/server/storage/database.ts'
import { migrate } from '../../src/server/storage/migrations.ts'
import { fullAnswers } from '../support/full-answers.ts'
import { remoteServer } from '../support/remote-server.ts'
import { buildServer } from '../support/server-process.ts'
import { headFor, jsonRequest, submitOf } from '../support/server-world.ts'
import { openRig, until, withoutPooler } from './rig.ts'
import { checklist, STATIONS } from './storm.ts'

/** One server behind pgbouncer, which reads from a real replica; what the replica has replayed is held back by hand. */
describe.runIf(withoutPooler === null)('a server that reads from a replica', () => {
  let rig: Awaited<ReturnType<typeof openRig>>
  let built: Awaited<ReturnType<typeof buildServer>>
  let address: string
  let cookie: string
  let seq = 0
  const deviceId = randomUUID()

  beforeAll(async () => {
    built = await buildServer()
    rig = await openRig(built.main)
    address = (await rig.startServers(1))[0] ?? ''
    cookie = await remoteServer(address).signIn('kiemtra')
  }, 120_000)
  afterAll(async () => {
    await rig?.stop()
    built.remove()
  })
  afterEach(async () => {
    await sql`SELECT pg_wal_replay_resume()`.execute(rig.databases.replica).catch(() => {})
  })

  const pause = () => sql`SELECT pg_wal_replay_pause()`.execute(rig.databases.replica)

  /** A visit that is begun and handed in, as one batch. */
  async function visit() {
    const insp = randomUUID()
    const ref = { id: checklist.id, version: checklist.version, hash: await digestOf(checklist) }
    const head = await headFor(STATIONS[0] ?? '', { checklist: ref, date: dateInVietnam(Date.now()) })
    const answers = fullAnswers(checklist, head.facts)
    const set = Object.fromEntries(Object.entries(answers).map(([key, each]) => [key, [0, each]]))
    const m = [
      { k: 'inspection.start', insp, head },
      { k: 'answer.set', insp, set },
      await submitOf(insp, head, answers, checklist),
    ].map((mutation) => ({ id: randomUUID(), at: Date.now(), ...mutation, seq: ++seq }))
    const body = { proto: PROTO, epoch: null, schema: SCHEMA, app: 'test', clock: { wall: Date.now() }, deviceId, m }
    const push = () => fetch(`${address}/sync/v1/push`, jsonRequest(body, cookie))
    return { insp, push }
  }

  const ask = (path: string, as = cookie) =>
    fetch(`${address}${path}`, { headers: { cookie: as, [SCHEMA_HEADER]: String(SCHEMA) } })

  async function pull(cursor: string): Promise<PullReply> {
    const reply = await ask(`/sync/v1/pull?${new URLSearchParams({ deviceId, limit: '500', cursor })}`)
    expect(reply.status).toBe(200)
    return (await reply.json()) as PullReply
  }

  async function pullToEnd(): Promise<string> {
    for (let page = await pull(''); ; page = await pull(page.cursor)) if (!page.more) return page.cursor
  }

  const idsIn = ({ changes }: PullReply) =>
    changes.flatMap((change) => (change.entity === 'inspection' ? [change.data.id] : []))

  /** How often the feed has been looked into there. A session says so when it ends. */
  async function looks(at: 'primary' | 'replica'): Promise<number> {
    await until('they have ended', async () => {
      const { rows } = await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()`.execute(rig.databases[at])
      return rows.length === 0
    })
    const { rows } = await sql<{ n: number }>`SELECT seq_scan + coalesce(idx_scan, 0) AS n
      FROM pg_stat_user_tables WHERE relname = 'feed'`.execute(rig.databases[at])
    return rows[0]?.n ?? 0
  }

  async function assessed(as: string): Promise<number> {
    const path = `/api/overview?period=${dateInVietnam(Date.now()).slice(0, 4)}&checklist=${checklist.id}`
    const reply = await ask(path, as)
    expect(reply.status).toBe(200)
    const { chosen } = (await reply.json()) as { chosen: Overview | null }
    return chosen?.assessed ?? 0
  }

  test('many that migrate at once through a pooler wait for each other, and leave no lock behind', async () => {
    const starting = Array.from({ length: 6 }, () => openDatabase(rig.address))
    for (let round = 0; round < 5; round++) await Promise.all(starting.map(migrate))
    for (const db of starting) await db.destroy()
    const { rows } = await sql`SELECT locktype FROM pg_locks WHERE locktype = 'advisory'`.execute(rig.databases.primary)
    expect(rows).toEqual([])
    const [other = ''] = await rig.startServers(1)
    expect((await fetch(`${other}/api/ready`)).status).toBe(200)
  })

  test('pages are read from the replica, not from the primary', async () => {
    const { push } = await visit()
    expect((await push()).status).toBe(200)
    const before = { primary: await looks('primary'), replica: await looks('replica') }
    await pullToEnd()
    expect(await looks('replica')).toBeGreaterThan(before.replica)
    expect(await looks('primary')).toBe(before.primary)
  })

  test('[P78] a replica that lags is never "nothing new", and never a reset: what was just handed in is in the next page', async () => {
    let cursor = await pullToEnd()
    await pause()
    for (let round = 0; round < 3; round++) {
      const { insp, push } = await visit()
      expect((await push()).status).toBe(200)
      const page = await pull(cursor)
      expect(idsIn(page)).toContain(insp)
      expect(page.reset).toBe(false)
      // From here on the cursor is ahead of all that the replica knows.
      cursor = page.cursor
    }
    const nothing = await pull(cursor)
    expect([nothing.changes, nothing.reset, nothing.deviceAck]).toEqual([[], false, seq])
  })

  test('[P78] nor do figures lag: who has just handed in sees it counted', async () => {
    const supervisor = await remoteServer(address).signIn('giamsat')
    const station = async () => {
      const { push } = await visit()
      expect((await push()).status).toBe(200)
    }
    await station()
    expect(await assessed(supervisor)).toBe(1)
    const counted = async () => {
      const reply = await ask(`/api/export/inspections.csv?checklist=${checklist.id}`, supervisor)
      return (await reply.text()).trim().split('\n').length
    }
    const rows = await counted()
    await pause()
    await station()
    expect(await counted()).toBe(rows + 1)
  })

  test('[P78] an address of the primary that leads to a copy: "later" and not ready, and once it leads again everything goes on', async () => {
    const cursor = await pullToEnd()
    await pause()
    const { insp, push } = await visit()
    expect((await push()).status).toBe(200)
    const { host } = rig.replica
    rig.pooler.point({ primary: host, replica: host })
    const ready = async () => (await ask('/api/ready')).status
    await until('it is not ready', async () => (await ready()) === 503)
    const reply = await ask(`/sync/v1/pull?${new URLSearchParams({ deviceId, cursor })}`)
    expect([reply.status, (await reply.json()).code]).toEqual([503, 'STORAGE_UNAVAILABLE'])
    const refused = await (await visit()).push()
    expect([refused.status, (await refused.json()).code]).toEqual([503, 'STORAGE_UNAVAILABLE'])
    seq -= 3
    rig.pooler.point({ primary: rig.primary.host, replica: host })
    await until('it is ready again', async () => (await ready()) === 200)
    const page = await pull(cursor)
    expect([idsIn(page), page.reset]).toEqual([[insp], false])
  })

  test('[P4] [P6] a commit whose wait for the replica was broken off is no acknowledgement, and the same push again is taken once', async () => {
    await rig.databases.replica.destroy()
    rig.replica.kill()
    const { insp, push } = await visit()
    const answering = push()
    const { primary } = rig.databases
    await until('the commit waits for the replica', async () => {
      const { rows } =
        await sql`SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'`.execute(primary)
      return rows.length > 0
    })
    const reply = await answering
    expect([reply.status, (await reply.json()).code]).toEqual([503, 'STORAGE_UNAVAILABLE'])
    // Whoever operates it decides to go on without a second copy.
    await sql`ALTER SYSTEM SET synchronous_standby_names = ''`.execute(primary)
    await sql`SELECT pg_reload_conf()`.execute(primary)
    await until('the same push is answered', async () => (await push()).status === 200)
    const { rows } = await sql`SELECT id FROM inspection WHERE id = ${insp}`.execute(primary)
    expect(rows).toHaveLength(1)
    expect(
      (await primary.selectFrom('mutation').select('seq').where('device_id', '=', deviceId).execute()).length,
    ).toBe(seq)
  })

  test('[P78] a replica that is gone: the primary answers in its place', async () => {
    const cursor = await pullToEnd()
    const { insp, push } = await visit()
    expect((await push()).status).toBe(200)
    expect(idsIn(await pull(cursor))).toEqual([insp])
  })
})
