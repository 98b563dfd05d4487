import { type OpenActions, openActions } from '../../domain/action.ts'
import type { Checklist } from '../../domain/checklist.ts'
import type { InspectionHead, InspectionRecord } from '../../domain/inspection.ts'
import type { InspectionKind } from '../../domain/people.ts'
import { byVisit, isPrevious, PREVIOUS_MAX } from '../../domain/visit-order.ts'
import { getChecklist } from './checklists.ts'
import type { Store } from './store.ts'

/** What earlier visits of a facility say to a new one. */
export type Earlier = {
  /**
   * The last of them by the same checklist, newest first, each with the version by which it
   * was made. A visit whose checklist this app cannot read is left out.
   */
  visits: { record: InspectionRecord; checklist: Checklist }[]
  /** Corrective actions that any of them has left open, by item. */
  actions: OpenActions
}

type Asked = Parameters<typeof isPrevious>[1] & { kind: InspectionKind }

/** The earlier visits of the same facility by the same checklist, as far as they are on this device. */
export async function readEarlier(store: Store, asked: Asked): Promise<Earlier> {
  const rows = await store.db.result.where({ facilityId: asked.facilityId }).toArray()
  const records = await Promise.all(rows.map(({ body }) => store.db.unpack(body)))
  const earlier = records.filter((record) => isPrevious(record, asked)).sort(byVisit)
  const visits = await Promise.all(
    earlier
      .slice(0, PREVIOUS_MAX)
      .map(async (record) => ({ record, checklist: await getChecklist(store, record.head.checklist) })),
  )
  return {
    visits: visits.flatMap(({ record, checklist }) => (checklist ? [{ record, checklist }] : [])),
    actions: openActions(earlier, asked.kind),
  }
}

/** What the earlier visits of an inspection are asked by. */
export function askedBy(id: string, { facilityId, checklist, date, kind }: InspectionHead): Asked {
  return { id, facilityId, checklistId: checklist.id, date, kind }
}
