import { itemNumber, itemsOf } from '../../domain/items.ts'
import type { Standing } from '../../domain/overview/standing.ts'
import { findVersion } from '../storage/checklists.ts'
import { versionsOf } from '../storage/report-rows.ts'
import type { Database } from '../storage/schema.ts'

/** Number and question of an item, in the words of one version of its checklist. */
export type ItemWords = (checklistId: string, version: string, itemId: string) => { number: string; question: string }

/** A newer version changes nothing of an old visit: each is told in the words of its own. */
export async function itemWords(
  db: Database,
  wanted: readonly { checklistId: string; checklistVersion: string }[],
): Promise<ItemWords> {
  const known = new Map<string, ReadonlyMap<string, string>>()
  for (const { checklistId, checklistVersion } of wanted) {
    const key = `${checklistId}@${checklistVersion}`
    if (known.has(key)) continue
    const checklist = await findVersion(db, checklistId, checklistVersion)
    known.set(key, new Map((checklist ? itemsOf(checklist) : []).map((item) => [item.id, item.question])))
  }
  return (checklistId, version, id) => ({
    number: itemNumber({ id }),
    question: known.get(`${checklistId}@${version}`)?.get(id) ?? '',
  })
}

/** The same for the visits behind these standings. */
export async function standingWords(
  db: Database,
  tenantId: string,
  standings: readonly Standing[],
): Promise<(standing: Standing, itemId: string) => ReturnType<ItemWords>> {
  const versions = await versionsOf(
    db,
    tenantId,
    standings.map(({ inspectionId }) => inspectionId),
  )
  const versionOf = ({ inspectionId }: Standing) => versions.get(inspectionId) ?? ''
  const words = await itemWords(
    db,
    standings.map((each) => ({ checklistId: each.checklistId, checklistVersion: versionOf(each) })),
  )
  return (standing, itemId) => words(standing.checklistId, versionOf(standing), itemId)
}
