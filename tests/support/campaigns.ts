import { randomUUID } from 'node:crypto'
import type { ChecklistRef } from '../../src/domain/checklist-ref.ts'
import type { InspectionKind } from '../../src/domain/people.ts'
import { addCampaign } from '../../src/server/storage/campaigns.ts'
import type { Database } from '../../src/server/storage/schema.ts'

type Asked = {
  tenantId: string
  /** Id of whoever made it. */
  by: string
  facilityIds: readonly string[]
  checklist: ChecklistRef
  /** Each goes to every facility. */
  people?: readonly { id: string; name: string }[]
  kind?: InspectionKind
  title?: string
  from?: string
  due?: string
}

/** A campaign as it is kept, whoever may make it. @returns its id, and those of its assignments in the order of the facilities */
export async function campaignFor(db: Database, asked: Asked): Promise<{ id: string; assignments: string[] }> {
  const { tenantId, by, facilityIds, checklist, people = [], kind = 'inspection' } = asked
  const { title = 'Đợt quý IV', from = '2026-10-01', due = '2026-11-30' } = asked
  const id = randomUUID()
  const assignments = facilityIds.map((facilityId) => ({
    id: randomUUID(),
    facilityId,
    checklist,
    people: [...people],
  }))
  const said = { id, title, kind, period: null, from, until: '2026-12-31', due, checklists: [checklist] }
  const selection = { by: 'list' as const, facilityIds: [...facilityIds] }
  await db
    .transaction()
    .execute((trx) =>
      addCampaign(trx, tenantId, { ...said, selection, createdBy: { id: by, name: '' }, createdAt: 0 }, assignments),
    )
  return { id, assignments: assignments.map((each) => each.id) }
}
