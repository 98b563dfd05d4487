import { randomUUID } from 'node:crypto'
import type { Selection } from '../../domain/campaign/selection.ts'
import { dateInVietnam } from '../../domain/date.ts'
import { Problem } from '../../domain/problem.ts'
import { appendAudit } from '../audit/append.ts'
import { addCampaign, assignTo, changeCampaign, findAssignment } from '../storage/campaigns.ts'
import { publishedHash } from '../storage/checklists.ts'
import type { Database } from '../storage/schema.ts'
import { choose, type Wanted } from './choose.ts'
import { lookAtCampaign } from './look.ts'
import { inspectorsFor, isReached, type Planner, plan } from './reach.ts'

/** What planners do: each in one transaction, with a line in the audit log. */

export type Act = { db: Database; planner: Planner; now: number }

type NewCampaign = Wanted & {
  title: string
  period: string | null
  from: string
  until: string
  due: string
  facilities: readonly string[]
}

/**
 * Makes a campaign of what was previewed.
 * @returns its id
 * @throws Problem CAMPAIGN_CHANGED where the same rule chooses other facilities by now, and what `choose` throws
 */
export async function createCampaign({ db, planner: asker, now }: Act, wanted: NewCampaign): Promise<string> {
  return plan(db, asker, async (trx, planner) => {
    const { person } = planner
    const { facilities, checklists } = await choose(trx, planner, wanted, now)
    const ids = facilities.map(({ id }) => id)
    // A draw counts only as its seed draws it, and nobody is sent where the planner has not seen them go.
    if (ids.join() !== wanted.facilities.join()) throw new Problem('CAMPAIGN_CHANGED')
    const refs = await Promise.all(
      checklists.map(async ({ id, version }) => ({ id, version, hash: (await publishedHash(trx, id, version)) ?? '' })),
    )
    const id = randomUUID()
    const assignments = facilities.flatMap((facility) =>
      refs
        .filter((ref) => facility.checklists.includes(ref.id))
        .map((checklist) => ({
          id: randomUUID(),
          facilityId: facility.id,
          checklist,
          people: facility.people.map(({ id: userId, name }) => ({ id: userId, name })),
        })),
    )
    const { title, kind, period, from, until, due, selection } = wanted
    await appendAudit(trx, {
      what: 'campaign.created',
      province: person.provinceId,
      who: person.id,
      at: now,
      subject: id,
      detail: {
        by: selection.by,
        seed: seedOf(selection),
        facilities: ids.length,
        assignments: assignments.length,
        due,
      },
    })
    const said = { id, title, kind, period, from, until, due, selection, checklists: refs, createdAt: now }
    await addCampaign(trx, person.provinceId, { ...said, createdBy: person }, assignments)
    return id
  })
}

function seedOf(selection: Selection): number | null {
  return selection.by === 'random' ? selection.seed : null
}

/** Another name or day. @throws Problem NOT_FOUND, CAMPAIGN_CHANGED, CAMPAIGN_CLOSED, FORBIDDEN where not all of it is in reach */
export async function renameOrDefer(
  { db, planner: asker, now }: Act,
  id: string,
  { version, title, due }: { version: number; title: string; due: string },
): Promise<void> {
  return plan(db, asker, async (trx, planner) => {
    const campaign = await changeable(trx, planner, id, now)
    if (due < campaign.from) throw new Problem('BODY_INVALID', { at: 'due' })
    const { person } = planner
    const { id: who, provinceId: province } = person
    const detail = { from: campaign.due, to: due }
    await appendAudit(trx, { what: 'campaign.changed', province, who, at: now, subject: id, detail })
    await changeCampaign(trx, province, { id, version }, { title, due })
  })
}

/** Ends it today: its assignments leave every device. @throws Problem as `renameOrDefer` */
export async function closeCampaign({ db, planner: asker, now }: Act, id: string, version: number): Promise<void> {
  return plan(db, asker, async (trx, planner) => {
    const { progress } = await changeable(trx, planner, id, now)
    const { person } = planner
    const { id: who, provinceId: province } = person
    const detail = { undone: progress.due + progress.overdue }
    await appendAudit(trx, { what: 'campaign.closed', province, who, at: now, subject: id, detail })
    await changeCampaign(trx, province, { id, version }, { closedOn: dateInVietnam(now) })
  })
}

async function changeable(trx: Database, planner: Planner, id: string, now: number) {
  const campaign = await lookAtCampaign(trx, planner, id, dateInVietnam(now))
  if (campaign.closedOn !== null) throw new Problem('CAMPAIGN_CLOSED')
  if (!campaign.mayChange) throw new Problem('CAMPAIGN_WIDER')
  return campaign
}

/**
 * Gives one assignment to others.
 * @returns the id of its campaign
 * @throws Problem NOT_FOUND, CAMPAIGN_CLOSED, ASSIGNEE_UNKNOWN for who does not reach the facility
 */
export async function reassign(
  { db, planner: asker, now }: Act,
  id: string,
  people: readonly string[],
): Promise<string> {
  return plan(db, asker, async (trx, planner) => {
    const { person } = planner
    const assignment = await findAssignment(trx, person.provinceId, id)
    if (!assignment || !isReached(planner, assignment.areaId)) throw new Problem('NOT_FOUND')
    const { closedOn, kind } = await lookAtCampaign(trx, planner, assignment.campaignId, dateInVietnam(now))
    if (closedOn !== null) throw new Problem('CAMPAIGN_CLOSED')
    const able = (await inspectorsFor(trx, planner)).filter(({ areaIds }) => areaIds.includes(assignment.areaId))
    const chosen = [...new Set(people)].map((each) => able.find((inspector) => inspector.id === each))
    if (kind === 'selfAssessment' ? chosen.length > 0 : chosen.includes(undefined))
      throw new Problem('ASSIGNEE_UNKNOWN')
    const named = chosen.flatMap((each) => (each ? [{ id: each.id, name: each.name }] : []))
    await appendAudit(trx, {
      what: 'assignment.given',
      province: person.provinceId,
      who: person.id,
      at: now,
      subject: assignment.campaignId,
      detail: { assignment: id, facility: assignment.facilityId, people: named.map((each) => each.id).sort() },
    })
    await assignTo(trx, person.provinceId, id, named)
    return assignment.campaignId
  })
}
