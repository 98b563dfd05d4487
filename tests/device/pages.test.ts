import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listChecklists } from '../../src/device/store/checklists.ts'
import { listFacilities } from '../../src/device/store/replica.ts'
import { readMeta } from '../../src/device/store/store.ts'
import { COLUMNS_TYPE, type Columns } from '../../src/protocol/columns.ts'
import { SCHEMA_HEADER } from '../../src/protocol/reading.ts'
import { SCHEMA } from '../../src/protocol/terms.ts'
import { createDeviceWorld } from '../support/device-world.ts'
import { pageIn } from '../support/page.ts'
import { createServerWorld, type ServerWorld } from '../support/server-world.ts'

let server: ServerWorld
let tablet: Awaited<ReturnType<typeof createDeviceWorld>>
beforeEach(async () => {
  server = await createServerWorld()
  tablet = await createDeviceWorld(server, 'kiemtra')
})
afterEach(async () => {
  tablet.close()
  await server.close()
})

const cursor = () => readMeta<string>(tablet.store, 'cursor')
async function held(): Promise<string[]> {
  const [checklists, facilities] = [await listChecklists(tablet.store), await listFacilities(tablet.store)]
  return [...checklists.map(({ ref }) => ref.id), ...facilities.map(({ id }) => id)].sort()
}

/** What a tablet holds that has read everything in one page. */
async function all(): Promise<string[]> {
  await tablet.sync()
  const rows = await held()
  tablet.close()
  tablet = await createDeviceWorld(server, 'kiemtra')
  return rows
}

describe('pages', () => {
  it('[P7] the next one is asked for while one is written; where it does not come, the round after goes on behind what was written', async () => {
    const wanted = await all()
    const cookie = await server.signIn('kiemtra')
    const stood: (string | null)[] = []
    let failing = 3
    tablet.network(async ({ path }, pass) => {
      if (!path.includes('/pull')) return pass()
      stood.push(await cursor())
      failing--
      if (failing === 0) throw new TypeError('Failed to fetch')
      return server.app.request(`${path}&limit=2`, { headers: { cookie, [SCHEMA_HEADER]: String(SCHEMA) } })
    })
    await expect(tablet.sync()).rejects.toMatchObject({ code: 'OFFLINE' })
    // Asked for before the first page, and the second, stood in the store.
    expect(stood.slice(0, 2)).toEqual([null, null])
    expect(stood[2]).not.toBe(await cursor())
    expect(await held()).toHaveLength(4)
    await tablet.sync()
    expect(await held()).toEqual(wanted)
    expect(stood).toHaveLength(Math.ceil(wanted.length / 2) + 1)
  })

  it('[P7] one that was asked for behind a page that another tab overtook is not written', async () => {
    const wanted = await all()
    const cookie = await server.signIn('kiemtra')
    const asked: string[] = []
    tablet.network(async ({ path }, pass) => {
      if (!path.includes('/pull')) return pass()
      asked.push(new URLSearchParams(path.split('?')[1]).get('cursor') ?? '')
      const reply = await server.app.request(`${path}&limit=2`, {
        headers: { cookie, [SCHEMA_HEADER]: String(SCHEMA) },
      })
      // The other tab has begun anew since the first page was asked for.
      if (asked.length === 1) await tablet.store.db.meta.put({ key: 'cursor', value: 'another' })
      return reply
    })
    await tablet.sync()
    expect(asked.filter((each) => each === 'another')).toHaveLength(1)
    expect(await held()).toEqual(wanted)
  })
})

describe('columns', () => {
  it('[P79] are asked for and read; a server that knows none answers in JSON, and is read too', async () => {
    const types: (string | null)[] = []
    tablet.network(async (_request, pass) => {
      const reply = await pass()
      types.push(reply.headers.get('content-type'))
      return reply
    })
    const wanted = await all()
    expect(types).toEqual([COLUMNS_TYPE])
    tablet.network(async (_request, pass) => {
      const reply = await pass()
      return Response.json(await pageIn(reply), { headers: { 'sync-proto': '1' } })
    })
    await tablet.sync()
    expect(await held()).toEqual(wanted)
  })

  it('[P9] [P79] that do not fit together are no reply of ours: nothing of them is written', async () => {
    const damages: ((page: Columns) => unknown)[] = [
      ({ columns }) => columns.at(-1)?.[1].pop(),
      ({ columns }) => columns.splice(2, 1),
      ({ shapes }) => shapes.pop(),
      ({ shapes }) => shapes[0]?.push('cursor'),
    ]
    for (const damage of damages) {
      tablet.network(async (_request, pass) => {
        const reply = await pass()
        const page = (await reply.json()) as Columns
        damage(page)
        return new Response(JSON.stringify(page), { headers: reply.headers })
      })
      await expect(tablet.sync()).rejects.toMatchObject({ code: 'INTERCEPTED' })
      expect([await cursor(), await held()]).toEqual([null, []])
    }
  })
})
