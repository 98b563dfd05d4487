import { createServer } from 'node:net'
import { cookieOf, jsonRequest } from './server-world.ts'

/** A server that is only an address: what a tablet of the tests needs of one, over real sockets. */
export function remoteServer(address: string) {
  const request = (path: string, init?: RequestInit) => fetch(`${address}${path}`, init)
  return {
    app: { request },
    async signIn(username: string): Promise<string> {
      const reply = await request('/api/sign-in', jsonRequest({ username, password: 'so-kiem-2026' }))
      if (!reply.ok) throw new Error(`${username} may not sign in: ${await reply.text()}`)
      return cookieOf(reply)
    },
  }
}

/** A port that nobody listens on now, so that a server can come back under the same address. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}
