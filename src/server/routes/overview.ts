import { periodNamed } from '../../domain/overview/period.ts'
import { Problem } from '../../domain/problem.ts'
import { type OverviewReply, overviewQuerySchema } from '../../protocol/overview-wire.ts'
import { readOverview } from '../overview/read-overview.ts'
import type { AppParts } from './app-context.ts'
import type { Register } from './guard.ts'
import { parseAs } from './read-body.ts'

/** What a supervisor asks of the whole. */
export function overviewRoutes(route: Register, { db }: AppParts): void {
  route('GET /api/overview', async (c, { person }) => {
    const { checklist, kind, period: name, area, type } = parseAs(overviewQuerySchema, c.req.query())
    const period = periodNamed(name)
    if (!period) throw new Problem('BODY_INVALID', { at: 'period' })
    const wish = { checklistId: checklist ?? null, kind, period, areaId: area ?? null, type: type ?? null }
    // Outside a person's areas nothing is counted: it looks like an area without facilities.
    if (area !== undefined && !person.areaIds.includes(area)) wish.areaId = ''
    const reply: OverviewReply = { period: name, kind, ...(await readOverview(db, person, wish)) }
    return c.json(reply)
  })
}
