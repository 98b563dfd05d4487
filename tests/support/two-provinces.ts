import { randomUUID } from 'node:crypto'
import type { InspectionHead } from '../../src/domain/inspection.ts'
import type { Person, Role } from '../../src/domain/people.ts'
import type { Photo } from '../../src/domain/photo.ts'
import type { Signature } from '../../src/domain/signature.ts'
import { uploadName } from '../../src/protocol/terms.ts'
import { facilities, PASSWORD, PROVINCE } from '../../src/server/demonstration-data.ts'
import { addFacility } from '../../src/server/storage/facilities.ts'
import { addPerson, setDisabled } from '../../src/server/storage/people.ts'
import { addProvince } from '../../src/server/storage/provinces.ts'
import { addArea } from './areas.ts'
import { photoOf, picture, tusBy } from './photos.ts'
import { accepted, createServerWorld, headFor, MORNING, passed, submitOf } from './server-world.ts'
import { signatureOf } from './signatures.ts'

/**
 * Where a thing lies, seen from somebody whose area is Suối Mơ and whose facility
 * is its station. What is nobody's does not exist.
 */
export const places = ['own', 'ownFacility', 'ownArea', 'otherArea', 'otherProvince', 'nobodys'] as const
export type Place = (typeof places)[number]
/** Where somebody else may be. */
type There = Exclude<Place, 'own' | 'nobodys'>
const there = ['ownFacility', 'ownArea', 'otherArea', 'otherProvince'] as const

export const facilityAt: Record<There, string> = {
  ownFacility: 'demo-tyt-suoi-mo',
  ownArea: 'neighbour',
  otherArea: 'demo-tyt-dong-xuan',
  otherProvince: 'far-station',
}
export const areaAt: Record<There, string> = {
  ownFacility: 'demo-suoi-mo',
  ownArea: 'demo-suoi-mo',
  otherArea: 'demo-dong-xuan',
  otherProvince: 'far-area',
}
export const FAR_PROVINCE = 'far-province'
/** In which province a place lies. */
export const provinceAt = (place: Place) => (place === 'otherProvince' ? FAR_PROVINCE : PROVINCE.id)

export type Visit = {
  insp: string
  head: InspectionHead
  photo: Photo
  /** Given for other content: no seal covers it. */
  signature: Signature
  upload: string
  bytes: Uint8Array<ArrayBuffer>
}
/** Somebody signed in. */
export type Somebody = { person: Person; cookie: string }

/**
 * A server with two provinces: in each place an inspector with a draft and with a
 * visit handed in, whose picture is stored.
 */
export async function createTwoProvinces(settings: Parameters<typeof createServerWorld>[0] = {}) {
  const world = await createServerWorld(settings)
  const { app, auth, db } = world
  const passwordHash = await auth.hashPassword(PASSWORD)
  const station = facilities.find(({ id }) => id === 'demo-tyt-suoi-mo')
  if (!station) throw new Error('the invented station is gone')
  await addProvince(db, { id: FAR_PROVINCE, name: 'Tỉnh Khác' }, MORNING)
  await addArea(db, { id: 'far-area', provinceId: FAR_PROVINCE, name: 'Xã Khác' })
  await addFacility(db, FAR_PROVINCE, { ...station, id: 'far-station', areaId: 'far-area', demonstration: true })
  await addFacility(db, PROVINCE.id, { ...station, id: 'neighbour', demonstration: true })

  let made = 0
  /** Opens an account and signs it in: a role at a place, with that place's area or facility alone. */
  async function somebody(role: Role, at: There = 'ownFacility'): Promise<Somebody> {
    const id = randomUUID()
    const person: Person = {
      id,
      username: `${role}_${++made}`,
      name: `${role} ${made}`,
      role,
      provinceId: at === 'otherProvince' ? FAR_PROVINCE : PROVINCE.id,
      areaIds: role === 'facility' ? [] : [areaAt[at]],
      facilityId: role === 'facility' ? facilityAt[at] : null,
    }
    await addPerson(db, person, passwordHash, MORNING)
    return { person, cookie: await world.signIn(person.username) }
  }

  const tusOf = ({ cookie, person }: Somebody) => tusBy((path, init) => app.request(path, init), cookie, person.id)

  async function headAt(at: There | 'nobodys', kind: InspectionHead['kind'] = 'inspection') {
    // The added facilities are copies of the station.
    const head = await headFor(at === 'otherArea' ? facilityAt.otherArea : facilityAt.ownFacility, { kind })
    return { ...head, facilityId: at === 'nobodys' ? 'nowhere' : facilityAt[at] }
  }

  async function push({ cookie }: Somebody, ...mutations: Record<string, unknown>[]) {
    const m = mutations.map((mutation, index) => ({ seq: index + 1, id: randomUUID(), at: MORNING, ...mutation }))
    return (await accepted(await world.push(cookie, { deviceId: randomUUID(), m }))).r
  }

  /** A visit with one photo announced, its upload begun but not finished. */
  async function draft(author: Somebody, at: There = 'ownFacility'): Promise<Visit> {
    const insp = randomUUID()
    const head = await headAt(at, author.person.role === 'facility' ? 'selfAssessment' : 'inspection')
    const bytes = picture(300)
    const photo = photoOf(bytes)
    const signature = signatureOf()
    const [begun] = await push(
      author,
      { k: 'inspection.start', insp, head },
      { k: 'photo.add', insp, photo },
      { k: 'inspection.sign', insp, signature },
    )
    if (begun?.o !== 'applied') throw new Error(`the visit was refused: ${begun?.code}`)
    const reply = await tusOf(author).create(photo)
    if (reply.status !== 201) throw new Error(`the upload was refused: ${await reply.text()}`)
    return { insp, head, photo, signature, bytes, upload: uploadName(author.person.id, photo.id) }
  }

  /** The same, with everything answered and the picture stored. */
  async function answered(author: Somebody, at: There = 'ownFacility'): Promise<Visit> {
    const visit = await draft(author, at)
    const { insp, photo, bytes } = visit
    const set = Object.fromEntries(Object.keys(answers).map((item) => [item, [0, passed]]))
    await push(author, { k: 'answer.set', insp, set })
    await tusOf(author).append(photo, 0, bytes)
    return visit
  }

  /** The same, handed in. */
  async function submitted(author: Somebody, at: There = 'ownFacility'): Promise<Visit> {
    const visit = await answered(author, at)
    const { insp, head, photo } = visit
    const [sealed] = await push(author, await submitOf(insp, head, answers, undefined, [photo.sha256]))
    if (sealed?.o !== 'applied') throw new Error(`the submit was refused: ${sealed?.code}`)
    return visit
  }

  const standing = new Map<There, { author: Somebody; draft: Visit; submitted: Visit }>()
  for (const at of there) {
    const author = await somebody('inspector', at)
    standing.set(at, { author, draft: await draft(author, at), submitted: await submitted(author, at) })
  }

  return {
    ...world,
    somebody,
    push,
    headAt,
    draft,
    answered,
    submitted,
    /** What an inspector of that place has there. */
    standingAt(at: There) {
      const found = standing.get(at)
      if (!found) throw new Error(`nothing stands at ${at}`)
      return found
    },
    close: ({ person }: Somebody) => setDisabled(db, person.provinceId, [person.id], MORNING),
    end: world.close,
  }
}
export type TwoProvinces = Awaited<ReturnType<typeof createTwoProvinces>>

/** Everything in order, for the three questions of the checklist. */
export const answers = { q1: passed, q2: passed, q3: passed }
