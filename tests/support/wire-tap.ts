import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** What went through: bytes at the socket, headers included, and requests. */
export type Tally = { requests: number; up: number; down: number }

const REQUEST = /(?:^|\r\n|\n)(?:GET|POST|PUT|PATCH|HEAD|DELETE) \S+ HTTP\/1\.1\r\n/g

/**
 * A wire between client and server that counts every byte and, if wanted, takes
 * its time: `roundTrip` milliseconds, half of it each way. Of `https` it counts bytes alone.
 */
export async function tapWire(target: string, { roundTrip = 0 } = {}) {
  const { protocol, hostname, port } = new URL(target)
  const tally: Tally = { requests: 0, up: 0, down: 0 }
  const sockets = new Set<Socket>()
  const later = (work: () => void) => (roundTrip === 0 ? work() : void setTimeout(work, roundTrip / 2))
  const server = createServer((near) => {
    const far = connect(Number(port), hostname)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('close', () => sockets.delete(socket))
      // Either side may hang up at any time: what was counted counts.
      socket.on('error', () => undefined)
    }
    near.on('data', (chunk) => {
      tally.up += chunk.byteLength
      tally.requests += chunk.toString('latin1').match(REQUEST)?.length ?? 0
      later(() => far.writable && far.write(chunk))
    })
    far.on('data', (chunk) => {
      tally.down += chunk.byteLength
      later(() => near.writable && near.write(chunk))
    })
    near.on('end', () => later(() => far.end()))
    far.on('end', () => later(() => near.end()))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `${protocol}//127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** What went through since the last call. */
    take(): Tally {
      const taken = { ...tally }
      Object.assign(tally, { requests: 0, up: 0, down: 0 })
      return taken
    },
    close() {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(resolve))
    },
  }
}
