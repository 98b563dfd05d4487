import { dateInVietnam } from '../../domain/date.ts'
import { periodNamed } from '../../domain/overview/period.ts'
import { Problem } from '../../domain/problem.ts'
import { type OverviewReply, overviewQuerySchema } from '../../protocol/overview-wire.ts'
import { readCampaignOverview } from '../overview/campaign-overview.ts'
import { readOverview } from '../overview/read-overview.ts'
import type { AppParts } from './app-context.ts'
import type { Register } from './guard.ts'
import { parseAs } from './read-body.ts'

/** What a supervisor asks of the whole. */
export function overviewRoutes(route: Register, { reader, now }: AppParts): void {
  route('GET /api/overview', async (c, { person }) => {
    const { checklist, kind, period: name, area, type, campaign } = parseAs(overviewQuerySchema, c.req.query())
    const period = periodNamed(name)
    if (!period) throw new Problem('BODY_INVALID', { at: 'period' })
    const wish = { checklistId: checklist ?? null, kind, period, areaId: area ?? null, type: type ?? null }
    // Outside a person's areas nothing is counted: it looks like an area without facilities.
    if (area !== undefined && !person.areaIds.includes(area)) wish.areaId = ''
    const read = await reader.read(person.provinceId, (db) =>
      campaign === undefined
        ? readOverview(db, person, wish)
        : readCampaignOverview(db, person, { ...wish, campaignId: campaign }, dateInVietnam(now())),
    )
    const reply: OverviewReply = { period: name, kind, ...read }
    return c.json(reply)
  })
}
