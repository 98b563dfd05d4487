import { randomUUID } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import type { StoreKey } from '../../src/device/store/packing.ts'
import { closeStore, openStore, type Store } from '../../src/device/store/store.ts'
import type { Hold } from '../../src/device/sync/hold.ts'
import { sendPhotos } from '../../src/device/sync/photos.ts'
import { createPace, pushAll } from '../../src/device/sync/push.ts'
import { exchange } from '../../src/device/sync/round.ts'
import { createTransport, type Transport } from '../../src/device/sync/transport.ts'
import type { Person } from '../../src/domain/people.ts'
import type { ServerWorld } from './server-world.ts'
import { storeKey } from './store-key.ts'

/** What the network does to one request; `pass` lets it through, with other bytes where it is given some. */
export type Weather = (
  request: { method: string; path: string; body: string; isPacked: boolean; bytes: Blob | null },
  pass: (instead?: Blob | ReadableStream) => Promise<Response>,
) => Promise<Response>

const clear: Weather = (_request, pass) => pass()

/**
 * A tablet: the real store on IndexedDB, the real sync code, and a network that
 * the test holds in its hand. The server is called as a function.
 */
export async function createDeviceWorld(
  server: Pick<ServerWorld, 'signIn'> & {
    app: { request(path: string, init?: RequestInit): Response | Promise<Response> }
  },
  username: string,
  name = `so-kiem:${randomUUID()}`,
  { key = storeKey, ...settings }: { gzip?: boolean; hold?: Hold; key?: StoreKey | Promise<StoreKey> } = {},
) {
  let cookie = await server.signIn(username)
  const { person } = (await (await server.app.request('/api/me', { headers: { cookie } })).json()) as { person: Person }
  let weather = clear
  const sent: string[] = []
  const bodies: number[] = []

  const fetcher: typeof fetch = async (input, init = {}) => {
    const path = String(input)
    // Weather reads what was meant, not how it was packed; a picture as it is.
    const isPacked = init.body instanceof Uint8Array
    const bytes = init.body instanceof Blob ? init.body : null
    const body = init.body instanceof Uint8Array ? gunzipSync(init.body).toString('utf8') : String(init.body ?? '')
    const method = init.method ?? 'GET'
    const headers = { ...(init.headers as Record<string, string>), cookie }
    sent.push(`${method} ${path.split('?')[0]}`)
    if (init.body != null)
      bodies.push(bytes?.size ?? (init.body instanceof Uint8Array ? init.body.byteLength : Buffer.byteLength(body)))
    return weather({ method, path, body: bytes ? '' : body, isPacked, bytes }, async (instead) =>
      server.app.request(path, {
        method,
        headers,
        body: instead ?? init.body ?? undefined,
        duplex: 'half',
      } as RequestInit),
    )
  }
  const transport: Transport = createTransport({ personId: person.id, fetcher, gzip: true, ...settings })
  const pace = createPace()
  let store: Store = await openStore(person.id, name, await key)

  return {
    person,
    transport,
    pace,
    sent,
    /** Bytes of each body as it went out. */
    bodies,
    get store() {
      return store
    },
    /** Somebody else signs in, in the same browser. */
    async signInAs(other: string) {
      cookie = await server.signIn(other)
    },
    /** From now on the network behaves so; without an argument, well again. */
    network(next: Weather = clear) {
      weather = next
    },
    /** What waits, and nothing else. */
    push: () => pushAll(store, transport, 'test', pace),
    /** A round, as the engine makes it. */
    async sync() {
      await exchange(store, transport, 'test', pace)
    },
    /** A round of the photo lane. */
    sendPhotos: () => sendPhotos(store, transport),
    /** The tablet is switched off and on again. */
    async restart() {
      closeStore(store)
      store = await openStore(person.id, name, await key)
    },
    close: () => closeStore(store),
  }
}

/** No network at all. */
export const offline: Weather = async () => {
  throw new TypeError('Failed to fetch')
}

/** The line breaks once so many bytes of a picture have gone over it. */
export function cutAfter(count: number): Weather {
  return async ({ bytes }, pass) => {
    if (!bytes) return pass()
    const first = new Uint8Array(await bytes.slice(0, count).arrayBuffer())
    const broken = new ReadableStream({
      start(stream) {
        if (count > 0) stream.enqueue(first)
      },
      async pull(stream) {
        // What was on the line has arrived before the line is gone.
        await new Promise((resolve) => setTimeout(resolve, 30))
        stream.error(new TypeError('terminated'))
      },
    })
    await pass(broken).catch(() => undefined)
    throw new TypeError('Failed to fetch')
  }
}

/** One bit of every picture arrives as its opposite. */
export const bitFlipped: Weather = async ({ bytes }, pass) => {
  if (!bytes) return pass()
  const changed = new Uint8Array(await bytes.arrayBuffer())
  if (changed.length > 0) changed[changed.length >> 1] = (changed[changed.length >> 1] ?? 0) ^ 1
  return pass(new Blob([changed]))
}

/** The request arrives and is carried out; the reply is lost on the way back. */
export const replyLost: Weather = async (_request, pass) => {
  await pass()
  throw new TypeError('Failed to fetch')
}

/** The request arrives and is carried out, and no reply comes in time. */
export const tooSlow: Weather = async (_request, pass) => {
  await pass()
  throw new DOMException('The operation timed out.', 'TimeoutError')
}

/** Somebody between tablet and server answers with a status of their own. */
export function stranger(status: number, headers: Record<string, string> = {}): Weather {
  return async () => new Response(status === 204 ? null : '<html>…</html>', { status, headers })
}

/** The sign-in page of a hotel's Wi-Fi: 200, and not from us. */
export const hotelWifi: Weather = async () =>
  new Response('<html>Đăng nhập Wi-Fi</html>', { headers: { 'content-type': 'text/html' } })
