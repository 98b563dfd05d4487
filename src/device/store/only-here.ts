import type { LossFacts, OnlyHere } from '../../domain/loss.ts'
import { begunHere } from './begun.ts'
import { getChecklist } from './checklists.ts'
import type { AttentionRow, Database, PhotoRow } from './database.ts'
import { listOthers } from './people.ts'
import { countWaiting } from './relay-queue.ts'
import { getResult } from './replica.ts'
import { closeStore, openLocked, type Store } from './store.ts'
import { waitingCells } from './together.ts'

/** A visit of which something is on this tablet alone. */
export type VisitOnlyHere = OnlyHere & { id: string; name: string }

/** Everything that would be gone with this tablet, by visit; also of visits that are closed here. */
export async function listOnlyHere(store: Store): Promise<VisitOnlyHere[]> {
  const { counts, setAside } = await count(store.db)
  return Promise.all([...counts].map(async ([id, here]) => ({ id, name: await nameOf(store, id, setAside), ...here })))
}

/** The same of everybody else on this tablet, in numbers: their stores stay locked. What others have sent for them is not counted. */
export async function listOthersOnlyHere(own: string): Promise<LossFacts['others']> {
  const others = await listOthers(own)
  const counted = await Promise.all(
    others.map(async ({ id, name }) => {
      const store = await openLocked(id)
      if (!store) return null
      try {
        const { relayed } = await countWaiting(store)
        const all = [...(await count(store.db)).counts.values()]
        const sum = (of: (here: OnlyHere) => number) => all.reduce((so, here) => so + of(here), 0)
        return {
          name,
          changes: sum(({ changes, begun, setAside }) => changes + begun + setAside) - relayed.changes,
          photos: sum(({ photos }) => photos) - relayed.photos,
        }
      } finally {
        closeStore(store)
      }
    }),
  )
  return counted.filter((each) => each !== null)
}

async function count(db: Database) {
  const [changed, corrected, begun, photos, setAside] = await Promise.all([
    // Keys of the index alone: ten thousand changes need not be read to be counted.
    waitingCells(db).then((cells) => cells.map(([insp]) => insp)),
    db.correction.orderBy('insp').keys() as Promise<string[]>,
    begunHere(db),
    db.photo.filter(isPictureOnlyHere).toArray(),
    db.attention.filter(hasNoCopy).toArray(),
  ])
  const counts = new Map<string, OnlyHere>()
  const add = (insp: string, what: keyof OnlyHere) => {
    const now = counts.get(insp) ?? { changes: 0, begun: 0, photos: 0, setAside: 0 }
    counts.set(insp, { ...now, [what]: now[what] + 1 })
  }
  for (const insp of [...changed, ...corrected]) add(insp, 'changes')
  for (const insp of begun) add(insp, 'begun')
  for (const { insp } of photos) add(insp, 'photos')
  for (const { insp } of setAside) add(insp, 'setAside')
  return { counts, setAside }
}

/** Taken here and not confirmed; one that the server refuses is nowhere else either. */
const isPictureOnlyHere = ({ state, removedAt }: PhotoRow): boolean =>
  removedAt === null && state !== 'received' && state !== 'elsewhere'

/** The server keeps the content of whatever it refused itself; what it could not even read is here, until its letter has arrived. */
const hasNoCopy = ({ kind, letter, doneAt }: AttentionRow): boolean => {
  if (doneAt !== undefined || letter === 'kept') return false
  return letter !== undefined || kind === 'tooLarge' || kind === 'unreadable'
}

async function nameOf(store: Store, id: string, attention: readonly AttentionRow[]): Promise<string> {
  const head = await headOf(store, id, attention)
  if (!head) return 'Lượt kiểm tra khác'
  const checklist = await getChecklist(store, head.checklist)
  return `${head.facilityName} – ${checklist?.shortTitle ?? head.checklist.id}`
}

async function headOf(store: Store, id: string, attention: readonly AttentionRow[]) {
  const { db }: { db: Database } = store
  const packed = (await db.inspection.get(id))?.head ?? attention.find(({ insp, head }) => insp === id && head)?.head
  return packed ? db.unpack(packed) : ((await getResult(store, id))?.head ?? null)
}
