import type { Checklist } from '../../domain/checklist.ts'
import { type Compared, selfAssessmentFor } from '../../domain/comparison.ts'
import type { InspectionRecord } from '../../domain/inspection.ts'
import { getChecklist } from './checklists.ts'
import { see, type Who } from './facility-actions.ts'
import type { Store } from './store.ts'

export type Comparison = {
  /** As it will stand with what this person has said of it. */
  inspected: { record: InspectionRecord; checklist: Checklist | null }
  /** Null where no self-assessment fits (`selfAssessmentFor`). */
  self: (Compared & { checklist: Checklist }) | null
  /** One fits, and this app cannot read its checklist. */
  isSelfUnreadable: boolean
  /** Ids of steps that the server has not told of yet. */
  waiting: ReadonlySet<string>
}

/** An inspection and the self-assessment that it is laid beside; null where this device does not have the inspection. */
export async function readComparison(store: Store, id: string, who: Who): Promise<Comparison | null> {
  const { db } = store
  const row = await db.result.get(id)
  if (!row) return null
  const [others, seen] = await Promise.all([
    db.result.where({ facilityId: row.facilityId }).toArray(),
    see(store, id, who),
  ])
  if (!seen) return null
  const records = await Promise.all(others.map(({ body }) => db.unpack(body)))
  const self = selfAssessmentFor(seen.record, records)
  const checklist = self && (await getChecklist(store, self.head.checklist))
  return {
    inspected: seen,
    self: self && checklist ? { record: self, checklist } : null,
    isSelfUnreadable: self !== null && checklist === null,
    waiting: seen.waiting,
  }
}
