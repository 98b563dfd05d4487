import type * as z from 'zod/mini'
import type { Deadline } from '../../domain/campaign/deadlines.ts'
import {
  type CampaignChoices,
  type CampaignPreview,
  type CampaignReply,
  type CampaignsReply,
  campaignChoicesSchema,
  type campaignPreviewSchema,
  campaignReplySchema,
  campaignsReplySchema,
  deadlinesReplySchema,
  type newCampaignSchema,
  previewReplySchema,
} from '../../protocol/campaign-wire.ts'
import type { Ask } from './ask.ts'

/** Campaigns, asked of the server. Each throws what `Ask` throws, and the problems that are named. */

const campaign = (id: string) => `/api/campaigns/${encodeURIComponent(id)}`

/** Those that ask for something in one's reach, those that run first. */
export function listCampaigns(ask: Ask): Promise<CampaignsReply> {
  return ask('GET', '/api/campaigns', campaignsReplySchema)
}

export function campaignChoices(ask: Ask): Promise<CampaignChoices> {
  return ask('GET', '/api/campaigns/choices', campaignChoicesSchema)
}

/** @throws Problem FACILITY_UNKNOWN, ASSIGNEE_UNKNOWN, CHECKLIST_UNKNOWN */
export function previewCampaign(ask: Ask, body: z.output<typeof campaignPreviewSchema>): Promise<CampaignPreview> {
  return ask('POST', '/api/campaigns/preview', previewReplySchema, body)
}

/** @throws Problem CAMPAIGN_CHANGED: other facilities are chosen by now; and as a preview */
export function createCampaign(ask: Ask, body: z.output<typeof newCampaignSchema>): Promise<CampaignReply> {
  return ask('POST', '/api/campaigns', campaignReplySchema, body)
}

/** @throws Problem NOT_FOUND */
export function readCampaign(ask: Ask, id: string): Promise<CampaignReply> {
  return ask('GET', campaign(id), campaignReplySchema)
}

/** @throws Problem NOT_FOUND, CAMPAIGN_CHANGED, CAMPAIGN_CLOSED, CAMPAIGN_WIDER */
export function changeCampaign(
  ask: Ask,
  id: string,
  body: { version: number; title: string; due: string },
): Promise<CampaignReply> {
  return ask('PUT', campaign(id), campaignReplySchema, body)
}

/** @throws Problem as `changeCampaign` */
export function closeCampaign(ask: Ask, id: string, version: number): Promise<CampaignReply> {
  return ask('POST', `${campaign(id)}/close`, campaignReplySchema, { version })
}

/** @throws Problem NOT_FOUND, CAMPAIGN_CLOSED, ASSIGNEE_UNKNOWN */
export function reassign(ask: Ask, assignmentId: string, people: readonly string[]): Promise<CampaignReply> {
  return ask('PUT', `/api/assignments/${encodeURIComponent(assignmentId)}`, campaignReplySchema, { people })
}

export async function readDeadlines(ask: Ask): Promise<Deadline[]> {
  return (await ask('GET', '/api/deadlines', deadlinesReplySchema)).deadlines
}

export async function keepDeadlines(ask: Ask, deadlines: readonly Deadline[]): Promise<Deadline[]> {
  return (await ask('PUT', '/api/deadlines', deadlinesReplySchema, { deadlines })).deadlines
}
