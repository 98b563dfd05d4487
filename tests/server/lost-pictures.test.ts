import { randomUUID } from 'node:crypto'
import { readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { submitInspection } from '../../src/device/store/drafts.ts'
import { addPhoto, listPhotos } from '../../src/device/store/photos.ts'
import { getResult } from '../../src/device/store/replica.ts'
import { evictReceived } from '../../src/device/store/room.ts'
import { addFacility } from '../../src/server/storage/facilities.ts'
import { addPerson } from '../../src/server/storage/people.ts'
import { addProvince } from '../../src/server/storage/provinces.ts'
import { openPictures } from '../../src/server/sync/accept-photo.ts'
import { addArea } from '../support/areas.ts'
import { facts } from '../support/builders.ts'
import { openVisit } from '../support/open-visit.ts'
import { photoOf, picture, sha256 } from '../support/photos.ts'
import { MORNING, passed } from '../support/server-world.ts'

/** What the database says of pictures and what lies on the disk come apart: one of the two was restored, or lost. */

let open: Awaited<ReturnType<typeof openVisit>>
let server: typeof open.server
let tablet: typeof open.tablet
let insp: string
beforeEach(async () => {
  open = await openVisit()
  ;({ server, tablet, insp } = open)
})
afterEach(() => open.close())

/** Photos that the server has, with their pictures. */
async function received(...pictures: Uint8Array<ArrayBuffer>[]): Promise<string[]> {
  for (const bytes of pictures) {
    const { id: _id, ...shot } = photoOf(bytes)
    await addPhoto(tablet.store, insp, shot, new Blob([bytes]))
  }
  await tablet.sync()
  await tablet.sendPhotos()
  expect(await states()).toEqual(pictures.map(() => 'received'))
  return pictures.map(sha256)
}
const states = async () => (await listPhotos(tablet.store, insp)).map(({ state }) => state)
const fileOf = (hash: string) => join(server.dataDir, 'blobs', hash.slice(0, 2), hash)
const held = async () => (await server.db.selectFrom('blob').select('sha256').execute()).map((row) => row.sha256)
/** The server is started again on what it now finds. */
async function startedAgain() {
  const pictures = openPictures(server.db, server.dataDir, () => MORNING)
  await pictures.compare()
  return pictures
}
async function view(hash: string) {
  const cookie = await server.signIn('kiemtra')
  const reply = await server.app.request(`/sync/v1/blobs/${hash}`, { headers: { cookie } })
  return reply.status === 200 ? sha256(new Uint8Array(await reply.arrayBuffer())) : reply.status
}

test('[P28] a lost folder: nothing is called stored any more, the record says so, and the tablet sends again', async () => {
  const hashes = await received(picture(), picture())
  for (const item of ['q1', 'q2', 'q3']) await saveAnswer(tablet.store, insp, item, passed)
  await submitInspection(tablet.store, insp)
  await tablet.sync()
  rmSync(join(server.dataDir, 'blobs'), { recursive: true })
  await startedAgain()
  expect(await held()).toEqual([])
  await tablet.sync()
  expect((await getResult(tablet.store, insp))?.photos).toMatchObject([{ stored: false }, { stored: false }])
  await tablet.sendPhotos()
  await tablet.sync()
  expect((await getResult(tablet.store, insp))?.photos).toMatchObject([{ stored: true }, { stored: true }])
  expect(await Promise.all(hashes.map(view))).toEqual(hashes)
})

test('[P28] where the tablet has put its bytes out too, the record goes on saying that the picture is missing', async () => {
  const [hash = ''] = await received(picture())
  await evictReceived(tablet.store.db)
  rmSync(fileOf(hash))
  await startedAgain()
  await tablet.sync()
  await tablet.sendPhotos()
  expect([await states(), await held(), await view(hash)]).toEqual([['elsewhere'], [], 404])
})

test('[P28] one file is missing and one is cut short: these two are asked for again, and no other', async () => {
  const [missing = '', cut = '', whole = ''] = await received(picture(), picture(), picture())
  rmSync(fileOf(missing))
  truncateSync(fileOf(cut), 100)
  await startedAgain()
  expect(await held()).toEqual([whole])
  await tablet.sync()
  tablet.sent.length = 0
  await tablet.sendPhotos()
  expect(tablet.sent.filter((each) => each === 'POST /sync/v1/blobs/tus')).toHaveLength(2)
  expect([await states(), await view(cut)]).toEqual([['received', 'received', 'received'], cut])
})

test('[P28] nothing is published, and nothing asked for, where rows and files agree', async () => {
  await received(picture(), picture())
  const before = await server.db.selectFrom('tenant_clock').select('ver').execute()
  await (await startedAgain()).sweep()
  expect(await server.db.selectFrom('tenant_clock').select('ver').execute()).toEqual(before)
})

/** The database as it was before the photo was announced; its file stayed. The tablet no longer has the bytes. */
async function restoredToBefore() {
  await evictReceived(tablet.store.db)
  await server.db.deleteFrom('photo').execute()
  await server.db.deleteFrom('blob').execute()
  await server.db.deleteFrom('mutation').where('seq', '>', 1).execute()
  await server.db.updateTable('device').set({ last_seq: 1 }).execute()
  await server.db.updateTable('tenant_clock').set({ epoch: 'restored' }).execute()
}

test('[P28] [P16] an older database beside newer files: announced again, the picture is there without being sent', async () => {
  await tablet.sync()
  const [hash = ''] = await received(picture())
  await restoredToBefore()
  const pictures = await startedAgain()
  expect([await held(), readdirSync(join(server.dataDir, 'blobs'))]).toEqual([[], [hash.slice(0, 2)]])
  await tablet.sync()
  await tablet.sync()
  await pictures.sweep()
  await tablet.sync()
  expect([await states(), await view(hash)]).toEqual([['received'], hash])
  expect(tablet.bodies.filter((size) => size === 3000)).toHaveLength(1)
})

test('[P28] a file whose content is another is never taken over', async () => {
  await tablet.sync()
  const [hash = ''] = await received(picture())
  await restoredToBefore()
  writeFileSync(fileOf(hash), picture())
  const pictures = await startedAgain()
  await tablet.sync()
  await tablet.sync()
  await pictures.sweep()
  expect([await held(), await view(hash)]).toEqual([[], 404])
})

/** A visit of the same number in another province. */
async function visitElsewhere(id: string): Promise<void> {
  const visit = await server.db.selectFrom('inspection').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  await addProvince(server.db, { id: 'other', name: 'Tỉnh khác' }, 0)
  await addArea(server.db, { id: 'far', provinceId: 'other', name: 'Xã Khác' })
  const place = {
    id: 'far-station',
    areaId: 'far',
    name: 'Trạm Khác',
    address: '',
    facts: facts(),
    demonstration: true,
  }
  await addFacility(server.db, 'other', place)
  const person = { id: 'stranger', username: 'nguoila', name: 'Lạ', role: 'inspector', facilityId: null } as const
  await addPerson(server.db, { ...person, provinceId: 'other', areaIds: ['far'] }, '', 0)
  await server.db
    .insertInto('inspection')
    .values({ ...visit, tenant_id: 'other', facility_id: place.id, created_by: person.id })
    .execute()
}

test('[P28] [P24] a file that two provinces name is nobody’s until one of them has sent it', async () => {
  const [hash = ''] = await received(picture())
  const row = await server.db.selectFrom('photo').selectAll().executeTakeFirstOrThrow()
  await visitElsewhere(insp)
  await server.db
    .insertInto('photo')
    .values({ ...row, id: randomUUID(), tenant_id: 'other' })
    .execute()
  await server.db.deleteFrom('blob').execute()
  await startedAgain()
  expect(await held()).toEqual([])
  await tablet.sync()
  await tablet.sendPhotos()
  // And what one of them holds is not the other's for naming it.
  await (await startedAgain()).sweep()
  expect(await server.db.selectFrom('blob').select(['tenant_id', 'sha256']).execute()).toEqual([
    { tenant_id: row.tenant_id, sha256: hash },
  ])
})
