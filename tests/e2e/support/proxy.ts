import { createServer, request } from 'node:http'

/** A network between tablet and server that the test holds in its hand. */
export async function createProxy(target: string) {
  const { hostname, port } = new URL(target)
  let losesReplies = false
  let hasNewWorker = false
  const pushes: string[] = []
  const proxy = createServer((incoming, outgoing) => {
    if (hasNewWorker && incoming.url === '/sw.js') {
      void newWorker(target).then((text) => outgoing.writeHead(200, { 'content-type': 'text/javascript' }).end(text))
      return
    }
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
    /** From now on the server has a newer version of the app. */
    bringNewVersion() {
      hasNewWorker = true
    },
    close: () =>
      new Promise((resolve) => {
        proxy.closeAllConnections()
        proxy.close(resolve)
      }),
  }
}

/** The worker of another build: to the browser any other byte makes it one. */
async function newWorker(target: string): Promise<string> {
  return `${await (await fetch(`${target}/sw.js`)).text()}\n// bản mới\n`
}
