import { dateInVietnam } from '../../domain/date.ts'
import {
  type CampaignChoices,
  type CampaignPreview,
  type CampaignReply,
  type CampaignsReply,
  campaignChangeSchema,
  campaignCloseSchema,
  campaignPreviewSchema,
  deadlinesBodySchema,
  newCampaignSchema,
  reassignSchema,
} from '../../protocol/campaign-wire.ts'
import { appendAudit } from '../audit/append.ts'
import { closeCampaign, createCampaign, reassign, renameOrDefer } from '../campaigns/acts.ts'
import { choose } from '../campaigns/choose.ts'
import { lookAtCampaign, lookAtCampaigns, type SeenCampaign } from '../campaigns/look.ts'
import { areasOf, inspectorsFor, type Planner, plan } from '../campaigns/reach.ts'
import { newestChecklists } from '../storage/checklists.ts'
import { placesIn } from '../storage/overview-places.ts'
import { keepDeadlines, readDeadlines } from '../storage/report-deadlines.ts'
import type { AppContext, AppParts } from './app-context.ts'
import type { Register } from './guard.ts'
import { parseAs, readJson } from './read-body.ts'

/** Room for a list of as many facilities as a campaign may have, named twice. */
const BODY_BYTES_MAX = 256 * 1024

/** Campaigns, for those who plan them and follow them. */
export function campaignRoutes(route: Register, parts: AppParts): void {
  const { db } = parts
  const bodyOf = (c: AppContext) => readJson(c.req.raw, BODY_BYTES_MAX)
  const today = () => dateInVietnam(parts.now())
  const actOf = (planner: Planner) => ({ db, planner, now: parts.now() })

  async function oneReply(planner: Planner, id: string): Promise<CampaignReply> {
    const { assignments, ...campaign } = await lookAtCampaign(db, planner, id, today())
    return {
      today: today(),
      campaign: rowOf(campaign),
      assignments: assignments.map(({ id: assignmentId, facility, checklistId, people, state, visit }) => ({
        id: assignmentId,
        facility: placeOf(facility),
        checklistId,
        people,
        state,
        visit,
      })),
      inspectors: await inspectorsFor(db, planner),
    }
  }

  route('GET /api/campaigns', async (c, planner) => {
    const seen = await lookAtCampaigns(db, planner, today())
    const reply: CampaignsReply = { today: today(), campaigns: seen.map(rowOf) }
    return c.json(reply)
  })

  route('GET /api/campaigns/choices', async (c, planner) => {
    const { provinceId } = planner.person
    const places = await placesIn(db, provinceId, areasOf(planner))
    const open = places.filter(({ closedOn }) => closedOn === null || closedOn > today())
    const areas = new Map(open.map(({ areaId, areaName }) => [areaId, areaName]))
    const reply: CampaignChoices = {
      today: today(),
      checklists: (await newestChecklists(db)).map(({ id, title, version, facilityTypes }) => ({
        id,
        title,
        version,
        facilityTypes,
      })),
      areas: [...areas].map(([id, name]) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name, 'vi')),
      facilities: open.map(placeOf),
      inspectors: await inspectorsFor(db, planner),
      deadlines: await readDeadlines(db, provinceId),
    }
    return c.json(reply)
  })

  route('POST /api/campaigns/preview', async (c, planner) => {
    const wanted = parseAs(campaignPreviewSchema, await bodyOf(c))
    const { candidates, facilities } = await choose(db, planner, wanted, parts.now())
    const reply: CampaignPreview = {
      candidates,
      facilities: facilities.map(({ lastDate, lowestShare, checklists, people, ...place }) => ({
        ...placeOf(place),
        lastDate,
        lowestShare,
        checklists,
        people: people.map(({ id }) => id),
      })),
    }
    return c.json(reply)
  })

  route('POST /api/campaigns', async (c, planner) => {
    const id = await createCampaign(actOf(planner), parseAs(newCampaignSchema, await bodyOf(c)))
    return c.json(await oneReply(planner, id))
  })

  route('GET /api/campaigns/:id', async (c, planner) => c.json(await oneReply(planner, c.req.param('id'))))

  route('PUT /api/campaigns/:id', async (c, planner) => {
    await renameOrDefer(actOf(planner), c.req.param('id'), parseAs(campaignChangeSchema, await bodyOf(c)))
    return c.json(await oneReply(planner, c.req.param('id')))
  })

  route('POST /api/campaigns/:id/close', async (c, planner) => {
    const { version } = parseAs(campaignCloseSchema, await bodyOf(c))
    await closeCampaign(actOf(planner), c.req.param('id'), version)
    return c.json(await oneReply(planner, c.req.param('id')))
  })

  route('PUT /api/assignments/:id', async (c, planner) => {
    const { people } = parseAs(reassignSchema, await bodyOf(c))
    return c.json(await oneReply(planner, await reassign(actOf(planner), c.req.param('id'), people)))
  })

  route('GET /api/deadlines', async (c, { person }) =>
    c.json({ deadlines: await readDeadlines(db, person.provinceId) }),
  )

  route('PUT /api/deadlines', async (c, planner) => {
    const { deadlines } = parseAs(deadlinesBodySchema, await bodyOf(c))
    const now = parts.now()
    await plan(db, planner, async (trx, { person }) => {
      await keepDeadlines(trx, person.provinceId, deadlines)
      const detail = Object.fromEntries(deadlines.map(({ months, before }) => [`${months}`, before]))
      const { id: who, provinceId: province } = person
      await appendAudit(trx, { what: 'deadlines.changed', province, who, at: now, subject: province, detail })
    })
    return c.json({ deadlines: await readDeadlines(db, planner.person.provinceId) })
  })
}

type Place = CampaignChoices['facilities'][number]

function placeOf({ id, name, areaId, areaName, type }: Place): Place {
  return { id, name, areaId, areaName, type }
}

function rowOf(seen: Omit<SeenCampaign, 'assignments'>): CampaignsReply['campaigns'][number] {
  const { id, title, kind, checklists, period, from, until, due, selection, createdBy, closedOn } = seen
  const { version, progress, facilities, mayChange } = seen
  const said = { id, title, kind, checklists, period, from, until, due, selection, createdBy, closedOn }
  return { ...said, version, progress, facilities, mayChange }
}
