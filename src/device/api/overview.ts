import {
  type FacilityPage,
  facilityPageSchema,
  type OverviewReply,
  overviewReplySchema,
} from '../../protocol/overview-wire.ts'
import type { Ask } from './ask.ts'

/** The figures of a period, as the server counts them. @param query as the address of GET /api/overview takes it */
export function askOverview(ask: Ask, query: URLSearchParams): Promise<OverviewReply> {
  return ask('GET', `/api/overview?${query}`, overviewReplySchema)
}

/** A part of the facilities behind them. @param query as the address of GET /api/overview/facilities takes it */
export function askFacilities(ask: Ask, query: URLSearchParams): Promise<FacilityPage> {
  return ask('GET', `/api/overview/facilities?${query}`, facilityPageSchema)
}
