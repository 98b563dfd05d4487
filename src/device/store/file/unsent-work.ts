import type { InspectionHead } from '../../../domain/inspection.ts'
import { getChecklist } from '../checklists.ts'
import type { Database, LocalState } from '../database.ts'
import { unsentStates } from '../photo-rows.ts'
import { getResult } from '../replica.ts'
import type { Store } from '../store.ts'
import { waitingCells } from '../together.ts'

/** A visit of which something lies on this tablet alone. */
export type UnsentVisit = {
  insp: string
  facilityName: string
  date: string | null
  checklistTitle: string
  /** Null where it is a matter of a sealed record: an amendment, or what came after the seal. */
  state: LocalState | null
  changes: number
  photos: number
  /** What its pictures come to; what is written adds little. */
  bytes: number
}

/** What can be put into a file: changes that wait, pictures that the server has not confirmed, and what it refused. */
export async function listUnsentWork(store: Store): Promise<UnsentVisit[]> {
  const { db } = store
  const [changes, photos, refused] = await Promise.all([
    waitingCells(db),
    db.photo
      .where('state')
      .anyOf(unsentStates)
      .filter(({ removedAt }) => removedAt === null)
      .toArray(),
    db.inspection.where({ state: 'refused' }).primaryKeys(),
  ])
  const visits = new Set([...changes.map(([insp]) => insp), ...photos.map(({ insp }) => insp), ...refused])
  const listed = [...visits].map(async (insp): Promise<UnsentVisit> => {
    const local = await db.inspection.get(insp)
    const head = local ? await db.unpack(local.head) : ((await getResult(store, insp))?.head ?? null)
    const own = photos.filter((photo) => photo.insp === insp)
    const sizes = await Promise.all(own.map(async ({ body }) => (await db.unpack(body)).size))
    return {
      insp,
      ...(await named(store, head)),
      state: local?.state ?? null,
      changes: changes.filter(([of]) => of === insp).length,
      photos: own.length,
      bytes: sizes.reduce((sum, size) => sum + size, 0),
    }
  })
  return (await Promise.all(listed)).sort((a, b) => (b.date ?? '').localeCompare(a.date ?? ''))
}

async function named(store: Store, head: InspectionHead | null) {
  if (!head) return { facilityName: 'Lượt kiểm tra không còn mở trên máy này', date: null, checklistTitle: '' }
  const title = (await getChecklist(store, head.checklist))?.title ?? head.checklist.id
  return { facilityName: head.facilityName, date: head.date, checklistTitle: title }
}

/** The pictures of these visits that lie here and that the server has not confirmed, each content once. */
export async function unsentPictures(
  db: Database,
  visits: readonly string[],
): Promise<{ id: string; sha256: string }[]> {
  const rows = await db.photo
    .where('insp')
    .anyOf(visits)
    .filter(({ state, removedAt }) => removedAt === null && state !== 'received')
    .toArray()
  return [...new Map(rows.map(({ id, sha256 }) => [sha256, { id, sha256 }])).values()]
}
