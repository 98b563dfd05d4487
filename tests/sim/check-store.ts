import type { Database, OutboxRow } from '../../src/device/store/database.ts'
import { openInspection } from '../../src/device/store/drafts.ts'
import { photoCell } from '../../src/device/store/queue.ts'
import { apart } from '../../src/device/store/together.ts'
import { answersOf, cellKey, textOf } from './ledger.ts'
import type { Device, Sim } from './sim.ts'

/** [I3] After a crash: an edit and what must be sent of it are there together, or neither is. */
export async function checkStore({ ledger }: Sim, device: Device): Promise<void> {
  const { store, name, browser } = device
  const { db } = store
  // Interrupted before its promise was kept: what is on disk now counts, whichever it is.
  for (const attempt of device.attempts) {
    const now = (await openInspection(store, attempt.insp))?.answers[attempt.item]
    if (now && textOf(now) === textOf(attempt.answer)) device.kept(attempt)
  }

  for (const row of await db.outbox.where({ state: 'open' }).toArray()) {
    const text = await saidBy(db, row)
    if (text === null) continue
    const answer = await db.answer.get([row.insp, row.cell])
    const shown = answer && textOf(await db.unpack(answer.answer))
    if (shown !== text) ledger.problems.push(`[I3] ${name} would send ${row.cell} ${text}, and shows ${shown}`)
  }

  // One that another tablet kept can be sent from here too, where the same picture lies here: what announces it lies there.
  const elsewhere = new Set(ledger.photos.filter(({ device: by }) => by !== browser.tablet).map(({ id }) => id))
  for (const { id, insp, sha256, state, removedAt } of await db.photo.toArray()) {
    if (removedAt !== null || state === 'received' || state === 'elsewhere' || elsewhere.has(id)) continue
    const queued = [...(await db.outbox.where({ insp }).toArray()), ...(await db.sent.toArray())]
    const isWhole = (await db.photoBlob.get(sha256)) && queued.some(({ cell }) => cell === photoCell(id))
    if (!isWhole) ledger.problems.push(`[I3] ${name} has kept photo ${id.slice(0, 4)} in part`)
  }
  const held = new Set<string>()
  for (const row of [...apart(await db.outbox.toArray()), ...apart(await db.sent.toArray())])
    held.add(`${cellKey(row.insp, row.cell)} ${await saidBy(db, row)}`)
  for (const { mutation } of ledger.acked)
    for (const [item, answer] of answersOf(mutation)) held.add(`${cellKey(mutation.insp, item)} ${textOf(answer)}`)
  const own = ledger.saved.filter((each) => each.device === browser.tablet)
  const last = new Map(own.map((each) => [cellKey(each.insp, each.item), textOf(each.answer)]))
  for (const [cell, text] of last)
    if (!held.has(`${cell} ${text}`))
      ledger.problems.push(`[I3] ${name} called ${cell} ${text} saved, and holds it no more`)
}

/** The answer that a mutation in the outbox carries; null where it carries none. */
async function saidBy(db: Database, { cell, payload }: Pick<OutboxRow, 'cell' | 'payload'>): Promise<string | null> {
  const said = await db.unpack(payload)
  const answer = said.k === 'answer.set' ? said.set[cell]?.[1] : undefined
  return answer ? textOf(answer) : null
}
