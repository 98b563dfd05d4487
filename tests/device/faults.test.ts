import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { exportUnsent, listAttention, openEntries } from '../../src/device/store/attention.ts'
import { contents } from '../../src/device/store/contents.ts'
import { openInspection, startInspection, submitInspection } from '../../src/device/store/drafts.ts'
import { getResult, listFacilities } from '../../src/device/store/replica.ts'
import { createHold } from '../../src/device/sync/hold.ts'
import { type Answer, NOTE_MAX } from '../../src/domain/answer.ts'
import { itemsOf } from '../../src/domain/items.ts'
import {
  createDeviceWorld,
  hotelWifi,
  offline,
  replyLost,
  stranger,
  tooSlow,
  type Weather,
} from '../support/device-world.ts'
import { tinyChecklist } from '../support/server-checklist.ts'
import { createServerWorld, failed, headFor, passed, type ServerWorld } from '../support/server-world.ts'

type DeviceWorld = Awaited<ReturnType<typeof createDeviceWorld>>

let server: ServerWorld
let tablet: DeviceWorld
const open: { close(): unknown }[] = []
beforeEach(async () => {
  server = await createServerWorld()
  tablet = await createDeviceWorld(server, 'kiemtra')
  open.push(tablet)
  await tablet.sync()
})
afterEach(async () => {
  for (const each of open.splice(0)) each.close()
  await server.close()
})

const head = async () => headFor((await listFacilities(tablet.store))[0]?.id ?? '')
const items = itemsOf(tinyChecklist).map(({ id }) => id)

/** Two mutations: a start, and three answers in one. */
async function answered(answer: Answer = passed): Promise<string> {
  const id = await startInspection(tablet.store, await head())
  for (const item of items) await saveAnswer(tablet.store, id, item, answer)
  return id
}

const unsent = async () => (await contents(tablet.store)).unsentChanges
const onServer = async (id: string) => {
  const row = await server.db
    .selectFrom('inspection')
    .select(['cells', 'status'])
    .where('id', '=', id)
    .executeTakeFirst()
  return row && { status: row.status, cells: Object.keys(JSON.parse(row.cells)) }
}
/** What the pushes of a while carried: the numbers in each. */
function watch(then: Weather = (_request, pass) => pass()): number[][] {
  const seen: number[][] = []
  tablet.network((request, pass) => {
    if (request.path.includes('/push')) seen.push(JSON.parse(request.body).m.map(({ seq }: { seq: number }) => seq))
    return then(request, pass)
  })
  return seen
}
const isPush = ({ path }: { path: string }) => path.includes('/push')

/** Our own server, refusing. */
function refusing(status: number, code: string, headers: Record<string, string> = {}) {
  return Response.json({ code, message: 'x.' }, { status, headers: { 'sync-proto': '1', ...headers } })
}

describe('packed bodies', () => {
  it('[P30] a push goes packed, be it of one answer, and what is small as it is', async () => {
    const packed: [path: string, isPacked: boolean][] = []
    tablet.network((request, pass) => {
      if (request.body) packed.push([request.path.split('?')[0] ?? '', request.isPacked])
      return pass()
    })
    const id = await startInspection(tablet.store, await head())
    await saveAnswer(tablet.store, id, 'q1', { ...passed, note: 'ệ'.repeat(NOTE_MAX) })
    await tablet.sync()
    await saveAnswer(tablet.store, id, 'q2', passed)
    await tablet.sync()
    await tablet.transport.deadLetter('tablet', { k: 'short' })
    const push = '/sync/v1/push'
    expect(packed).toEqual([
      [push, true],
      [push, true],
      ['/sync/v1/deadletter', false],
    ])
    expect(await onServer(id)).toMatchObject({ cells: ['q1', 'q2'] })
  })

  it.each([400, 415])(
    '[P30] where something between answers %i to a packed body, it goes once more as plain text',
    async (status) => {
      const packed: boolean[] = []
      tablet.network(async (request, pass) => {
        if (isPush(request)) packed.push(request.isPacked)
        return request.isPacked ? new Response('no', { status }) : pass()
      })
      const id = await answered({ ...passed, note: 'dài '.repeat(200) })
      await tablet.sync()
      await saveAnswer(tablet.store, id, 'q1', { ...failed, note: 'dài '.repeat(300) })
      await tablet.sync()
      expect(await unsent()).toBe(0)
      // Learnt: the second push does not try again.
      expect(packed).toEqual([true, false, false])
    },
  )

  it('[P30] a proxy that takes the header off leaves bytes nobody can read: once more as plain text', async () => {
    let lost = 0
    tablet.network(async (request, pass) => {
      if (!request.isPacked) return pass()
      lost += 1
      return server.app.request(request.path, {
        method: request.method,
        headers: { 'content-type': 'application/json', cookie: await server.signIn('kiemtra') },
        body: new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0]),
      })
    })
    await answered({ ...passed, note: 'dài '.repeat(200) })
    await tablet.sync()
    expect([lost, await unsent()]).toEqual([1, 0])
  })
})

describe('replies that are not ours', () => {
  it.each<[string, Weather, string]>([
    ['200 with a page', hotelWifi, 'INTERCEPTED'],
    ['200 with JSON of somebody else', async () => Response.json({ ok: true }), 'INTERCEPTED'],
    [
      '200, our header and no JSON',
      async () => new Response('{}', { headers: { 'sync-proto': '1', 'content-type': 'text/html' } }),
      'INTERCEPTED',
    ],
    ['204', stranger(204), 'INTERCEPTED'],
    ['302 to a sign-in page', stranger(302, { location: 'http://wifi.example' }), 'INTERCEPTED'],
    ['401 of a proxy', stranger(401), 'INTERCEPTED'],
    ['403 of a proxy', stranger(403), 'INTERCEPTED'],
    ['404', stranger(404), 'INTERCEPTED'],
    ['407', stranger(407), 'INTERCEPTED'],
    ['426 of a proxy', stranger(426), 'INTERCEPTED'],
    ['511', stranger(511), 'INTERCEPTED'],
    ['408', stranger(408), 'TIMED_OUT'],
    ['500', stranger(500), 'STORAGE_UNAVAILABLE'],
    ['502', stranger(502), 'STORAGE_UNAVAILABLE'],
    ['504', stranger(504), 'STORAGE_UNAVAILABLE'],
    ['500 of ours', async () => refusing(500, 'SERVER_FAILED'), 'SERVER_FAILED'],
    ['503 of ours', async () => refusing(503, 'STORAGE_UNAVAILABLE'), 'STORAGE_UNAVAILABLE'],
    ['507 of ours', async () => refusing(507, 'STORAGE_FULL'), 'STORAGE_FULL'],
    ['403 of ours', async () => refusing(403, 'FORBIDDEN'), 'FORBIDDEN'],
    ['401 of ours', async () => refusing(401, 'SIGN_IN_REQUIRED'), 'SIGN_IN_REQUIRED'],
    ['a code this app does not know', async () => refusing(403, 'DEVICE_REVOKED'), 'FORBIDDEN'],
    ['a status nobody knows', async () => refusing(418, 'TEAPOT'), 'SERVER_FAILED'],
  ])('[P31] %s: nothing is acknowledged, and afterwards everything arrives once', async (_, weather, code) => {
    const id = await answered()
    await submitInspection(tablet.store, id)
    const cursor = await tablet.store.db.meta.get('cursor')
    tablet.network(weather)
    await expect(tablet.sync()).rejects.toMatchObject({ code })
    expect(await unsent()).toBe(5)
    expect(await tablet.store.db.meta.get('cursor')).toEqual(cursor)
    expect(await listAttention(tablet.store)).toEqual([])
    tablet.network()
    await tablet.sync()
    expect(await getResult(tablet.store, id)).toMatchObject({ score: { earned: 300 } })
  })
})

describe('a line that is too slow', () => {
  it('[P32] the same bytes again; after two in a row half as many, and more again when replies come', async () => {
    const id = await answered()
    await submitInspection(tablet.store, id)
    const bodies: string[] = []
    const pieces = watch(async (request, pass) => {
      if (isPush(request)) bodies.push(JSON.stringify(JSON.parse(request.body).m))
      return tooSlow(request, pass)
    })
    for (let n = 0; n < 2; n++) await expect(tablet.sync()).rejects.toMatchObject({ code: 'TIMED_OUT' })
    expect(bodies[1]).toBe(bodies[0])
    const slow = [...pieces]
    const after = watch()
    await tablet.sync()
    expect(slow).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ])
    expect(after).toEqual([[1, 2], [3]])
    expect(await getResult(tablet.store, id)).toMatchObject({ status: 'submitted' })
    expect(await server.db.selectFrom('inspection_seal').selectAll().execute()).toHaveLength(1)
  })

  it('[P32] one timeout and one broken line are not two timeouts', async () => {
    await answered()
    const pieces = watch(async (request, pass) =>
      pieces.length === 2 ? offline(request, pass) : tooSlow(request, pass),
    )
    for (const code of ['TIMED_OUT', 'OFFLINE', 'TIMED_OUT'])
      await expect(tablet.sync()).rejects.toMatchObject({ code })
    expect(pieces.map(({ length }) => length)).toEqual([2, 2, 2])
  })
})

describe('what cannot be sent', () => {
  it.each<[string, (body: string) => Response]>([
    ['a proxy with a limit', () => new Response('too large', { status: 413 })],
    ['our own limit', () => refusing(413, 'BODY_TOO_LARGE')],
  ])('[P34] %s: one answer too large is set aside, everything else arrives', async (_, refuse) => {
    const id = await answered()
    await saveAnswer(tablet.store, id, 'q2', { ...failed, note: 'ệ'.repeat(NOTE_MAX) })
    const other = await startInspection(tablet.store, await head())
    await saveAnswer(tablet.store, other, 'q1', failed)
    tablet.network(async (request, pass) =>
      isPush(request) && request.body.length > 2_300 ? refuse(request.body) : pass(),
    )
    await tablet.sync()
    expect(await unsent()).toBe(0)
    expect(await onServer(id)).toEqual({ status: 'draft', cells: ['q1', 'q3'] })
    expect(await onServer(other)).toMatchObject({ cells: ['q1'] })
    expect(await openInspection(tablet.store, id)).toMatchObject({
      state: 'refused',
      refusal: { code: 'BODY_TOO_LARGE' },
      answers: { q2: { note: 'ệ'.repeat(NOTE_MAX) } },
    })
    expect(await listAttention(tablet.store)).toMatchObject([
      { insp: id, entries: [{ kind: 'tooLarge', cell: 'q2', answer: { note: 'ệ'.repeat(NOTE_MAX) } }] },
    ])

    // Shortened, it goes through, and the inspection is as good as any.
    await saveAnswer(tablet.store, id, 'q2', { ...failed, note: 'ngắn' })
    await tablet.sync()
    expect(await openInspection(tablet.store, id)).toMatchObject({ state: 'draft', refusal: null, unsent: 0 })
    expect((await listAttention(tablet.store))[0]?.entries).toMatchObject([{ handled: 'done' }])
    await submitInspection(tablet.store, id)
    await tablet.sync()
    expect(await getResult(tablet.store, id)).toMatchObject({ status: 'submitted' })
  })

  it('[P34] whoever refuses even an empty envelope is not obeyed: nothing is set aside', async () => {
    const id = await answered()
    tablet.network(async (request, pass) => (isPush(request) ? new Response('', { status: 413 }) : pass()))
    await expect(tablet.sync()).rejects.toMatchObject({ code: 'INTERCEPTED' })
    tablet.network(async (request, pass) => (isPush(request) ? refusing(422, 'BODY_INVALID') : pass()))
    await expect(tablet.sync()).rejects.toMatchObject({ code: 'SERVER_FAILED' })
    expect(await listAttention(tablet.store)).toEqual([])
    tablet.network()
    await tablet.sync()
    expect(await onServer(id)).toMatchObject({ cells: items })
  })

  /** A fault of the app: an id that the server's envelope cannot take. */
  async function breakRowOf(insp: string, cell: string) {
    const [row] = await tablet.store.db.outbox.where({ insp, cell }).toArray()
    if (row) await tablet.store.db.outbox.put({ ...row, id: 'x'.repeat(70), alone: true })
    else throw new Error('no such row')
  }

  it('[P34] one mutation that cannot be read: found by halves, its number consumed by a void, 399 of 400 delivered', async () => {
    for (let n = 0; n < 198; n++) {
      const visit = await startInspection(tablet.store, await head())
      await saveAnswer(tablet.store, visit, 'q1', passed)
    }
    const id = await answered(failed)
    await breakRowOf(id, 'q2')
    const pieces = watch()
    await tablet.sync()
    expect(await unsent()).toBe(0)
    expect(await onServer(id)).toEqual({ status: 'draft', cells: ['q1', 'q3'] })
    const ledger = await server.db.selectFrom('mutation').select(['seq', 'kind', 'outcome']).orderBy('seq').execute()
    expect(ledger.map(({ seq }) => seq)).toEqual(Array.from({ length: 400 }, (_, n) => n + 1))
    expect(ledger.filter(({ kind }) => kind === 'void')).toMatchObject([{ seq: 399 }])
    expect(pieces.length).toBeLessThan(24)
    expect(await listAttention(tablet.store)).toMatchObject([
      { insp: id, entries: [{ kind: 'unreadable', code: 'BODY_INVALID', cell: 'q2', answer: failed }] },
    ])
  })

  it('[P34] the void that was not heard of goes again; a server that had taken the first bytes keeps both', async () => {
    const id = await answered()
    await breakRowOf(id, 'q1')
    tablet.network(async (request, pass) => (request.body.includes('"void"') ? replyLost(request, pass) : pass()))
    await expect(tablet.sync()).rejects.toMatchObject({ code: 'OFFLINE' })
    await tablet.restart()
    tablet.network()
    await tablet.sync()
    expect(await unsent()).toBe(0)
    expect(await onServer(id)).toMatchObject({ cells: ['q2', 'q3'] })
    expect((await listAttention(tablet.store))[0]?.entries).toHaveLength(1)
  })

  it('[P34] a submit behind a missing answer is refused, and the first reason is the one to read', async () => {
    const id = await answered()
    await breakRowOf(id, 'q1')
    await submitInspection(tablet.store, id)
    await tablet.sync()
    expect(await openInspection(tablet.store, id)).toMatchObject({
      state: 'refused',
      refusal: { code: 'BODY_INVALID' },
    })
    // Handed in again whole, under new ids.
    await submitInspection(tablet.store, id)
    await tablet.sync()
    expect(await getResult(tablet.store, id)).toMatchObject({ score: { earned: 300 } })
    const [group] = await listAttention(tablet.store)
    expect(group && openEntries(group).open).toEqual([])
  })

  it('[P35] what was set aside reaches the server as a dead letter, once; a failing one holds nothing back', async () => {
    const id = await answered()
    await breakRowOf(id, 'q1')
    tablet.network(async (request, pass) =>
      request.path.includes('deadletter') ? refusing(503, 'STORAGE_UNAVAILABLE') : pass(),
    )
    await tablet.sync()
    expect([await unsent(), await onServer(id)]).toMatchObject([0, { cells: ['q2', 'q3'] }])
    const letters = () => server.db.selectFrom('dead_letter').selectAll().execute()
    expect(await letters()).toEqual([])
    tablet.pace.noLettersBefore = 0
    tablet.network(async (request, pass) => (request.path.includes('deadletter') ? replyLost(request, pass) : pass()))
    await tablet.sync()
    tablet.pace.noLettersBefore = 0
    tablet.network()
    await tablet.sync()
    await tablet.sync()
    expect(await letters()).toMatchObject([{ user_id: tablet.person.id }])
    expect(JSON.parse((await letters())[0]?.body ?? '')).toMatchObject({ insp: id, said: { k: 'answer.set' } })
    expect(tablet.sent.filter((each) => each.includes('deadletter'))).toHaveLength(3)
  })

  it('[P33] everything unsent can be taken out as a file', async () => {
    const id = await answered(failed)
    tablet.network(async () => refusing(403, 'FORBIDDEN'))
    await expect(tablet.sync()).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const file = JSON.stringify(await exportUnsent(tablet.store))
    expect(JSON.parse(file)).toMatchObject({ personId: tablet.person.id, attention: [] })
    expect(JSON.parse(file).waiting).toHaveLength(4)
    expect(file).toContain(id)
    expect(file).toContain('"fail"')
  })
})

describe('a server that asks for quiet', () => {
  const shelf = () => {
    const kept = new Map<string, string>()
    return {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    }
  }

  it.each<[string, Record<string, string>, number, number]>([
    ['two minutes', { 'retry-after': '120' }, 119, 120],
    ['nothing', { 'retry-after': '0' }, 0.9, 1],
    ['ten years', { 'retry-after': '315360000' }, 3599, 3600],
    ['a date in the past', { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' }, 0.9, 1],
    ['a date ten years ahead', { 'retry-after': 'Tue, 21 Oct 2036 07:28:00 GMT' }, 3599, 3600],
    [
      'a date, by the server’s own clock',
      { 'retry-after': 'Wed, 21 Oct 2015 07:33:00 GMT', date: 'Wed, 21 Oct 2015 07:28:00 GMT' },
      299,
      300,
    ],
    ['rubbish', { 'retry-after': 'mai nhé' }, 29, 30],
    ['a negative number', { 'retry-after': '-5' }, 0.9, 30],
    ['no word of when', {}, 29, 30],
  ])('[P36] %s', async (_, headers, least, most) => {
    const hold = createHold(shelf())
    const one = await createDeviceWorld(server, 'kiemtra', undefined, { hold })
    open.push(one)
    one.network(async () => refusing(429, 'TOO_MANY_REQUESTS', headers))
    await expect(one.sync()).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' })
    expect(hold.left() / 1000).toBeGreaterThan(least)
    expect(hold.left() / 1000).toBeLessThanOrEqual(most)
  })

  it('[P36] all lanes and all tabs wait, also one that is opened later; nothing goes out meanwhile', async () => {
    const shared = shelf()
    const tabs = await Promise.all(
      [1, 2].map(() => createDeviceWorld(server, 'kiemtra', undefined, { hold: createHold(shared) })),
    )
    open.push(...tabs)
    const [one, other] = tabs as [DeviceWorld, DeviceWorld]
    one.network(async () => refusing(429, 'TOO_MANY_REQUESTS', { 'retry-after': '60' }))
    await expect(one.sync()).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' })
    const asked = one.sent.length
    one.network()
    await expect(one.sync()).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' })
    await expect(one.transport.ping()).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' })
    await expect(other.sync()).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' })
    expect([one.sent.length, other.sent.length]).toEqual([asked, 0])
  })

  it('[P36] a clock set back or forward makes it no longer than was asked', () => {
    const shared = shelf()
    let wall = Date.parse('2026-11-22T03:00:00Z')
    createHold(shared, () => wall).set(60_000)
    const later = createHold(shared, () => wall)
    wall += 10_000
    expect(later.left()).toBe(50_000)
    wall -= 2 * 365 * 86_400_000
    expect(later.left()).toBe(0)
    wall += 12 * 365 * 86_400_000
    expect(later.left()).toBe(0)
  })
})

describe('an app too old for the server', () => {
  it('[P37] 426: nothing is lost, and after the update everything is sent', async () => {
    const id = await answered()
    await submitInspection(tablet.store, id)
    tablet.network(async () => refusing(426, 'PROTOCOL_UNSUPPORTED'))
    await expect(tablet.sync()).rejects.toMatchObject({ code: 'PROTOCOL_UNSUPPORTED' })
    expect(await unsent()).toBe(5)
    await tablet.restart()
    tablet.network()
    await tablet.sync()
    expect(await getResult(tablet.store, id)).toMatchObject({ status: 'submitted' })
  })
})
