import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { verifyAudit } from '../../src/server/audit/verify-audit.ts'
import { renewEpochs } from '../../src/server/commands/renew-epochs.ts'
import { createServerWorld, headFor, MORNING, type ServerWorld } from '../support/server-world.ts'

let world: ServerWorld
beforeEach(async () => {
  world = await createServerWorld()
})
afterEach(() => world.close())

test('[P16] another epoch: every tablet begins its view anew, and the log has a line of it', async () => {
  const tablet = await world.device('kiemtra')
  await tablet.send({ k: 'inspection.start', insp: randomUUID(), head: await headFor('demo-tyt-suoi-mo') })
  const before = await world.pull(tablet.cookie, { cursor: '' })
  expect((await world.pull(tablet.cookie, { cursor: before.cursor })).reset).toBe(false)

  expect(await renewEpochs(world.db, MORNING)).toBe(1)

  const after = await world.pull(tablet.cookie, { cursor: before.cursor })
  expect(after.reset).toBe(true)
  expect(after.epoch).not.toBe(before.epoch)
  const told: unknown[] = []
  await verifyAudit(world.db, (finding) => told.push(finding))
  expect(told).toEqual([])
  const lines = await world.db.selectFrom('audit').select(['detail']).where('what', '=', 'epoch.renewed').execute()
  expect(lines.map(({ detail }) => JSON.parse(detail))).toEqual([{ from: before.epoch, to: after.epoch }])
})
