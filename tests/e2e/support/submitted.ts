import { randomUUID } from 'node:crypto'
import type { Answer } from '../../../src/domain/answer.ts'
import type { Checklist } from '../../../src/domain/checklist.ts'
import { dateInVietnam } from '../../../src/domain/date.ts'
import { type InspectionHead, sealedContent } from '../../../src/domain/inspection.ts'
import type { Person } from '../../../src/domain/people.ts'
import { type Photo, sealedPhotos } from '../../../src/domain/photo.ts'
import { score } from '../../../src/domain/scoring/score.ts'
import { summaryOf } from '../../../src/domain/scoring/summary.ts'
import { digestOf } from '../../../src/protocol/digest.ts'
import { PASSWORD } from '../../../src/server/demonstration-data.ts'
import { tusBy } from '../../support/photos.ts'
import { answersAt, facilityOf } from './demonstration.ts'

/** Said beside the answers, by item; and photos of the items, with their pictures. */
type More = {
  answers?: Readonly<Record<string, Partial<Answer>>>
  photos?: readonly { photo: Photo; bytes: Uint8Array<ArrayBuffer> }[]
  kind?: InspectionHead['kind']
}

/** Hands in a finished inspection over the network, as another tablet would. @returns its id */
export function handIn(url: string, username: string, facilityId: string, checklist: Checklist, more: More = {}) {
  return bring(url, username, facilityId, checklist, { isSubmitted: true, ...more })
}

/** Answers everything of a visit as another tablet of the same person would, and leaves the rest to them. @returns its id */
export function leaveAnswered(url: string, username: string, facilityId: string, checklist: Checklist) {
  return bring(url, username, facilityId, checklist, { isSubmitted: false })
}

async function bring(
  url: string,
  username: string,
  facilityId: string,
  checklist: Checklist,
  { isSubmitted, answers: more = {}, photos = [], kind = 'inspection' }: More & { isSubmitted: boolean },
): Promise<string> {
  const facility = facilityOf(facilityId)
  const cookie = await signIn(url, username)
  const insp = randomUUID()
  const head: InspectionHead = {
    facilityId,
    facilityName: facility.name,
    checklist: { id: checklist.id, version: checklist.version, hash: await digestOf(checklist) },
    kind,
    date: dateInVietnam(Date.now()),
    team: ['Nguyễn Thị Kiểm', 'Hoàng Văn Đoàn'],
    facts: facility.facts,
  }
  const answers = Object.fromEntries(
    Object.entries(answersAt(facilityId, checklist)).map(([item, answer]) => [item, { ...answer, ...more[item] }]),
  )
  const summary = summaryOf(score(checklist, head.facts, answers, { date: head.date }))
  const hashes = sealedPhotos(photos.map(({ photo }) => photo))
  const said = [
    { k: 'inspection.start', head },
    ...photos.map(({ photo }) => ({ k: 'photo.add', photo })),
    ...Object.entries(answers).map(([item, answer]) => ({ k: 'answer.set', set: { [item]: [0, answer] } })),
    ...(isSubmitted
      ? [{ k: 'inspection.submit', digest: await digestOf(sealedContent(head, answers, hashes)), score: summary }]
      : []),
  ]
  const m = said.map((each, index) => ({ ...each, seq: index + 1, id: randomUUID(), insp, at: Date.now() }))
  const push = { proto: 1, epoch: null, deviceId: randomUUID(), schema: 1, app: 'test', clock: { wall: Date.now() }, m }
  const reply = (await (await post(`${url}/sync/v1/push`, push, cookie)).json()) as {
    r: { o: string; code?: string }[]
  }
  const refused = reply.r.find(({ o }) => o !== 'applied')
  if (refused) throw new Error(`refused: ${refused.code}`)
  const { person } = (await (await fetch(`${url}/api/me`, { headers: { cookie } })).json()) as { person: Person }
  const tus = tusBy((path, init) => fetch(url + path, init), cookie, person.id)
  for (const { photo, bytes } of photos) {
    const reply = await tus.create(photo, bytes)
    if (!reply.ok) throw new Error(`the picture was refused: ${reply.status}`)
  }
  return insp
}

/** Returns a result for these items, as a reviewer's tablet would. */
export async function giveBack(
  url: string,
  username: string,
  insp: string,
  items: Readonly<Record<string, string>>,
): Promise<void> {
  const step = { id: randomUUID(), seal: 1, say: { is: 'return', comment: '', items } }
  const m = [{ k: 'inspection.step', step, seq: 1, id: randomUUID(), insp, at: Date.now() }]
  const push = { proto: 1, epoch: null, deviceId: randomUUID(), schema: 1, app: 'test', clock: { wall: Date.now() }, m }
  const reply = await post(`${url}/sync/v1/push`, push, await signIn(url, username))
  const { r } = (await reply.json()) as { r: { o: string }[] }
  if (r[0]?.o !== 'applied') throw new Error(`it was not returned: ${JSON.stringify(r)}`)
}

/** Leaves what a lost tablet hands over of a visit, as the server keeps it (sync/handover.ts). */
export async function leaveHandedOver(url: string, username: string, insp: string): Promise<void> {
  const changes = ['answer.set', 'inspection.submit'].map((k) => ({ id: randomUUID(), insp, payload: { k, set: {} } }))
  const letter = { handedOver: changes, left: 0 }
  await post(`${url}/sync/v1/deadletter?deviceId=${randomUUID()}`, letter, await signIn(url, username))
}

/** Leaves what a device could not send as a change (device/store/attention.ts). */
export async function leaveUnsent(url: string, username: string, insp: string): Promise<void> {
  const said = { k: 'answer.set', set: { 'no-such-item': [0, { value: null, note: 'x'.repeat(400) }] } }
  const letter = { id: randomUUID(), insp, code: 'BODY_TOO_LARGE', at: Date.now(), said }
  await post(`${url}/sync/v1/deadletter?deviceId=${randomUUID()}`, letter, await signIn(url, username))
}

/** One session for each account of a server: from one address it takes ten signings-in in a minute, and people have to get in too. */
const sessions = new Map<string, Promise<string>>()

export function signIn(url: string, username: string): Promise<string> {
  const key = `${url} ${username}`
  const session = sessions.get(key) ?? openSession(url, username)
  sessions.set(key, session)
  return session
}

async function openSession(url: string, username: string): Promise<string> {
  const signedIn = await post(`${url}/api/sign-in`, { username, password: PASSWORD })
  const cookies = signedIn.headers.getSetCookie()
  return cookies.map((each) => each.split(';')[0]).join('; ')
}

async function post(url: string, body: unknown, cookie = ''): Promise<Response> {
  const reply = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify(body),
  })
  if (!reply.ok) throw new Error(`${url}: ${reply.status} ${await reply.text()}`)
  return reply
}
