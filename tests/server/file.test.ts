import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { PASSWORD, PROVINCE } from '../../src/server/demonstration-data.ts'
import { listDevices } from '../../src/server/storage/devices.ts'
import { photoOf, picture } from '../support/photos.ts'
import { lockedStore } from '../support/relay.ts'
import { createServerWorld, headFor, jsonRequest, passed, type ServerWorld } from '../support/server-world.ts'

const KIEM = 'demo-kiemtra'
let world: ServerWorld
let store: Awaited<ReturnType<typeof lockedStore>>
beforeEach(async () => {
  world = await createServerWorld()
  await world.signIn('kiemtra')
  store = await lockedStore(world, KIEM)
})
afterEach(() => world.close())

const send = async (init: RequestInit | Promise<RequestInit>, path = '/sync/v1/file') => {
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
const mutations = () => world.db.selectFrom('mutation').select(['id', 'device_id', 'user_id']).execute()

describe('a part of a file', () => {
  test('[P58] is worked on as its author’s, though nobody who brought it had a session, and says nothing of it', async () => {
    const { status, text } = await send(store.askFile([await start('visit'), answer('visit', 'q1')]))
    expect([status, JSON.parse(text)]).toEqual([200, { proto: 1, ask: 'a', taken: 2 }])
    const inspections = await world.db.selectFrom('inspection').select(['id', 'created_by']).execute()
    expect(inspections).toContainEqual({ id: 'visit', created_by: KIEM })
    expect((await mutations()).map(({ device_id, user_id }) => [device_id, user_id])).toEqual(
      Array(2).fill([store.file.file, KIEM]),
    )
  })

  test('[P58] its numbers are its own: its author’s tablet goes on where it was', async () => {
    await send(store.askFile([await start('visit')]))
    const row = await world.db.selectFrom('device').select('last_seq').where('id', '=', store.owner.deviceId).execute()
    expect(row).toEqual([{ last_seq: 0 }])
    expect(JSON.parse((await send(store.ask([await start('other')]), '/sync/v1/relay')).text)).toMatchObject({
      taken: 1,
    })
  })

  test('[P58] is no device in the list of devices; what was refused of it counts to the one that made it', async () => {
    await send(store.askFile([answer('nowhere', 'q1')]))
    const devices = await listDevices(world.db, PROVINCE.id)
    expect(devices.filter(({ userId }) => userId === KIEM)).toMatchObject([{ id: store.owner.deviceId, refused: 1 }])
  })

  test('[P57] of another file, another place, another tablet or another history does not open', async () => {
    const changes = [
      { file: randomUUID() },
      { part: 1 },
      { tablet: randomUUID() },
      { deviceId: randomUUID() },
      { epoch: 'of before' },
    ]
    for (const change of changes) {
      // Whoever changes what decides whether it may be sent hears of that first.
      const other = 'tablet' in change || 'deviceId' in change ? [403, 'FILE_SESSION_ENDED'] : [422, 'BODY_INVALID']
      expect([change, said(await send(store.askFile([await start('visit')], change)))]).toEqual([change, other])
    }
    expect(await mutations()).toEqual([])
  })

  test('[P57] sealed by somebody else, damaged, or empty is not taken', async () => {
    const init = await store.askFile([await start('visit')])
    const body = JSON.parse(String(init.body))
    const turned = `${body.rows.sealed.slice(0, -4)}AAAA`
    const damaged = { ...init, body: JSON.stringify({ ...body, rows: { ...body.rows, sealed: turned } }) }
    expect(said(await send(damaged))).toEqual([422, 'BODY_INVALID'])
    expect(said(await send(store.askFile([])))).toEqual([422, 'BODY_INVALID'])
    await world.signIn('coso')
    const { id } = await world.db
      .selectFrom('user')
      .select('id')
      .where('username', '=', 'coso')
      .executeTakeFirstOrThrow()
    const other = await lockedStore(world, id)
    expect(said(await send(store.askFile([await start('visit')], { key: other.owner.key })))).toEqual([
      403,
      'FORBIDDEN',
    ])
    expect(said(await send(store.askFile([await start('visit')], { personId: 'nobody' })))).toEqual([403, 'FORBIDDEN'])
    expect(await mutations()).toEqual([])
  })

  test('[P58] a number with a gap before it is not taken: the reply says how far it is', async () => {
    expect(JSON.parse((await send(store.askFile([{ ...(await start('visit')), seq: 3 }]))).text).taken).toBe(0)
    expect(await mutations()).toEqual([])
  })

  test('[P58] once their password is a new one, which ends every session, it is theirs to open', async () => {
    const cookie = await world.signIn('kiemtra')
    const change = { current: PASSWORD, next: 'một câu đủ dài để nhớ' }
    expect((await world.app.request('/api/password', jsonRequest(change, cookie))).status).toBe(200)
    expect(said(await send(store.askFile([await start('visit')])))).toEqual([403, 'FILE_SESSION_ENDED'])
  })
})

describe('a picture of a file', () => {
  const bring = (init: RequestInit | Promise<RequestInit>) => send(init, '/sync/v1/file/photo')

  test('[P58] [P26] is kept once, if exactly it was announced', async () => {
    const bytes = picture()
    const photo = photoOf(bytes, { id: 'photo' })
    expect(said(await bring(store.askFilePicture('photo', bytes)))).toEqual([403, 'PHOTO_NOT_ANNOUNCED'])
    await send(
      store.askFile([await start('visit'), { insp: 'visit', cell: 'photo:photo', payload: { k: 'photo.add', photo } }]),
    )
    expect(said(await bring(store.askFilePicture('photo', picture())))).toEqual([403, 'PHOTO_NOT_ANNOUNCED'])
    for (let time = 0; time < 2; time++)
      expect(await bring(store.askFilePicture('photo', bytes))).toEqual({
        status: 200,
        text: '{"proto":1,"photo":"photo"}',
      })
    expect(await world.db.selectFrom('blob').select('sha256').execute()).toEqual([{ sha256: photo.sha256 }])
    expect(said(await bring(store.askFilePicture('photo', bytes, { tablet: randomUUID() })))).toEqual([
      403,
      'FILE_SESSION_ENDED',
    ])
  })
})
