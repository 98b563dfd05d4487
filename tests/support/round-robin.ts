import { connect, createServer, type Socket } from 'node:net'

/** One address before several servers: each connection goes to the next of them. One that takes none is passed over. */
export async function createRoundRobin(targets: readonly string[]) {
  const ports = targets.map((target) => Number(new URL(target).port))
  const open = new Set<Socket>()
  let next = 0
  const listener = createServer((device) => dial(device, ports.length))

  function keep(socket: Socket) {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
  }

  function dial(device: Socket, tries: number) {
    const server = connect(ports[next++ % ports.length] as number, '127.0.0.1')
    let isThrough = false
    server.on('connect', () => {
      isThrough = true
      keep(server)
      device.on('error', () => server.destroy())
      device.pipe(server)
      server.pipe(device)
    })
    server.on('error', () => {
      if (!isThrough && tries > 1) dial(device, tries - 1)
      else device.destroy()
    })
  }

  listener.on('connection', (device) => {
    device.on('error', () => undefined)
    keep(device)
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const address = listener.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    close() {
      for (const socket of open) socket.destroy()
      listener.close()
    },
  }
}
