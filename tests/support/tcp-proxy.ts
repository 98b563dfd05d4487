import { connect, createServer, type Socket } from 'node:net'

/**
 * A line between device and server that breaks where the test says: `cuts` are
 * counts of bytes that devices have sent over it in all. What lay on the line
 * before the cut still arrives; both ends then see a broken connection.
 */
export async function createTcpProxy(target: string, cuts: readonly number[] = []) {
  const { hostname, port } = new URL(target)
  const planned = [...cuts].sort((a, b) => a - b)
  const open = new Set<Socket>()
  let received = 0
  let broken = 0
  const proxy = createServer((device) => {
    const server = connect(Number(port), hostname)
    for (const socket of [device, server]) {
      open.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => open.delete(socket))
    }
    device.on('data', (bytes: Buffer) => {
      const room = (planned[0] ?? Number.POSITIVE_INFINITY) - received
      if (bytes.length < room) {
        received += bytes.length
        if (!server.write(bytes)) {
          device.pause()
          server.once('drain', () => device.resume())
        }
        return
      }
      planned.shift()
      broken += 1
      // What the device had written beyond the cut never crossed the line.
      received += room
      device.removeAllListeners('data')
      server.end(bytes.subarray(0, room))
      device.destroy()
    })
    device.on('end', () => server.end())
    server.pipe(device)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const address = proxy.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    received: () => received,
    broken: () => broken,
    close() {
      for (const socket of open) socket.destroy()
      proxy.close()
    },
  }
}
