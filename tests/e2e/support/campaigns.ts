import type { Selection } from '../../../src/domain/campaign/selection.ts'
import type { Checklist } from '../../../src/domain/checklist.ts'
import { addDays, dateInVietnam } from '../../../src/domain/date.ts'
import type { CampaignPreview, CampaignReply } from '../../../src/protocol/campaign-wire.ts'
import { signIn } from './submitted.ts'

type Planned = {
  title: string
  checklist: Checklist
  selection: Selection
  people: readonly string[]
  kind?: 'inspection' | 'selfAssessment'
  /** Days from today; below zero: it is late already. */
  dueIn: number
}

/** A campaign that somebody at a desk has planned. @returns its id */
export async function planCampaign(url: string, username: string, planned: Planned): Promise<string> {
  const { title, checklist, selection, people, kind = 'inspection', dueIn } = planned
  const cookie = await signIn(url, username)
  const today = dateInVietnam(Date.now())
  const wish = { kind, checklists: [checklist.id], selection, people, sharing: 'shared' }
  const { facilities } = (await (await post(`${url}/api/campaigns/preview`, wish, cookie)).json()) as CampaignPreview
  const days = { period: null, from: addDays(today, -60), until: addDays(today, 60), due: addDays(today, dueIn) }
  const body = { ...wish, ...days, title, facilities: facilities.map(({ id }) => id) }
  const { campaign } = (await (await post(`${url}/api/campaigns`, body, cookie)).json()) as CampaignReply
  return campaign.id
}

async function post(address: string, body: unknown, cookie?: string): Promise<Response> {
  const headers = { 'content-type': 'application/json', ...(cookie !== undefined && { cookie }) }
  const reply = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!reply.ok) throw new Error(`${address}: ${reply.status} ${await reply.text()}`)
  return reply
}
