import { factsSchema } from '../../src/domain/facts.ts'
import { inspectionKinds } from '../../src/domain/people.ts'
import { publishChecklists } from '../../src/server/publish-checklists.ts'
import {
  addCampaign,
  assignTo,
  changeCampaign,
  listCampaigns,
  readAssignments,
} from '../../src/server/storage/campaigns.ts'
import { moveFacility } from '../../src/server/storage/departures.ts'
import { publish } from '../../src/server/storage/feed.ts'
import type { Database } from '../../src/server/storage/schema.ts'
import { tinyChecklist } from '../support/server-checklist.ts'
import { AREAS, PROVINCE, people } from './province.ts'
import type { Sim } from './sim.ts'

/** What changes on the server while tablets are away. No screen does these yet: they go to the tables. */

const moves = { reach: 4, move: 2, facts: 2, checklist: 1, clock: 1, campaign: 3 }

export async function administer(sim: Sim): Promise<void> {
  // The hand of one tablet may have found an administrator at work already.
  await sim.server.ready()
  const change = sim.random.weighted({ ...moves, backUp: 2 * sim.odds.history, restore: sim.odds.history })
  sim.say(`administration: ${change}`)
  switch (change) {
    case 'reach':
      return changeReach(sim)
    case 'move':
      return move(sim)
    case 'facts':
      return changeFacts(sim)
    case 'checklist':
      return publishChecklists(sim.server.db, [nextVersion(sim)], 0)
    case 'backUp':
      sim.backups.push({ file: sim.server.backUp(), mark: sim.ledger.acked.length })
      return
    case 'restore':
      return restore(sim)
    case 'clock':
      return sim.clock.upsetServer()
    case 'campaign':
      return plan(sim)
    default:
      return change satisfies never
  }
}

/** An inspector is given a commune, or loses one. */
async function changeReach({ random, server, say }: Sim): Promise<void> {
  const row = {
    tenant_id: PROVINCE,
    user_id: random.pick([people.kiem.id, people.tra.id, people.giam.id]),
    area_id: random.pick(AREAS),
  }
  const { numDeletedRows } = await server.db
    .deleteFrom('person_area')
    .where('user_id', '=', row.user_id)
    .where('area_id', '=', row.area_id)
    .executeTakeFirst()
  const had = numDeletedRows > 0n
  if (!had) await server.db.insertInto('person_area').values(row).execute()
  say(`  ${row.user_id} ${had ? 'loses' : 'gets'} ${row.area_id}`)
}

/** Communes are merged and divided: a facility comes under another one, with its history. */
async function move({ random, server }: Sim): Promise<void> {
  await server.db.transaction().execute(async (trx) => {
    const rows = await trx.selectFrom('facility').select('id').orderBy('id').execute()
    await moveFacility(trx, PROVINCE, random.pick(rows).id, random.pick(AREAS))
  })
}

/** A facility has other beds than the tablets know. */
async function changeFacts({ random, server }: Sim): Promise<void> {
  await server.db.transaction().execute(async (trx) => {
    const rows = await trx.selectFrom('facility').select(['id', 'facts']).orderBy('id').execute()
    const { id, facts } = random.pick(rows)
    const changed = { ...factsSchema.parse(JSON.parse(facts)), beds: random.int(1, 500) }
    await trx
      .updateTable('facility')
      .set({ facts: JSON.stringify(changed) })
      .where('id', '=', id)
      .execute()
    await publish(trx, PROVINCE, [{ entity: 'facility', entityId: id }])
  })
}

/** One more version; visits under way keep theirs. */
function nextVersion({ random }: Sim) {
  const version = `1.${random.int(1, 9)}`
  // The same version has the same content, however often it is published.
  return { ...tinyChecklist, version, title: `Bộ tiêu chí thử nghiệm ${version}` }
}

/** A campaign is begun, put off or closed, or something of it is given to others. */
async function plan({ random, server: { db }, say }: Sim): Promise<void> {
  const named = [people.kiem, people.tra].filter(() => random.chance(0.6)).map(({ id, name }) => ({ id, name }))
  await db.transaction().execute(async (trx) => {
    const running = (await listCampaigns(trx, PROVINCE)).filter(({ closedOn }) => closedOn === null)
    const kind = running.length === 0 ? 'begin' : random.pick(['begin', 'defer', 'give', 'close'] as const)
    say(`  campaign: ${kind}`)
    if (kind === 'begin') return begin(trx, random, named)
    const { id, version } = random.pick(running)
    const day = `2026-12-${random.int(10, 28)}`
    if (kind === 'close') return changeCampaign(trx, PROVINCE, { id, version }, { closedOn: day })
    if (kind === 'defer') return changeCampaign(trx, PROVINCE, { id, version }, { title: `Đợt ${version}`, due: day })
    const asked = (await readAssignments(trx, PROVINCE, id)).sort((a, b) => (a.id < b.id ? -1 : 1))
    return assignTo(trx, PROVINCE, random.pick(asked).id, named)
  })
}

async function begin(trx: Database, random: Sim['random'], named: { id: string; name: string }[]): Promise<void> {
  const rows = await trx.selectFrom('facility').select('id').orderBy('id').execute()
  const some = rows.filter(() => random.chance(0.4))
  const places = (some.length > 0 ? some : rows).map(({ id }) => id)
  const kind = random.pick(inspectionKinds)
  const ref = await trx
    .selectFrom('checklist')
    .select(['id', 'version', 'hash'])
    .where('id', '=', tinyChecklist.id)
    .orderBy('version')
    .executeTakeFirstOrThrow()
  const number = (await trx.selectFrom('campaign').select('id').execute()).length
  const people = kind === 'inspection' ? named : []
  // A copy that is put back knows nothing of those that came after it, whose tablets do: their names must differ.
  const id = `campaign-${number}-${random.int(0, 1e9)}`
  const assignments = places.map((facilityId) => ({ id: `${id}-${facilityId}`, facilityId, checklist: ref, people }))
  const days = { period: null, from: '2026-10-01', until: '2026-12-31', due: '2026-11-30' }
  const selection = { by: 'list' as const, facilityIds: places }
  const createdBy = { id: 'giam', name: '' }
  const said = { id, title: 'Đợt', kind, ...days, selection, checklists: [ref], createdBy, createdAt: 0 }
  await addCampaign(trx, PROVINCE, said, assignments)
}

async function restore({ random, server, ledger, backups, say }: Sim): Promise<void> {
  if (backups.length === 0) return
  const at = random.int(0, backups.length - 1)
  const backup = backups[at]
  // Copies taken after that moment belong to a history that did not happen.
  backups.length = at + 1
  if (!backup) return
  await server.restore(backup.file)
  ledger.forgetSince(backup.mark)
  say(`  back to where ${backup.mark} had been acknowledged`)
}
