import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { checklists } from '../../src/criteria/all.ts'
import type { Answer } from '../../src/domain/answer.ts'
import { checklistSchema } from '../../src/domain/checklist.ts'
import { dateInVietnam } from '../../src/domain/date.ts'
import { digestOf } from '../../src/protocol/digest.ts'
import { SCHEMA_HEADER } from '../../src/protocol/reading.ts'
import { PROTO, SCHEMA } from '../../src/protocol/terms.ts'
import type { PullReply, PushReply } from '../../src/protocol/wire.ts'
import { fullAnswers } from '../support/full-answers.ts'
import { remoteServer } from '../support/remote-server.ts'
import { headFor, jsonRequest, submitOf } from '../support/server-world.ts'

/** Tablets without a screen: they push and pull over real sockets, as fast as servers answer. */

/** Two writers meet at most of them. */
export const STATIONS = ['suoi-mo', 'dong-xuan', 'ben-sao'].map((name) => `demo-tyt-${name}`)

/** The visit that all writers share. */
const SHARED = 'shared'

/** The shortest real checklist of a station. */
export const checklist = checklistSchema.parse(checklists.find(({ id }) => id === 'qd-4999'))

/** Any of several servers; one that has died is not asked again. */
export type Servers = { pick(): string; lose(address: string): void }

export function severalServers(addresses: readonly string[]): Servers {
  const living = [...addresses]
  let next = 0
  return {
    pick() {
      const address = living[next++ % living.length]
      if (address === undefined) throw new Error('no server is left')
      return address
    },
    lose(address) {
      const at = living.indexOf(address)
      if (at >= 0 && living.length > 1) living.splice(at, 1)
    },
  }
}

/** What servers have acknowledged. */
export type Acknowledged = {
  /** Inspections that were begun and never touched again: drafts, and those that were handed in at once. */
  drafts: Set<string>
  handedIn: Set<string>
  /** Mutations by device and number. */
  mutations: Map<string, { id: string; outcome: string }>
  /** Requests that had to be asked again, by why. */
  again: Map<number | string, number>
}

type Asking = { servers: Servers; cookie: string }

/** Asks until somebody answers: the next server after one that is gone, the same thing to the letter. */
async function insist(
  { servers, cookie }: Asking,
  path: string,
  init: RequestInit,
  again: Acknowledged['again'],
): Promise<unknown> {
  for (;;) {
    const address = servers.pick()
    const headers = { ...(init.headers as Record<string, string>), cookie, [SCHEMA_HEADER]: String(SCHEMA) }
    // With its last byte: a server may die in the middle of an answer.
    const reply = await fetch(`${address}${path}`, { ...init, headers })
      .then(async (said) => ({ ok: said.ok, status: said.status, text: await said.text() }))
      .catch(() => null)
    if (reply?.ok) return JSON.parse(reply.text)
    const why = reply?.status ?? 'no answer'
    again.set(why, (again.get(why) ?? 0) + 1)
    if (reply === null) servers.lose(address)
    else if (reply.status !== 503) throw new Error(`${path}: ${reply.status} ${reply.text}`)
    await pause(20)
  }
}

/**
 * Pushes batch after batch until told otherwise: a visit that stays a draft, one that is
 * answered and handed in at once, and now and then an answer in a visit that all writers share.
 */
export async function write(asking: Asking, number: number, isOver: () => boolean, said: Acknowledged): Promise<void> {
  const deviceId = randomUUID()
  const ref = { id: checklist.id, version: checklist.version, hash: await digestOf(checklist) }
  const head = await headFor(STATIONS[number % STATIONS.length] ?? '', {
    checklist: ref,
    date: dateInVietnam(Date.now()),
  })
  const sharedHead = { ...head, ...(await headFor(STATIONS[0] ?? '')), checklist: ref, date: head.date }
  const answers: Record<string, Answer> = fullAnswers(checklist, head.facts)
  const [item = '', answer] = Object.entries(answers)[0] ?? []
  const set = Object.fromEntries(Object.entries(answers).map(([key, each]) => [key, [0, each]]))
  for (let seq = 0, batch = 0; !isOver(); batch++) {
    const [draft, handedIn] = [randomUUID(), randomUUID()]
    const m = [
      { k: 'inspection.start', insp: draft, head },
      { k: 'inspection.start', insp: handedIn, head },
      { k: 'answer.set', insp: handedIn, set },
      await submitOf(handedIn, head, answers, checklist),
      ...(batch % 4 === 0
        ? [
            { k: 'inspection.start', insp: SHARED, head: sharedHead },
            { k: 'answer.set', insp: SHARED, set: { [item]: [0, { ...answer, note: `${deviceId} ${seq}` }] } },
          ]
        : []),
    ].map((mutation) => ({ id: randomUUID(), at: Date.now(), ...mutation, seq: ++seq }))
    const body = { proto: PROTO, epoch: null, schema: SCHEMA, app: 'storm', clock: { wall: Date.now() }, deviceId, m }
    const reply = (await insist(asking, '/sync/v1/push', jsonRequest(body), said.again)) as PushReply
    if (reply.ackSeq !== seq) throw new Error(`acknowledged ${reply.ackSeq} of ${seq}`)
    for (const { seq: each, o } of reply.r) {
      const id = m.find((mutation) => mutation.seq === each)?.id ?? ''
      said.mutations.set(`${deviceId}/${each}`, { id, outcome: o })
    }
    const outcomes = reply.r.slice(0, 4).map(({ o }) => o)
    if (outcomes.some((o) => o !== 'applied')) throw new Error(`not taken: ${JSON.stringify(reply.r)}`)
    said.drafts.add(draft)
    said.handedIn.add(handedIn)
  }
}

/** How often each inspection was brought, to a cursor that only ever went forward; and how it stood at last. */
export type Read = { times: Map<string, number>; status: Map<string, string>; pages: number }

/** Pulls all the time, in small pages, and once more to the end when the writers are done. */
export async function read(asking: Asking, isOver: () => boolean): Promise<Read> {
  const seen: Read = { times: new Map(), status: new Map(), pages: 0 }
  const deviceId = randomUUID()
  let cursor = ''
  for (let last = false; ; ) {
    const query = new URLSearchParams({ deviceId, limit: '7', ...(cursor && { cursor }) })
    const page = (await insist(asking, `/sync/v1/pull?${query}`, {}, new Map())) as PullReply
    if (cursor !== '' && page.reset) throw new Error('the view was read from its beginning again')
    cursor = page.cursor
    seen.pages++
    for (const change of page.changes) {
      if (change.entity !== 'inspection') continue
      seen.times.set(change.data.id, (seen.times.get(change.data.id) ?? 0) + 1)
      seen.status.set(change.data.id, change.data.status)
    }
    if (page.more) continue
    if (last) return seen
    // What is committed by now the next pages have to bring.
    last = isOver()
  }
}

/**
 * Many write and read at once, until so many pushes have been acknowledged.
 * @param halfWay what happens when half of them have
 */
export async function storm(
  addresses: readonly string[],
  { writers, readers, pushes }: { writers: number; readers: number; pushes: number },
  halfWay: () => void | Promise<void> = () => {},
) {
  const said: Acknowledged = { drafts: new Set(), handedIn: new Set(), mutations: new Map(), again: new Map() }
  const cookie = await remoteServer(addresses[0] ?? '').signIn('kiemtra')
  // Each of them begins with another server.
  const asking = () => ({ servers: severalServers([...addresses]), cookie })
  const turned = (by: number) => {
    const each = asking()
    for (let n = 0; n < by; n++) each.servers.pick()
    return each
  }
  let writing = true
  let reading = true
  const readersDone = Promise.all(Array.from({ length: readers }, (_, n) => read(turned(n), () => !reading)))
  const writersDone = Promise.all(Array.from({ length: writers }, (_, n) => write(turned(n), n, () => !writing, said)))
  const pushed = async (count: number) => {
    while (said.drafts.size < count) await pause(10)
  }
  // Whoever of them fails ends it.
  const untilFailure = Promise.all([writersDone, readersDone])
  await Promise.race([pushed(pushes / 2), untilFailure])
  await halfWay()
  await Promise.race([pushed(pushes), untilFailure])
  writing = false
  await writersDone
  reading = false
  return { said, seen: await readersDone, fresh: await read(asking(), () => true) }
}
