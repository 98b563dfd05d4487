import { once } from 'node:events'
import { Agent, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createServerWorld, type ServerWorld } from '../support/server-world.ts'

/** Whose turn it is where many ask at once. */

let world: ServerWorld
let server: ReturnType<typeof serve>
beforeEach(async () => {
  world = await createServerWorld()
  server = serve({ fetch: world.app.fetch, port: 0, hostname: '127.0.0.1' })
  await once(server, 'listening')
})
afterEach(async () => {
  server.close()
  await world.close()
})

/** A connection of its own, to an address that is looked up nowhere: all of them stand at the door at once. */
function openTablet() {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const { address: host, port } = server.address() as AddressInfo
  const asking = { host, port, path: '/sync/v1/ping', agent }
  return {
    ask: () =>
      new Promise<void>((answered, fail) => {
        get(asking, (reply) => reply.resume().once('end', answered)).once('error', fail)
      }),
    close: () => agent.destroy(),
  }
}

test('100 tablets connect at once and ask without a pause: nobody is answered 10 times before everybody was once', async () => {
  const tablets = Array.from({ length: 100 }, () => ({ ...openTablet(), answers: 0 }))
  await Promise.all(
    tablets.map(async (tablet) => {
      do {
        await tablet.ask()
        tablet.answers++
      } while (tablets.some(({ answers }) => answers === 0))
    }),
  )
  for (const { close } of tablets) close()
  expect(Math.max(...tablets.map(({ answers }) => answers))).toBeLessThan(10)
})

test('requests that come at once begin in their order, and two rounds of the loop lie between one and the next', async () => {
  let round = 0
  let isOver = false
  const count = () => {
    round++
    if (!isOver) setImmediate(count)
  }
  count()
  const begun: [number, number][] = []
  await Promise.all(
    Array.from({ length: 5 }, async (_, n) => {
      await world.app.request('/sync/v1/ping')
      begun.push([n, round])
    }),
  )
  isOver = true
  const [, first] = begun[0] ?? []
  expect(begun).toEqual([0, 1, 2, 3, 4].map((n) => [n, (first ?? 0) + 2 * n]))
})
