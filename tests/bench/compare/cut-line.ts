import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

const PACKET = 1460

/**
 * A line of so many bytes a second for all connections together, from device to server, that breaks again and again.
 * A device may write no faster than the line carries: what waits for it has not crossed it and is not counted.
 *
 * @param every milliseconds from one cut to the next
 */
export async function createCutLine(
  target: string,
  { bytesPerSecond, every }: { bytesPerSecond: number; every: number },
) {
  const { hostname, port } = new URL(target)
  const open = new Set<Socket>()
  let sent = 0
  let cuts = 0
  /** When the line is free again, by `performance.now()`. */
  let freeAt = 0

  async function carry(device: Socket, server: Socket): Promise<void> {
    for await (const bytes of device as AsyncIterable<Buffer>)
      for (let at = 0; at < bytes.length; at += PACKET) {
        const packet = bytes.subarray(at, at + PACKET)
        const now = performance.now()
        freeAt = Math.max(now, freeAt) + (packet.length / bytesPerSecond) * 1000
        // Timers are coarse: the line is kept on the average.
        if (freeAt - now > 2) await pause(freeAt - now)
        if (device.destroyed || server.destroyed) return
        server.write(packet)
        sent += packet.length
      }
    server.end()
  }

  const proxy = createServer((device) => {
    const server = connect(Number(port), hostname)
    for (const socket of [device, server]) {
      open.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => open.delete(socket))
    }
    // A broken connection ends the loop: that is what this line is for.
    carry(device, server).catch(() => server.end())
    server.pipe(device)
  })
  await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done))
  const timer = setInterval(() => {
    if (open.size === 0) return
    cuts += 1
    for (const socket of open) {
      // What has crossed the line arrives; to the device it is broken.
      if (socket.localPort === (proxy.address() as { port: number }).port) socket.destroy()
      else socket.end()
    }
  }, every)
  const { port: own } = proxy.address() as { port: number }
  return {
    url: `http://127.0.0.1:${own}`,
    /** Bytes that have crossed it from devices. */
    sent: () => sent,
    cuts: () => cuts,
    close() {
      clearInterval(timer)
      for (const socket of open) socket.destroy()
      proxy.close()
    },
  }
}
