import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { gzipSync } from 'node:zlib'
import { PROTO, PROTO_HEADER } from '../../../src/protocol/terms.ts'
import { remoteServer } from '../../support/remote-server.ts'
import type { Ran } from './bare.ts'
import type { Visit } from './content.ts'
import { handIn, NUMBERS } from './hand-in.ts'

/** One request of a device. */
export type Sending = {
  path: string
  headers: Record<string, string>
  body: string | Buffer
  isDone(text: string): boolean
}
type Send = (sending: Sending) => Promise<string>

/** Whether all of a visit was applied. */
const isTaken = (text: string) => {
  const { r } = JSON.parse(text) as { r: { o: string }[] }
  return r.length === NUMBERS && r.every(({ o }) => o === 'applied')
}

function sender(url: string, agent: Agent): Send {
  return ({ path, headers, body, isDone }) =>
    new Promise((done, fail) => {
      const asked = request(`${url}${path}`, {
        method: 'POST',
        agent,
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      })
      asked.once('error', fail)
      asked.once('response', (reply) => {
        const parts: Buffer[] = []
        reply.on('data', (part: Buffer) => parts.push(part))
        reply.once('end', () => {
          const text = Buffer.concat(parts).toString('utf8')
          const isOk = (reply.statusCode ?? 0) < 300 && isDone(text)
          if (isOk) done(text)
          else fail(new Error(`${path}: ${reply.statusCode} ${text.slice(0, 500)}`))
        })
      })
      asked.end(body)
    })
}

export function shares<T>(all: readonly T[], count: number): T[][] {
  return Array.from({ length: count }, (_, n) => all.filter((_each, index) => index % count === n))
}

/** Each device sends the next when the last is answered; what it sends was made before the first went. */
export async function inTurns(
  lists: readonly Visit[][],
  requestsOf: (visit: Visit, device: number) => Sending[],
  url: string,
): Promise<Ran> {
  const made = lists.map((list, device) => list.map((visit) => requestsOf(visit, device)))
  // Connections are kept for one run: between two a server may let go of them.
  const agent = new Agent({ keepAlive: true, maxSockets: lists.length })
  const send = sender(url, agent)
  const times: number[] = []
  const begun = performance.now()
  await Promise.all(
    made.map(async (list) => {
      for (const requests of list) {
        const since = performance.now()
        for (const each of requests) await send(each)
        times.push(performance.now() - since)
      }
    }),
  )
  const took = performance.now() - begun
  agent.destroy()
  return { took, times }
}

/** Devices of one person at a server of ours: each visit is a push of its own. */
export async function openDevices(url: string, count: number) {
  const cookie = await remoteServer(url).signIn('kiemtra')
  const headers = {
    cookie,
    'content-type': 'application/json',
    'content-encoding': 'gzip',
    [PROTO_HEADER]: String(PROTO),
  }
  const seen = Array.from({ length: count }, () => ({ id: randomUUID(), seq: 0 }))
  return (visits: readonly Visit[], devices: number): Promise<Ran> =>
    inTurns(
      shares(visits, devices),
      (visit, device) => {
        const from = seen[device] as { id: string; seq: number }
        const push = handIn(from.id, visit, { seq: from.seq, at: Date.now() })
        from.seq += NUMBERS
        return [{ path: '/sync/v1/push', headers, body: gzipSync(JSON.stringify(push)), isDone: isTaken }]
      },
      url,
    )
}
