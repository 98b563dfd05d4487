import { createServer, request } from 'node:http'

/** A network between tablet and server that the test holds in its hand. */
export async function createProxy(target: string) {
  const { hostname, port } = new URL(target)
  let losesReplies = false
  const pushes: string[] = []
  const proxy = createServer((incoming, outgoing) => {
    const forward = request(
      { hostname, port, path: incoming.url, method: incoming.method, headers: incoming.headers },
      (reply) => {
        const isPush = incoming.url === '/sync/v1/push'
        if (isPush) pushes.push(losesReplies ? 'lost' : 'answered')
        // The server has done its work; the tablet never hears of it.
        if (isPush && losesReplies) {
          reply.resume()
          reply.on('end', () => outgoing.destroy())
          return
        }
        outgoing.writeHead(reply.statusCode ?? 502, reply.headers)
        reply.pipe(outgoing)
      },
    )
    forward.on('error', () => outgoing.destroy())
    incoming.pipe(forward)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const address = proxy.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://localhost:${address.port}`,
    pushes,
    loseReplies(loses: boolean) {
      losesReplies = loses
    },
    close: () =>
      new Promise((resolve) => {
        proxy.closeAllConnections()
        proxy.close(resolve)
      }),
  }
}
