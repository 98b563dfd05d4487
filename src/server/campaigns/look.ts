import { type AssignmentState, type Progress, progressOf, stateOf } from '../../domain/campaign/progress.ts'
import type { Checklist } from '../../domain/checklist.ts'
import { Problem } from '../../domain/problem.ts'
import {
  type Campaign,
  findCampaign,
  type KeptAssignment,
  listCampaigns,
  readAssignments,
} from '../storage/campaigns.ts'
import { newestChecklists } from '../storage/checklists.ts'
import type { Database } from '../storage/schema.ts'
import { isReached, type Planner } from './reach.ts'

/** A campaign as far as a planner reaches it. */
export type SeenCampaign = Omit<Campaign, 'checklists'> & {
  checklists: { id: string; version: string; title: string }[]
  progress: Progress
  facilities: number
  mayChange: boolean
  assignments: (KeptAssignment & { state: AssignmentState })[]
}

/** Every campaign that asks for something in a planner's reach, those that run before those that were closed. */
export async function lookAtCampaigns(db: Database, planner: Planner, today: string): Promise<SeenCampaign[]> {
  const tenantId = planner.person.provinceId
  const campaigns = await listCampaigns(db, tenantId)
  const assignments = new Map<string, KeptAssignment[]>(campaigns.map(({ id }) => [id, []]))
  for (const each of await readAssignments(db, tenantId)) assignments.get(each.campaignId)?.push(each)
  const published = await newestChecklists(db)
  const seen = campaigns.flatMap((campaign) =>
    seenBy(planner, campaign, assignments.get(campaign.id) ?? [], published, today),
  )
  return [...seen.filter(({ closedOn }) => closedOn === null), ...seen.filter(({ closedOn }) => closedOn !== null)]
}

/** One of them. @throws Problem NOT_FOUND: out of reach looks like what does not exist */
export async function lookAtCampaign(db: Database, planner: Planner, id: string, today: string): Promise<SeenCampaign> {
  const tenantId = planner.person.provinceId
  const campaign = await findCampaign(db, tenantId, id)
  if (!campaign) throw new Problem('NOT_FOUND')
  const assignments = await readAssignments(db, tenantId, id)
  const [seen] = seenBy(planner, campaign, assignments, await newestChecklists(db), today)
  if (!seen) throw new Problem('NOT_FOUND')
  return seen
}

function seenBy(
  planner: Planner,
  campaign: Campaign,
  all: readonly KeptAssignment[],
  published: readonly Checklist[],
  today: string,
): SeenCampaign[] {
  const { due, closedOn } = campaign
  const reached = all.filter(({ facility }) => isReached(planner, facility.areaId))
  if (reached.length === 0) return []
  const assignments = reached.map((each) => ({
    ...each,
    state: stateOf(
      { due, doneOn: each.visit?.date ?? null, closedOn: each.facility.closedOn },
      // What was not done when it was closed stays as late as it then was.
      closedOn ?? today,
    ),
  }))
  return [
    {
      ...campaign,
      checklists: campaign.checklists.map(({ id, version }) => ({
        id,
        version,
        title: published.find((each) => each.id === id)?.title ?? id,
      })),
      progress: progressOf(assignments.map(({ state }) => state)),
      facilities: new Set(reached.map(({ facility }) => facility.id)).size,
      mayChange: closedOn === null && reached.length === all.length,
      assignments,
    },
  ]
}
