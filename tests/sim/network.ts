import type { Mutation } from '../../src/domain/mutation.ts'
import type { Person } from '../../src/domain/people.ts'
import { fromColumns } from '../../src/protocol/columns.ts'
import type { Outcome } from '../../src/protocol/wire.ts'
import { notePictures } from './invariants/pictures.ts'
import { lies } from './lies.ts'
import { Crash } from './server.ts'
import type { Sim } from './sim.ts'

type Request = {
  from: string
  person: string
  path: string
  init: { method: string; headers: Record<string, string>; body?: string | Blob }
}
/** What the network knows of a device. */
type Caller = { name: string; person: Person; wait(): Promise<void> }

export type Reply = {
  status: number
  headers: Record<string, string>
  text: string
  /** A picture on its way down; `text` is then empty. */
  bytes?: Blob
}

/** Requests that the network still holds, and replies it has seen: both can turn up again. */
export type Network = ReturnType<typeof createNetwork>

const KEPT = 30

const fates = { lost: 3, replyLost: 4, late: 2, twice: 2, cut: 2, lie: 4, another: 2, again: 2 }

/** The way between devices and server, which loses, holds back, repeats, cuts and lies. */
export function createNetwork(sim: Sim) {
  const held: Request[] = []
  const heard: Reply[] = []

  /** Lets the server do it. Null when it died meanwhile. */
  async function deliver(request: Request): Promise<Reply | null> {
    const { path, init, from, person } = request
    try {
      const response = await sim.server.request(path, { ...init, headers: { ...init.headers, cookie: person } })
      const headers = Object.fromEntries(response.headers)
      const isPicture = headers['content-type']?.startsWith('image/') === true
      const reply: Reply = isPicture
        ? { status: response.status, headers, text: '', bytes: await response.blob() }
        : { status: response.status, headers, text: await response.text() }
      await listen(request, reply)
      sim.say(`    server → ${from}: ${reply.status} ${brief(reply.bytes ?? reply.text)}`)
      keep(heard, reply)
      return reply
    } catch (error) {
      if (!(error instanceof Crash)) throw error
      sim.say(`    server dies during a request of ${from}`)
      await sim.server.restart()
      return null
    }
  }

  async function listen({ path, init }: Request, { status, text }: Reply): Promise<void> {
    if (status !== 200) return
    // Confirmed now, it may be put out from now on, whatever an administrator puts back afterwards.
    if (path.includes('/blobs/have')) return notePictures(sim)
    if (!path.includes('/push')) return
    const push = JSON.parse(String(init.body)) as { deviceId: string; m: Mutation[] }
    sim.ledger.hear(push, (JSON.parse(text) as { r: Outcome[] }).r)
  }

  function keep<T>(list: T[], each: T): void {
    if (list.length < KEPT) list.push(each)
    else list[sim.random.int(0, KEPT - 1)] = each
  }

  async function carry(request: Request): Promise<Reply | null> {
    const { random, odds } = sim
    if (sim.isCalm || !random.chance(odds.network)) return deliver(request)
    const fate = random.weighted(fates)
    sim.say(`    network: ${fate}`)
    switch (fate) {
      case 'lost':
        return null
      case 'replyLost':
        await deliver(request)
        return null
      case 'late':
        held.push(request)
        return null
      case 'twice': {
        // Files are read and written beside the event loop: two at once would be another race each time.
        const isPicture = request.path.includes('/blobs/')
        const one = deliver(request)
        if (isPicture) await one
        const [first, second] = await Promise.all([one, deliver(request)])
        return random.pick([first, second])
      }
      case 'cut': {
        // A picture breaks off on its way up; everything else on its way back.
        if (request.init.body instanceof Blob) {
          await deliver(withBody(request, request.init.body.slice(0, random.int(0, request.init.body.size))))
          return null
        }
        const reply = await deliver(request)
        if (reply?.bytes) return { ...reply, bytes: reply.bytes.slice(0, random.int(0, reply.bytes.size - 1)) }
        return reply && { ...reply, text: reply.text.slice(0, random.int(0, reply.text.length - 1)) }
      }
      case 'lie': {
        if (request.init.body instanceof Blob && random.chance(0.4))
          return deliver(await bitFlipped(request, request.init.body))
        if (/blobs\/[0-9a-f]{64}$/.test(request.path) && random.chance(0.4)) {
          const reply = await deliver(request)
          return reply?.bytes ? { ...reply, bytes: await turned(reply.bytes) } : reply
        }
        if (random.chance(0.5)) await deliver(request)
        return random.pick(lies)(random, request)
      }
      case 'another': {
        await deliver(request)
        return heard.length > 0 ? random.pick(heard) : null
      }
      case 'again':
        // Comes through now, and once more some time later.
        held.push(request)
        return deliver(request)
      default:
        return fate satisfies never
    }
  }

  return {
    /** The `fetch` of one device. */
    fetcherOf:
      (device: Caller): typeof fetch =>
      async (input, init = {}) => {
        const { method = 'GET' } = init
        const url = String(input)
        const path = url.includes('/sync/v1/pull') ? `${url}&limit=${sim.odds.pageRows}` : url
        const headers = init.headers as Record<string, string>
        const body = typeof init.body === 'string' || init.body instanceof Blob ? init.body : undefined
        const request = { from: device.name, person: device.person.id, path, init: { method, headers, body } }
        sim.clock.goOn()
        await device.wait()
        sim.say(`  ${device.name} ${method} ${url.split('?')[0]} ${body ? brief(body) : ''}`)
        const reply = await carry(request)
        await device.wait()
        if (!reply) throw new TypeError('Failed to fetch')
        return new Response([204, 304].includes(reply.status) ? null : (reply.bytes ?? reply.text), {
          status: reply.status,
          headers: reply.headers,
        })
      },
    /** Something that was held back arrives after all; nobody waits for its reply any more. */
    async deliverHeld() {
      if (held.length === 0) return
      const [request] = held.splice(sim.random.int(0, held.length - 1), 1)
      if (request) {
        sim.say(`late request of ${request.from}`)
        await deliver(request)
      }
    },
    held: () => held.length,
  }
}

function withBody(request: Request, body: Blob): Request {
  return { ...request, init: { ...request.init, body } }
}

async function bitFlipped(request: Request, body: Blob): Promise<Request> {
  return withBody(request, await turned(body))
}

/** One bit arrives as its opposite. */
async function turned(body: Blob): Promise<Blob> {
  const bytes = new Uint8Array(await body.arrayBuffer())
  if (bytes.length > 0) bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
  return new Blob([bytes])
}

/** A body in one line of the trace. */
function brief(text: string | Blob): string {
  if (text instanceof Blob) return `${text.size} bytes`
  try {
    let said = JSON.parse(text)
    if ('columns' in said) said = fromColumns(said)
    const { m, r, changes, code, cursor, expectSeq } = said
    if (m) return m.map((each: Mutation) => `${each.seq}:${each.k}`).join(' ')
    if (r)
      return `${r.map(({ seq, o, code: why, replayed }: Outcome) => `${seq}:${why ?? o}${replayed ? '↺' : ''}`).join(' ')} expect ${expectSeq}`
    if (changes) return `${changes.length} rows ${cursor.length > 0 ? Buffer.from(cursor, 'base64url').toString() : ''}`
    return code ?? text.slice(0, 40)
  } catch {
    return JSON.stringify(text.slice(0, 40))
  }
}
