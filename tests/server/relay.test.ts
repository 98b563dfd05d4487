import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { relayReplySchema } from '../../src/protocol/relay-wire.ts'
import { PASSWORD, PROVINCE } from '../../src/server/demonstration-data.ts'
import { setDisabled } from '../../src/server/storage/people.ts'
import { photoOf, picture } from '../support/photos.ts'
import { lockedStore } from '../support/relay.ts'
import { cookieOf, createServerWorld, headFor, jsonRequest, passed, type ServerWorld } from '../support/server-world.ts'

const KIEM = 'demo-kiemtra'
let world: ServerWorld
/** Of the one whose store is locked. */
let cookie: string
let store: Awaited<ReturnType<typeof lockedStore>>
beforeEach(async () => {
  world = await createServerWorld()
  cookie = await world.signIn('kiemtra')
  store = await lockedStore(world, KIEM)
})
afterEach(() => world.close())

const send = async (init: RequestInit | Promise<RequestInit>, path = '/sync/v1/relay') => {
  const reply = await world.app.request(path, await init)
  return { status: reply.status, text: await reply.text() }
}
const said = ({ status, text }: { status: number; text: string }) => [status, JSON.parse(text).code]
const start = async (insp: string) => ({
  insp,
  payload: { k: 'inspection.start', head: await headFor('demo-tyt-suoi-mo') },
})
const answer = (insp: string, cell: string) => ({
  insp,
  cell,
  payload: { k: 'answer.set', set: { [cell]: [0, passed] } },
})
const inspections = () => world.db.selectFrom('inspection').select(['id', 'created_by']).execute()
const mutations = () => world.db.selectFrom('mutation').select('id').execute()

describe('what came sealed for somebody whose store is locked', () => {
  test('[P49] is worked on as theirs, though nobody who brought it had a session', async () => {
    const reply = await send(store.ask([await start('visit'), answer('visit', 'q1')]))
    expect(reply.status).toBe(200)
    expect(await inspections()).toContainEqual({ id: 'visit', created_by: KIEM })
    const record = await world.app.request('/api/inspections/visit', { headers: { cookie } })
    expect(await record.json()).toMatchObject({ createdBy: { id: KIEM }, cells: { q1: { answer: passed } } })
  })

  test('[P49] the reply says how far it is taken and nothing of what it was', async () => {
    const { text } = await send(store.ask([await start('visit'), answer('visit', 'q1')]))
    expect(relayReplySchema.parse(JSON.parse(text))).toEqual({ proto: 1, ask: 'a', taken: 2, revs: { 2: { q1: 1 } } })
    for (const secret of ['Suối Mơ', 'applied', 'pass', 'Kiểm', 'epoch']) expect(text).not.toContain(secret)
  })

  test('where something was refused, only its person goes on', async () => {
    const reply = await send(store.ask([answer('nowhere', 'q1')]))
    expect(JSON.parse(reply.text)).toEqual({ proto: 1, ask: 'a', taken: 1, revs: null })
  })

  test('[P8] a number with a gap before it is not taken', async () => {
    const reply = await send(store.ask([{ ...(await start('visit')), seq: 3 }]))
    expect(JSON.parse(reply.text)).toMatchObject({ taken: 0, revs: null })
    expect(await mutations()).toEqual([])
  })

  test('[P4] the same again has no second effect', async () => {
    const ask = await store.ask([await start('visit')])
    const [first, second] = [await send(ask), await send(ask)]
    expect(second).toEqual(first)
    expect(await mutations()).toHaveLength(1)
  })

  test('[P8] another content under a number is told without details', async () => {
    await send(store.ask([await start('visit')]))
    const forked = await send(store.ask([await start('other')]))
    expect([said(forked), forked.text.includes('detail')]).toEqual([[409, 'DEVICE_FORK'], false])
  })

  test('[P16] so is another history', async () => {
    const reply = await send(store.ask([await start('visit')], { epoch: 'of before' }))
    expect([said(reply), reply.text.includes('detail')]).toEqual([[409, 'EPOCH_CHANGED'], false])
    expect(await mutations()).toEqual([])
  })

  test('a void stands under its number, as its person would send it', async () => {
    const reply = await send(store.ask([{ ...(await start('visit')), isVoid: true }]))
    expect(JSON.parse(reply.text)).toMatchObject({ taken: 1 })
    expect(await inspections()).not.toContainEqual({ id: 'visit', created_by: KIEM })
  })
})

describe('[P49] nothing is taken, and nothing told', () => {
  /** What the server says to all of them alike. */
  async function expectRefused(init: RequestInit | Promise<RequestInit>) {
    const known = await send(relay({ personId: 'nobody-has-this-id' }))
    expect(said(known)).toEqual([403, 'FORBIDDEN'])
    expect(await send(init)).toEqual(known)
    expect(await mutations()).toEqual([])
  }
  const relay = async (changes = {}) => store.ask([await start('visit')], changes)

  test('where the key is under another account', async () => {
    const other = await lockedStore(world, (await signedIn('coso')).id)
    await expectRefused(relay({ key: other.owner.key }))
    await expectRefused(relay({ personId: other.owner.personId }))
  })

  test('where the key is damaged', async () => {
    const { iv, sealed } = store.owner.key
    await expectRefused(relay({ key: { iv, sealed: `${sealed.startsWith('A') ? 'B' : 'A'}${sealed.slice(1)}` } }))
    await expectRefused(relay({ key: { iv, sealed: '' } }))
  })

  test('for an account that is closed', async () => {
    await setDisabled(world.db, PROVINCE.id, [KIEM], Date.now())
    await expectRefused(relay())
  })

  test('from a tablet that says no number, or another', async () => {
    const { headers, ...init } = await relay()
    const { 'sync-tablet': _, ...without } = headers as Record<string, string>
    await expectRefused({ ...init, headers: without })
    await expectRefused({ ...init, headers: { ...without, 'sync-tablet': randomUUID() } })
  })

  test('for a device that the server does not know as theirs', async () => {
    await expectRefused(relay({ deviceId: randomUUID() }))
    const other = await lockedStore(world, (await signedIn('coso')).id, { tablet: store.tablet })
    await expectRefused(relay({ deviceId: other.owner.deviceId }))
  })

  test('once their session has ended: by themself, by an administrator, with a new password, or by its time', async () => {
    await world.db
      .updateTable('session')
      .set({ expiresAt: new Date(0).toISOString() })
      .where('userId', '=', KIEM)
      .execute()
    await expectRefused(relay())
    await world.db.deleteFrom('session').where('userId', '=', KIEM).execute()
    await expectRefused(relay())
  })

  test('once they have signed out', async () => {
    await world.app.request('/api/sign-out', jsonRequest({}, cookie))
    await expectRefused(relay())
  })

  test('once the tablet was declared lost, though their session were to stand', async () => {
    const lost = { id: 'order', tenant_id: PROVINCE.id, user_id: KIEM, session_sha256: null, declared_at: 0 }
    await world.db
      .insertInto('lost')
      .values({ ...lost, tablet: store.tablet, wiped_at: null })
      .execute()
    await expectRefused(relay())
  })
})

describe('what cannot be read', () => {
  test('is not counted: a damaged row leaves all of its request where it was', async () => {
    const sealed = await store.seal({ k: 'answer.set', set: { q1: [0, passed] } })
    const turned = { ...sealed, sealed: `${sealed.sealed.slice(0, -4)}AAAA` }
    const rows = [await start('visit'), answer('visit', 'q1')]
    const init = await store.ask(rows)
    const body = JSON.parse(String(init.body))
    body.rows[1].payload = turned
    expect(said(await send({ ...init, body: JSON.stringify(body) }))).toEqual([422, 'BODY_INVALID'])
    expect(await mutations()).toEqual([])
  })

  test('nor is what was sealed by somebody else', async () => {
    const other = await lockedStore(world, (await signedIn('coso')).id, { tablet: store.tablet })
    const foreign = await other.seal((await start('visit')).payload)
    const init = await store.ask([await start('visit')])
    const body = JSON.parse(String(init.body))
    body.rows[0].payload = foreign
    expect(said(await send({ ...init, body: JSON.stringify(body) }))).toEqual([422, 'BODY_INVALID'])
    // Open content nobody can be shown to have written.
    body.rows[0].payload = { plain: (await start('visit')).payload }
    expect(said(await send({ ...init, body: JSON.stringify(body) }))).toEqual([422, 'BODY_INVALID'])
    expect(await mutations()).toEqual([])
  })

  test('and too much of it is refused', async () => {
    const { headers } = await store.ask([await start('visit')])
    const body = JSON.stringify({ x: 'x'.repeat(1024 * 1024) })
    expect(said(await send({ method: 'POST', headers, body }))).toEqual([413, 'BODY_TOO_LARGE'])
  })
})

test('too many of one address are asked to wait', async () => {
  const ask = await store.ask([await start('visit')])
  const replies = []
  for (let count = 0; count < 241; count++) replies.push((await send({ ...ask, body: '{}' })).status)
  expect([replies[239], replies[240]]).toEqual([422, 429])
})

describe('a picture that came sealed', () => {
  const announced = async (bytes: Uint8Array, id = 'photo') => {
    const photo = photoOf(bytes, { id })
    await send(
      store.ask([await start('visit'), { insp: 'visit', cell: `photo:${id}`, payload: { k: 'photo.add', photo } }]),
    )
    return photo
  }
  const bring = (init: RequestInit | Promise<RequestInit>) => send(init, '/sync/v1/relay/photo')
  const stored = () => world.db.selectFrom('blob').select('sha256').execute()

  test('[P49] [P26] is kept like any other, and says nothing but that it came', async () => {
    const bytes = picture()
    const { sha256 } = await announced(bytes)
    expect(await bring(store.askPicture('photo', bytes))).toEqual({ status: 200, text: '{"proto":1,"photo":"photo"}' })
    expect(await stored()).toEqual([{ sha256 }])
    expect(await world.pictures.blobs.read(sha256)).toEqual(Buffer.from(bytes))
    // Once more changes nothing.
    expect((await bring(store.askPicture('photo', bytes))).status).toBe(200)
    expect(await stored()).toEqual([{ sha256 }])
  })

  test('[P25] that was not announced so is not', async () => {
    await announced(picture())
    expect(said(await bring(store.askPicture('photo', picture())))).toEqual([403, 'PHOTO_NOT_ANNOUNCED'])
    expect(said(await bring(store.askPicture('other', picture())))).toEqual([403, 'PHOTO_NOT_ANNOUNCED'])
    expect(await stored()).toEqual([])
  })

  test('[P26] that is none is not', async () => {
    const text = new TextEncoder().encode('<script>alert(1)</script>')
    await announced(text)
    expect(said(await bring(store.askPicture('photo', text)))).toEqual([415, 'PHOTO_NOT_IMAGE'])
    expect(await stored()).toEqual([])
  })

  test('under another key, damaged, or of an ended session is not', async () => {
    const bytes = picture()
    await announced(bytes)
    const other = await lockedStore(world, (await signedIn('coso')).id, { tablet: store.tablet })
    const ask = await store.askPicture('photo', bytes)
    expect(said(await bring({ ...ask, body: new Uint8Array(40) }))).toEqual([422, 'BODY_INVALID'])
    expect(said(await bring(store.askPicture('photo', bytes, { key: other.owner.key })))).toEqual([403, 'FORBIDDEN'])
    expect(said(await bring({ ...ask, headers: { ...ask.headers, 'sync-relay': '{' } }))).toEqual([
      400,
      'BODY_MALFORMED',
    ])
    await world.app.request('/api/sign-out', jsonRequest({}, cookie))
    expect(said(await bring(ask))).toEqual([403, 'FORBIDDEN'])
    expect(await stored()).toEqual([])
  })
})

describe('whoever signs in over somebody’s session', () => {
  const signInOver = async (username: string, over: string) =>
    cookieOf(await world.app.request('/api/sign-in', jsonRequest({ username, password: PASSWORD }, over)))
  const sessionsOfKiem = () =>
    world.db.selectFrom('session').select(['id', 'displacedAt']).where('userId', '=', KIEM).execute()

  test('[P49] leaves it standing for what waits, and as a way in it is over', async () => {
    const hoa = await signInOver('coso', cookie)
    expect((await world.app.request('/api/me', { headers: { cookie } })).status).toBe(401)
    expect(await sessionsOfKiem()).toEqual([{ id: expect.any(String), displacedAt: expect.any(Number) }])
    expect((await send(store.ask([await start('visit')]))).status).toBe(200)
    // Also when the other one has signed out.
    await world.app.request('/api/sign-out', jsonRequest({}, hoa))
    expect((await send(store.ask([await start('visit')]))).status).toBe(409)
  })

  test('is listed for its owner, who may end it: then nothing is taken any more', async () => {
    await signInOver('coso', cookie)
    const elsewhere = await world.signIn('kiemtra')
    const { sessions } = await (await world.app.request('/api/sessions', { headers: { cookie: elsewhere } })).json()
    const displaced = sessions.find((each: { displaced: boolean }) => each.displaced)
    expect(displaced).toMatchObject({ current: false })
    const { method: _, ...init } = jsonRequest({ password: PASSWORD }, elsewhere)
    const ended = await world.app.request(`/api/sessions/${displaced.id}`, { ...init, method: 'DELETE' })
    expect(ended.status).toBe(200)
    expect(said(await send(store.ask([await start('visit')])))).toEqual([403, 'FORBIDDEN'])
  })

  test('ends one that no tablet has spoken with, and one’s own', async () => {
    const fresh = await world.signIn('giamsat')
    await signInOver('coso', fresh)
    expect(await world.db.selectFrom('session').select('id').where('userId', '=', 'demo-giamsat').execute()).toEqual([])
    await signInOver('kiemtra', cookie)
    expect(await sessionsOfKiem()).toEqual([{ id: expect.any(String), displacedAt: null }])
  })

  test('it is over once its person is back on the tablet with another', async () => {
    await signInOver('coso', cookie)
    const again = await world.signIn('kiemtra')
    const report = { app: 't', schema: 1, wall: 0, waiting: 0, photos: 0, since: null }
    const headers = { cookie: again, 'sync-tablet': store.tablet, 'sync-report': JSON.stringify(report) }
    await world.app.request(`/sync/v1/pull?deviceId=${store.owner.deviceId}`, { headers })
    expect(await sessionsOfKiem()).toEqual([{ id: expect.any(String), displacedAt: null }])
    expect((await send(store.ask([await start('visit')]))).status).toBe(200)
  })
})

async function signedIn(username: string): Promise<{ id: string }> {
  const theirs = await world.signIn(username)
  return (await (await world.app.request('/api/me', { headers: { cookie: theirs } })).json()).person
}
