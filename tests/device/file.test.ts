import { randomUUID } from 'node:crypto'
import Dexie from 'dexie'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { saveBegun } from '../../src/device/store/begun.ts'
import { openInspection, submitInspection } from '../../src/device/store/drafts.ts'
import {
  type Carried,
  dropCarried,
  letGo,
  listCarried,
  listToSend,
  takeIn,
  tryAgain,
} from '../../src/device/store/file/carried.ts'
import { readFile } from '../../src/device/store/file/container.ts'
import { makeFile } from '../../src/device/store/file/make-file.ts'
import { restoreFile } from '../../src/device/store/file/restore.ts'
import { listUnsentWork } from '../../src/device/store/file/unsent-work.ts'
import { markerKey } from '../../src/device/store/lock.ts'
import { listOpen } from '../../src/device/store/open-list.ts'
import { choosePin, enterByAccount, leave } from '../../src/device/store/people.ts'
import { addPhoto, listPhotos } from '../../src/device/store/photos.ts'
import { checkSignatures, signInspection } from '../../src/device/store/signatures.ts'
import { sayStep } from '../../src/device/store/steps.ts'
import { closeStore, openStore, type Store } from '../../src/device/store/store.ts'
import { tabletNumber } from '../../src/device/store/tablet.ts'
import { carryFile } from '../../src/device/sync/carry.ts'
import { sendPhotos } from '../../src/device/sync/photos.ts'
import { createRelayLane } from '../../src/device/sync/relay-lane.ts'
import { exchange } from '../../src/device/sync/round.ts'
import { createTransport } from '../../src/device/sync/transport.ts'
import type { Person } from '../../src/domain/people.ts'
import { SCHEMA } from '../../src/protocol/terms.ts'
import { PASSWORD, PROVINCE } from '../../src/server/demonstration-data.ts'
import { findInspection } from '../../src/server/storage/inspections.ts'
import { declareLost } from '../../src/server/storage/lost.ts'
import { setDisabled } from '../../src/server/storage/people.ts'
import { startAnyVisit } from '../support/device-over-http.ts'
import { photoOf, picture } from '../support/photos.ts'
import { cookieOf, createServerWorld, failed, jsonRequest, passed, type ServerWorld } from '../support/server-world.ts'
import { drawn } from '../support/signatures.ts'

const NOTE = 'Phòng tiêm thiếu xà phòng'
const ORIGIN = 'https://so-kiem.example'
let server: ServerWorld
let open: Store[]
/** What went over the line: method and path. */
let line: string[]
let isOffline: boolean

beforeEach(async () => {
  open = []
  line = []
  isOffline = false
  server = await createServerWorld({ now: Date.now })
})
afterEach(async () => {
  for (const store of open) closeStore(store)
  await leave()
  await forgetRegistry()
  for (const { id } of await listCarried()) await dropCarried(id)
  for (const name of await Dexie.getDatabaseNames()) if (name.startsWith('so-kiem:')) await Dexie.delete(name)
  vi.unstubAllGlobals()
  await server.close()
})

async function forgetRegistry() {
  const registry = await new Dexie('so-kiem').open()
  for (const table of registry.tables) await table.clear()
  registry.close()
}

/** Another browser: nobody is known in it. Stores of the former one stay open, as on a tablet in another hand. */
async function otherTablet() {
  await leave()
  await forgetRegistry()
  const shelf = new Map<string, string>()
  const localStorage = {
    getItem: (key: string) => shelf.get(key) ?? null,
    setItem: (key: string, value: string) => void shelf.set(key, value),
    removeItem: (key: string) => void shelf.delete(key),
  }
  vi.stubGlobal('window', { localStorage })
}

const fetcherWith =
  (cookie: () => string | undefined): typeof fetch =>
  async (input, init = {}) => {
    if (isOffline) throw new TypeError('Failed to fetch')
    const path = String(input)
    line.push(`${init.method ?? 'GET'} ${path.split('?')[0]}`)
    const held = cookie()
    const headers = { ...(init.headers as Record<string, string>), ...(held && { cookie: held }) }
    return server.app.request(path, { ...init, headers, duplex: 'half' } as RequestInit)
  }
const sentTo = (end: string) => line.filter((each) => each.endsWith(end)).length

/** Somebody signs in on a tablet of their own, new to it. */
async function comes(username = 'kiemtra') {
  await otherTablet()
  const reply = await server.app.request('/api/sign-in', jsonRequest({ username, password: PASSWORD }))
  const { person, storeKey } = (await reply.json()) as { person: Person; storeKey: string }
  let cookie = cookieOf(reply)
  const first = await enterByAccount(person, storeKey, Date.now())
  if (first === 'locked') throw new Error('locked')
  const entered = await choosePin(first, '492817', Date.now())
  const name = `so-kiem:${person.id}:${randomUUID()}`
  const store = await openStore(person.id, name, entered.key, await markerKey(storeKey))
  open.push(store)
  const fetcher = fetcherWith(() => cookie)
  const transport = createTransport({ personId: person.id, tablet: tabletNumber(), fetcher })
  const sync = () => exchange(store, transport, 'test')
  await sync()
  return {
    person,
    store,
    sync,
    sendPhotos: () => sendPhotos(store, transport),
    file: async (visits?: string[]) => {
      const all = (await listUnsentWork(store)).map(({ insp }) => insp)
      const maker = { name: person.name, app: 'test', schema: SCHEMA, origin: ORIGIN, now: Date.now() }
      return (await makeFile(store, visits ?? all, maker)).content
    },
    async signOut() {
      await server.app.request('/api/sign-out', jsonRequest({}, cookie))
      cookie = ''
    },
  }
}
type Tablet = Awaited<ReturnType<typeof comes>>

/** A visit answered without a network, with pictures; the beginning was frozen on the way to nowhere, as the engine does. */
async function visits({ store, sync }: Tablet, photos = 2) {
  isOffline = true
  const { insp, items } = await startAnyVisit(store)
  await saveAnswer(store, insp, items[0] ?? '', failed)
  await sync().catch(() => {})
  for (const item of items) await saveAnswer(store, insp, item, { ...passed, note: NOTE })
  for (let count = 0; count < photos; count++) {
    const bytes = picture()
    await addPhoto(store, insp, photoOf(bytes, { item: items[0] ?? '' }), new Blob([bytes], { type: 'image/jpeg' }))
  }
  isOffline = false
  return { insp, items }
}

const taken = async (file: Blob) => {
  const read = await readFile(file)
  await takeIn(read, file.size, Date.now())
  return read.header.file
}
const carrierLine = () => createTransport({ tablet: randomUUID(), fetcher: fetcherWith(() => undefined) })
const carry = (id: string) => carryFile(id, { transport: carrierLine(), app: 'test' })
const lineOf = async (id: string): Promise<Carried | undefined> => (await listCarried()).find((each) => each.id === id)

const visitOf = (insp: string) =>
  server.db.selectFrom('inspection').selectAll().where('id', '=', insp).executeTakeFirst()
const effects = async () => {
  const rows = await server.db
    .selectFrom('mutation')
    .select(['id', 'outcome', 'user_id', 'content_hash'])
    .orderBy('received_at')
    .execute()
  return rows.map(({ outcome, ...row }) => ({ ...row, o: JSON.parse(outcome).o as string }))
}
const record = async (insp: string) => {
  const found = await findInspection(server.db, PROVINCE.id, insp)
  if (!found) throw new Error('the server has no such visit')
  return found
}
const stored = async () => (await server.db.selectFrom('blob').select('sha256').execute()).length
/** What an inspection is at the server, without when it was so. */
const standing = async (insp: string) => {
  const row = await visitOf(insp)
  return row && { by: row.created_by, cells: row.cells, status: row.status }
}

describe('a file that a colleague carries', () => {
  test('[P58] is sent by them: the server has it as its author’s, pictures too', async () => {
    const kiem = await comes()
    const { insp, items } = await visits(kiem)
    const id = await taken(await kiem.file())
    await otherTablet()
    expect(await carry(id)).toBe('done')
    const visit = await visitOf(insp)
    expect(visit?.created_by).toBe(kiem.person.id)
    for (const item of items) expect(visit?.cells).toContain(item)
    expect(await stored()).toBe(2)
    expect((await effects()).map(({ o }) => o)).toEqual(expect.not.arrayContaining(['contested', 'rejected']))
    expect(await lineOf(id)).toMatchObject({ state: 'sent', left: 0, problem: null })
  })

  test('[P58] [P59] [P69] carries what a facility shows of a fix, and is gone on with on another tablet of theirs', async () => {
    const kiem = await comes()
    const { insp, items } = await startAnyVisit(kiem.store)
    const [first = ''] = items
    const plan = { what: 'Thay nắp thùng', who: 'Trưởng trạm', by: null }
    for (const item of items) await saveAnswer(kiem.store, insp, item, item === first ? { ...failed, plan } : passed)
    await submitInspection(kiem.store, insp)
    await kiem.sync()
    const { facilityId } = (await record(insp)).head
    await server.db.updateTable('person').set({ facility_id: facilityId }).where('user_id', '=', 'demo-coso').execute()
    const hoa = await comes('coso')
    isOffline = true
    const bytes = picture()
    const { id: _id, ...shot } = photoOf(bytes, { item: first })
    const proof = { shot, bytes: new Blob([bytes], { type: 'image/jpeg' }) }
    const step = await sayStep(hoa.store, insp, { is: 'done', item: first, comment: 'Đã thay' }, [proof])
    const file = await hoa.file()
    isOffline = false
    const second = await comes('coso')
    expect(await restoreFile(second.store, await readFile(file))).toMatchObject({ photos: 1 })
    expect(await second.store.db.photo.toArray()).toMatchObject([{ step, state: 'stored' }])
    await otherTablet()
    expect(await carry(await taken(file))).toBe('done')
    expect(await record(insp)).toMatchObject({ steps: [{ id: step }], photos: [{ step, stored: true }] })
    // Both tablets come later: everything is known, and nothing is there twice.
    for (const tablet of [second, hoa]) {
      await tablet.sync()
      await tablet.sendPhotos()
      expect(await tablet.store.db.photo.toArray()).toMatchObject([{ step, state: 'received' }])
      expect(await tablet.store.db.outbox.count()).toBe(0)
    }
    expect((await record(insp)).steps).toHaveLength(1)
    expect((await record(insp)).photos).toHaveLength(1)
  })

  test('[P58] [P4] counts once: its author comes online afterwards, hears the outcomes, and sends no picture again', async () => {
    const kiem = await comes()
    const { insp, items } = await visits(kiem)
    const id = await taken(await kiem.file())
    await carry(id)
    const [before, pictures] = [await standing(insp), sentTo('/file/photo')]
    line = []
    await kiem.sync()
    await kiem.sendPhotos()
    expect(await standing(insp)).toEqual(before)
    expect(await kiem.store.db.outbox.count()).toBe(0)
    expect([pictures, sentTo('/blobs/tus'), await stored()]).toEqual([2, 0, 2])
    expect((await listPhotos(kiem.store, insp)).map(({ state }) => state)).toEqual(['received', 'received'])
    expect(await kiem.store.db.answer.get([insp, items[0] ?? ''])).toMatchObject({ rev: 2, contested: false })
    expect((await effects()).every(({ o }) => o === 'applied')).toBe(true)
  })

  test('[P58] [P4] counts once where its author came online before it', async () => {
    const kiem = await comes()
    const { insp } = await visits(kiem)
    const id = await taken(await kiem.file())
    await kiem.sync()
    await kiem.sendPhotos()
    const before = await standing(insp)
    expect(await carry(id)).toBe('done')
    expect(await standing(insp)).toEqual(before)
    expect(await stored()).toBe(2)
    await kiem.sync()
    expect((await record(insp)).cells).toEqual(JSON.parse(before?.cells ?? ''))
  })

  test('[P58] counts once where both are online at the same moment', async () => {
    const kiem = await comes()
    const { insp, items } = await visits(kiem)
    const id = await taken(await kiem.file())
    await Promise.all([kiem.sync(), carry(id)])
    await Promise.all([kiem.sendPhotos(), carry(id)])
    await kiem.sync()
    const { cells } = await record(insp)
    expect(Object.keys(cells).sort()).toEqual([...items].sort())
    expect(Object.values(cells).every((cell) => !(cell as { contested?: boolean }).contested)).toBe(true)
    expect([await stored(), await kiem.store.db.outbox.count()]).toEqual([2, 0])
  })

  test('[P58] opened twice, and on two tablets, it counts once', async () => {
    const kiem = await comes()
    const { insp } = await visits(kiem)
    const file = await kiem.file()
    const read = await readFile(file)
    expect(await takeIn(read, file.size, Date.now())).toBe('new')
    expect(await takeIn(read, file.size, Date.now())).toBe('known')
    expect(await listCarried()).toHaveLength(1)
    await carry(read.header.file)
    // Another tablet that knows nothing of the first one.
    const before = [await standing(insp), (await effects()).length, await stored()]
    await dropCarried(read.header.file)
    await taken(file)
    expect(await carry(read.header.file)).toBe('done')
    expect([await standing(insp), (await effects()).length, await stored()]).toEqual(before)
    expect(await takeIn(read, file.size, Date.now())).toBe('known')
  })

  test('[P57] what its author writes afterwards rests on it: nobody disputes with themself, whoever comes first', async () => {
    for (const first of ['colleague', 'author'] as const) {
      const kiem = await comes()
      const { insp, items } = await visits(kiem, 0)
      const id = await taken(await kiem.file())
      const cell = items[0] ?? ''
      await saveAnswer(kiem.store, insp, cell, failed)
      // A second file, with what the first one has and the newer answer.
      const second = await taken(await kiem.file())
      if (first === 'colleague') for (const each of [id, second]) await carry(each)
      await kiem.sync()
      await kiem.sync()
      for (const each of [second, id]) await carry(each)
      expect([first, (await record(insp)).cells[cell]]).toEqual([first, { rev: 3, answer: failed }])
      expect(await kiem.store.db.answer.get([insp, cell])).toMatchObject({ rev: 3, contested: false })
    }
  })

  test('[P57] an answer that only says again what the server has moves no revision, and the next one rests on that', async () => {
    const kiem = await comes()
    const { insp, items } = await startAnyVisit(kiem.store)
    const cell = items[0] ?? ''
    await saveAnswer(kiem.store, insp, cell, passed)
    await kiem.sync()
    isOffline = true
    await saveAnswer(kiem.store, insp, cell, passed)
    await kiem.sync().catch(() => {})
    await saveAnswer(kiem.store, insp, cell, failed)
    const file = await kiem.file()
    isOffline = false
    await carry(await taken(file))
    expect((await record(insp)).cells[cell]).toEqual({ rev: 2, answer: failed })
  })

  test('[P57] only chosen visits go into it; what stands before them in the queue goes its own way', async () => {
    const kiem = await comes()
    const one = await visits(kiem, 1)
    const other = await visits(kiem, 1)
    const work = await listUnsentWork(kiem.store)
    expect(work.map(({ insp }) => insp).sort()).toEqual([one.insp, other.insp].sort())
    expect(work[0]).toMatchObject({ state: 'draft', photos: 1, bytes: 3000 })
    const id = await taken(await kiem.file([other.insp]))
    expect((await lineOf(id))?.header).toMatchObject({ visits: 1, photos: 1 })
    await carry(id)
    expect([await visitOf(one.insp), (await visitOf(other.insp))?.created_by]).toEqual([undefined, kiem.person.id])
    await kiem.sync()
    expect((await record(one.insp)).createdBy.id).toBe(kiem.person.id)
    expect(await kiem.store.db.outbox.count()).toBe(0)
  })

  test('[P46] [P58] a visit handed in is sealed by it, and its signature holds', async () => {
    const kiem = await comes()
    const { insp } = await visits(kiem, 0)
    await submitInspection(kiem.store, insp)
    await carry(await taken(await kiem.file()))
    expect(await record(insp)).toMatchObject({ status: 'submitted', createdBy: { id: kiem.person.id } })
    expect(await server.db.selectFrom('seal_witness').select('signed').execute()).toEqual([{ signed: 'signed' }])
    await kiem.sync()
    expect([await kiem.store.db.outbox.count(), (await listOpen(kiem.store)).length]).toEqual([0, 0])
  })

  test('[P57] can be read by nobody who has it', async () => {
    const kiem = await comes()
    await visits(kiem)
    const file = await kiem.file()
    const text = Buffer.from(await file.arrayBuffer()).toString('latin1')
    const { facilityName = '' } = (await listUnsentWork(kiem.store))[0] ?? {}
    for (const secret of [
      Buffer.from(NOTE).toString('latin1'),
      'verdict',
      'inspection.start',
      facilityName.slice(0, 5),
    ])
      expect([secret, text.includes(secret)]).toEqual([secret, false])
    // And nobody else's account opens it.
    const hoa = await comes('coso')
    await expect(restoreFile(hoa.store, await readFile(file))).rejects.toMatchObject({ code: 'FILE_LOCKED' })
    expect(await hoa.store.db.outbox.count()).toBe(0)
  })

  test('goes out from the lane that sends for locked stores; without a network it waits', async () => {
    const kiem = await comes()
    const { insp } = await visits(kiem)
    const id = await taken(await kiem.file())
    await otherTablet()
    isOffline = true
    const lane = createRelayLane({ here: null, app: 'test', transport: carrierLine() })
    await lane.sendSoon()
    expect([await lineOf(id), await visitOf(insp)]).toMatchObject([{ state: 'waiting' }, undefined])
    lane.stop()
    isOffline = false
    const again = createRelayLane({ here: null, app: 'test', transport: carrierLine() })
    await again.sendSoon()
    again.stop()
    expect(await lineOf(id)).toMatchObject({ state: 'sent' })
  })

  test('[P60] its pictures wait for Wi-Fi where who is at work here wants pictures to, until they are let go', async () => {
    const kiem = await comes()
    const { insp } = await visits(kiem)
    const id = await taken(await kiem.file())
    await visits(kiem, 1)
    const next = await taken(await kiem.file())
    await otherTablet()
    const carried = () => carryFile(id, { transport: carrierLine(), app: 'test', isHeld: async () => isMobile })
    let isMobile = true
    expect(await carried()).toBe('done')
    // Mutations never wait, and what waits is no refusal.
    expect([(await visitOf(insp))?.created_by, await stored()]).toEqual([kiem.person.id, 0])
    expect(await lineOf(id)).toMatchObject({ state: 'waiting', left: 2 })
    isMobile = false
    await carried()
    expect([await stored(), (await lineOf(id))?.state]).toEqual([2, 'sent'])

    const lane = createRelayLane({ here: 'other', app: 't', isHeld: async () => true, transport: carrierLine() })
    await lane.sendSoon()
    expect(await lineOf(next)).toMatchObject({ state: 'waiting', left: 3 })
    // Somebody asks for it, for this file: the lane hears of it by itself.
    await letGo(next)
    await lane.sendSoon()
    await vi.waitFor(async () => expect(await lineOf(next)).toMatchObject({ state: 'sent' }))
    lane.stop()
  })

  test('[P58] cut off in the middle it goes on where the server is, and keeps every part until then', async () => {
    const kiem = await comes()
    await visits(kiem, 3)
    const id = await taken(await kiem.file())
    const transport = carrierLine()
    let pictures = 0
    const breaking = {
      ...transport,
      filePhoto: async (...asked: Parameters<typeof transport.filePhoto>) => {
        if (++pictures === 2) isOffline = true
        return transport.filePhoto(...asked)
      },
    }
    await expect(carryFile(id, { transport: breaking, app: 't' })).rejects.toMatchObject({ code: 'OFFLINE' })
    expect(await lineOf(id)).toMatchObject({ state: 'waiting', left: 2 })
    isOffline = false
    expect(await carry(id)).toBe('done')
    expect([await stored(), sentTo('/sync/v1/file')]).toEqual([3, 1])
  })

  test('[P58] of a restored server that lacks the first parts it brings them again', async () => {
    const kiem = await comes()
    const { insp } = await visits(kiem, 1)
    const id = await taken(await kiem.file())
    const transport = carrierLine()
    const gone = { ...transport, filePhoto: () => Promise.reject(new TypeError('the page was closed')) }
    await carryFile(id, { transport: gone, app: 't' }).catch(() => {})
    await server.db.deleteFrom('mutation').execute()
    await server.db.deleteFrom('answer_version').execute()
    await server.db.deleteFrom('photo').execute()
    await server.db.deleteFrom('inspection').where('id', '=', insp).execute()
    await server.db.updateTable('device').set({ last_seq: 0 }).execute()
    expect(await carry(id)).toBe('refused')
    // The rows were confirmed once: the picture that is not announced says that they are wanted again.
    await tryAgain(id)
    expect(await lineOf(id)).toMatchObject({ state: 'waiting' })
    expect(await carry(id)).toBe('done')
    expect([(await visitOf(insp))?.created_by, await stored()]).toEqual([kiem.person.id, 1])
  })
})

describe('the server takes nothing of a file', () => {
  async function refused(before: (kiem: Tablet) => Promise<unknown>) {
    const kiem = await comes()
    const { insp } = await visits(kiem, 1)
    const id = await taken(await kiem.file())
    await before(kiem)
    expect(await carry(id)).toBe('refused')
    expect([await visitOf(insp), await stored()]).toEqual([undefined, 0])
    const row = await lineOf(id)
    expect(row).toMatchObject({ state: 'refused' })
    expect(row?.left).toBeGreaterThan(0)
    return { problem: row?.problem, kiem, insp, id }
  }

  test('[P58] whose author’s account is closed, and takes it when it is open again', async () => {
    const { problem, kiem, id, insp } = await refused(({ person }) =>
      setDisabled(server.db, PROVINCE.id, [person.id], Date.now()),
    )
    expect(problem).toBe('FILE_ACCOUNT_CLOSED')
    await setDisabled(server.db, PROVINCE.id, [kiem.person.id], null)
    expect(await listToSend(Date.now())).toHaveLength(1)
    expect(await carry(id)).toBe('done')
    expect(await visitOf(insp)).toBeDefined()
  })

  test('[P58] whose tablet was declared lost', async () => {
    const { problem } = await refused(async ({ person }) => {
      const { tablet } = await server.db
        .selectFrom('device')
        .select('tablet')
        .where('user_id', '=', person.id)
        .executeTakeFirstOrThrow()
      const order = { tenantId: person.provinceId, userId: person.id, tablet: tablet ?? '', token: null, now: 0 }
      await declareLost(server.db, order)
    })
    expect(problem).toBe('FILE_TABLET_LOST')
  })

  test('[P58] whose author has signed out there; they open it themselves', async () => {
    const { problem } = await refused((kiem) => kiem.signOut())
    expect(problem).toBe('FILE_SESSION_ENDED')
  })

  test('[P16] [P58] of a history that is gone: only its author knows what else is missing', async () => {
    const { problem } = await refused(() => server.db.updateTable('tenant_clock').set({ epoch: 'anew' }).execute())
    expect(problem).toBe('FILE_OF_FORMER_SERVER')
  })

  test('[P58] of another server', async () => {
    const kiem = await comes()
    await visits(kiem, 1)
    const id = await taken(await kiem.file())
    await server.close()
    server = await createServerWorld({ now: Date.now })
    expect(await carry(id)).toBe('refused')
    expect((await lineOf(id))?.problem).toBe('FILE_OF_ANOTHER_SERVER')
  })
})

describe('a file of one’s own, opened on a clean tablet', () => {
  test('[P59] goes on there as it stood, with its pictures, and is sent from there', async () => {
    const kiem = await comes()
    const { insp, items } = await visits(kiem)
    await saveBegun(kiem.store, insp, 'q9', { top: '9' })
    const file = await kiem.file()
    const second = await comes()
    expect(await restoreFile(second.store, await readFile(file))).toEqual({ visits: 1, known: 0, photos: 2 })
    const opened = await openInspection(second.store, insp)
    expect(opened).toMatchObject({ state: 'draft', contested: [], begun: { q9: { top: '9' } } })
    expect(opened?.answers).toEqual((await openInspection(kiem.store, insp))?.answers)
    expect((await listPhotos(second.store, insp)).map(({ isHere }) => isHere)).toEqual([true, true])
    // It goes on, and is handed in.
    for (const item of items) await saveAnswer(second.store, insp, item, { ...failed, note: NOTE })
    await submitInspection(second.store, insp)
    await second.sync()
    await second.sendPhotos()
    expect(await record(insp)).toMatchObject({ status: 'submitted' })
    expect(await stored()).toBe(2)
    expect((await effects()).every(({ o }) => o === 'applied')).toBe(true)
  })

  test('[P54] [P59] what was signed on the first tablet still holds, and is sealed with the visit from the second', async () => {
    const kiem = await comes()
    const { insp } = await visits(kiem)
    const asked = await checkSignatures(kiem.store, insp)
    const signing = { role: 'facility' as const, name: 'Lò Văn Trạm', position: 'Trưởng trạm', mark: drawn }
    await signInspection(kiem.store, insp, { ...signing, digest: asked?.digest ?? '' })
    const file = await kiem.file()
    const second = await comes()
    await restoreFile(second.store, await readFile(file))
    const states = (await checkSignatures(second.store, insp))?.signatures.map(({ state }) => state)
    expect(states).toEqual(['holds'])
    await submitInspection(second.store, insp)
    await second.sync()
    expect(await record(insp)).toMatchObject({ status: 'submitted', signatures: [{ name: 'Lò Văn Trạm' }] })
    expect((await effects()).every(({ o }) => o === 'applied')).toBe(true)
  })

  test('[P59] nothing doubles when the first tablet comes online too, before or after', async () => {
    for (const first of ['old', 'new'] as const) {
      const kiem = await comes()
      const { insp, items } = await visits(kiem)
      const file = await kiem.file()
      const second = await comes()
      await restoreFile(second.store, await readFile(file))
      const order = first === 'old' ? [kiem, second] : [second, kiem]
      for (const tablet of [...order, ...order]) {
        await tablet.sync()
        await tablet.sendPhotos()
      }
      const { cells, photos = [] } = await record(insp)
      expect([first, Object.keys(cells).length, photos.length]).toEqual([first, items.length, 2])
      expect(Object.values(cells).some((cell) => (cell as { contested?: boolean }).contested)).toBe(false)
      for (const { store } of order) {
        expect(await store.db.outbox.count()).toBe(0)
        expect((await listOpen(store)).filter(({ id }) => id === insp)).toHaveLength(1)
        expect((await listPhotos(store, insp)).map(({ state }) => state)).toEqual(['received', 'received'])
      }
      expect(await stored()).toBe(first === 'old' ? 2 : 4)
    }
  })

  test('[P59] opened twice, and on the tablet that made it, it brings nothing more', async () => {
    const kiem = await comes()
    await visits(kiem)
    const file = await kiem.file()
    const waiting = await kiem.store.db.outbox.count()
    expect(await restoreFile(kiem.store, await readFile(file))).toEqual({ visits: 0, known: 1, photos: 0 })
    expect(await kiem.store.db.outbox.count()).toBe(waiting)
    const second = await comes()
    await restoreFile(second.store, await readFile(file))
    const before = await second.store.db.outbox.toArray()
    expect(await restoreFile(second.store, await readFile(file))).toEqual({ visits: 0, known: 1, photos: 0 })
    expect(await second.store.db.outbox.toArray()).toEqual(before)
    await second.sync()
    await restoreFile(second.store, await readFile(file))
    expect([await second.store.db.outbox.count(), (await listOpen(second.store)).length]).toEqual([0, 1])
  })

  test('[P59] what was written on the clean tablet since is not replaced: both answers are kept, and a person chooses', async () => {
    const kiem = await comes()
    const { insp, items } = await startAnyVisit(kiem.store)
    await kiem.sync()
    const cell = items[0] ?? ''
    await saveAnswer(kiem.store, insp, cell, passed)
    const file = await kiem.file()
    const second = await comes()
    await saveAnswer(second.store, insp, cell, failed)
    await restoreFile(second.store, await readFile(file))
    expect((await openInspection(second.store, insp))?.answers[cell]).toEqual(failed)
    await second.sync()
    await second.sync()
    const { cells } = await record(insp)
    expect(cells[cell]).toMatchObject({ contested: true })
    expect((await openInspection(second.store, insp))?.contested).toEqual([cell])
  })

  test('[P59] of a visit that the first tablet went on with and sent since, the newer answers stay', async () => {
    const kiem = await comes()
    const { insp, items } = await visits(kiem, 0)
    const file = await kiem.file()
    const cell = items[0] ?? ''
    await saveAnswer(kiem.store, insp, cell, failed)
    await kiem.sync()
    await kiem.sync()
    const second = await comes()
    await restoreFile(second.store, await readFile(file))
    await second.sync()
    expect((await openInspection(second.store, insp))?.answers[cell]).toEqual(failed)
    expect(await second.store.db.answer.get([insp, cell])).toMatchObject({ contested: false })
    expect((await record(insp)).cells[cell]).toEqual({ rev: 3, answer: failed })
  })

  test('[P59] [P16] where the server was restored since, the visit is sent again whole', async () => {
    const kiem = await comes()
    const { insp, items } = await startAnyVisit(kiem.store)
    await kiem.sync()
    isOffline = true
    for (const item of items) await saveAnswer(kiem.store, insp, item, passed)
    const file = await kiem.file()
    isOffline = false
    await server.db.deleteFrom('mutation').execute()
    await server.db.deleteFrom('inspection').where('id', '=', insp).execute()
    await server.db.deleteFrom('feed').where('entity_id', '=', insp).execute()
    await server.db.updateTable('tenant_clock').set({ epoch: 'anew' }).execute()
    const second = await comes()
    expect(await restoreFile(second.store, await readFile(file))).toMatchObject({ visits: 1 })
    expect(await openInspection(second.store, insp)).toMatchObject({ state: 'draft' })
    await second.sync()
    expect(Object.keys((await record(insp)).cells).sort()).toEqual([...items].sort())
    await kiem.sync()
    await kiem.sync()
    const { cells } = await record(insp)
    expect(Object.values(cells).some((cell) => (cell as { contested?: boolean }).contested)).toBe(false)
  })

  test('[P59] a newer app’s file is not gone on with by an older one', async () => {
    const kiem = await comes()
    await visits(kiem, 0)
    const read = await readFile(await kiem.file())
    const newer = { ...read, header: { ...read.header, storeSchema: 99 } }
    await expect(restoreFile(kiem.store, newer)).rejects.toMatchObject({ code: 'FILE_NEWER' })
  })
})
