import { connect, createServer, type Socket } from 'node:net'
import type { Random } from './seeded-random.ts'

/** One packet of an ordinary line. */
const PACKET = 1460

type Line = {
  bytesPerSecond: number
  /** Milliseconds there and back. */
  roundTrip: number
  /** Share of the packets that are lost, each of which comes a second later than it would. */
  loss: number
  random: Random
}

/** A line as in a commune behind the hill; both directions share its width. It can also be taken away. */
export async function createSlowLine(target: string, { bytesPerSecond, roundTrip, loss, random }: Line) {
  const { hostname, port } = new URL(target)
  const open = new Set<Socket>()
  let isDown = false
  let sent = 0
  let attempts = 0
  /** When the line is free again, by `performance.now()`. */
  let freeAt = 0

  function carry(from: Socket, to: Socket, count: (bytes: number) => void): void {
    let last: Promise<void> = Promise.resolve()
    from.on('data', (bytes: Buffer) => {
      // What waits for the line waits in the sender's own buffers.
      from.pause()
      last = last.then(async () => {
        for (let at = 0; at < bytes.length; at += PACKET) {
          const packet = bytes.subarray(at, at + PACKET)
          const now = performance.now()
          const again = random.chance(loss) ? 1000 : 0
          freeAt = Math.max(now, freeAt) + (packet.length / bytesPerSecond) * 1000 + again
          await new Promise((next) => setTimeout(next, freeAt - now))
          if (to.destroyed) return
          setTimeout(() => to.destroyed || to.write(packet), roundTrip / 2)
          count(packet.length)
        }
        from.resume()
      })
    })
    from.on('end', () => void last.then(() => setTimeout(() => to.end(), roundTrip / 2)))
    from.on('close', () => void last.then(() => setTimeout(() => to.destroy(), roundTrip)))
  }

  const proxy = createServer((device) => {
    attempts += 1
    device.on('error', () => undefined)
    if (isDown) {
      device.destroy()
      return
    }
    const server = connect(Number(port), hostname)
    server.on('error', () => undefined)
    for (const socket of [device, server]) {
      open.add(socket)
      socket.on('close', () => open.delete(socket))
    }
    carry(device, server, (bytes) => {
      sent += bytes
    })
    carry(server, device, () => undefined)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const address = proxy.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const cut = () => {
    for (const socket of open) socket.destroy()
  }
  return {
    url: `http://127.0.0.1:${address.port}`,
    /** Bytes that devices have brought over it. */
    sent: () => sent,
    /** Connections that devices have tried. */
    attempts: () => attempts,
    goDown() {
      isDown = true
      cut()
    },
    comeUp() {
      isDown = false
    },
    close() {
      cut()
      proxy.close()
    },
  }
}
