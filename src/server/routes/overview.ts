import { dateInVietnam } from '../../domain/date.ts'
import { periodNamed } from '../../domain/overview/period.ts'
import type { Person } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import {
  facilitiesQuerySchema,
  type OverviewQuery,
  type OverviewReply,
  overviewQuerySchema,
} from '../../protocol/overview-wire.ts'
import { readCampaignFacilities, readCampaignOverview } from '../overview/campaign-overview.ts'
import type { FacilityPage } from '../overview/facility-page.ts'
import type { OverviewWish } from '../overview/reach.ts'
import { readFacilities, readOverview } from '../overview/read-overview.ts'
import type { AppParts } from './app-context.ts'
import type { Register } from './guard.ts'
import { parseAs } from './read-body.ts'

/** What a supervisor asks of the whole, and the facilities behind it, part by part. */
export function overviewRoutes(route: Register, { reader, now }: AppParts): void {
  route('GET /api/overview', async (c, { person }) => {
    const asked = parseAs(overviewQuerySchema, c.req.query())
    const { campaign: campaignId } = asked
    const wish = wishOf(asked, person)
    const read = await reader.read(person.provinceId, (db) =>
      campaignId === undefined
        ? readOverview(db, person, wish)
        : readCampaignOverview(db, person, { ...wish, campaignId }, dateInVietnam(now())),
    )
    const reply: OverviewReply = { period: asked.period, kind: asked.kind, ...read }
    return c.json(reply)
  })

  route('GET /api/overview/facilities', async (c, { person }) => {
    const asked = parseAs(facilitiesQuerySchema, c.req.query())
    const { campaign: campaignId, show, item, after } = asked
    const wish = wishOf(asked, person)
    const page = { show, item: item ?? null, after: after ?? null }
    const reply: FacilityPage = await reader.read(person.provinceId, (db) =>
      campaignId === undefined
        ? readFacilities(db, person, wish, page)
        : readCampaignFacilities(db, person, { ...wish, campaignId }, page, dateInVietnam(now())),
    )
    return c.json(reply)
  })
}

function wishOf({ checklist, kind, period: name, area, type }: OverviewQuery, person: Person): OverviewWish {
  const period = periodNamed(name)
  if (!period) throw new Problem('BODY_INVALID', { at: 'period' })
  // Outside a person's areas nothing is counted: it looks like an area without facilities.
  const areaId = area === undefined || person.areaIds.includes(area) ? (area ?? null) : ''
  return { checklistId: checklist ?? null, kind, period, areaId, type: type ?? null }
}
