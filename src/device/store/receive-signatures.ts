import type { InspectionRecord } from '../../domain/inspection.ts'
import { announcedSignature } from '../../domain/signature.ts'
import { closeHandled } from './attention.ts'
import type { Database, SignatureRow } from './database.ts'
import { enqueue, entryOf, signatureCell, withdrawalCell } from './queue.ts'
import { signaturesOfVisit } from './signature-rows.ts'

/**
 * What the server says of the signatures of one's own draft, ready to be written inside the page's
 * transaction: what was signed on another tablet comes here, and a withdrawal that a restored server
 * has lost is said again.
 * @returns a writer that says whether the visit has other signatures than before
 */
export async function prepareSignatures(db: Database, { id: insp, signatures = [] }: InspectionRecord) {
  const now = Date.now()
  const told = await Promise.all(
    signatures.map(async (signature) => {
      const { id, at } = signature
      const body = await db.pack(announcedSignature(signature))
      const row: SignatureRow = { id, insp, addedAt: at, removedAt: null, refusal: null, body }
      const withdrawal = await entryOf(db, insp, { k: 'inspection.unsign', signature: id }, now, withdrawalCell(id))
      return { id, isRemoved: signature.removed === true, row, withdrawal }
    }),
  )
  return async (): Promise<boolean> => {
    let isChanged = false
    const refused = new Set((await db.attention.where({ insp }).toArray()).map(({ cell }) => cell))
    for (const { id, isRemoved, row, withdrawal } of told) {
      const local = await db.signature.get(id)
      if (!local) {
        if (isRemoved) continue
        await db.signature.add(row)
        isChanged = true
        continue
      }
      if (local.removedAt !== null && !isRemoved) {
        const waiting = await db.outbox.where({ insp, cell: withdrawal.cell }).count()
        if (waiting === 0) await enqueue(db, withdrawal)
      }
      if (refused.has(signatureCell(id))) await closeHandled({ db }, { insp, cell: signatureCell(id) })
      const removedAt = isRemoved ? (local.removedAt ?? now) : local.removedAt
      if (removedAt === local.removedAt && local.refusal === null) continue
      await db.signature.update(id, { removedAt, refusal: null })
      isChanged = true
    }
    return isChanged
  }
}

/**
 * Signatures that this device knows of a draft, and a restored server has lost: they are said again, as
 * photos are. The tablet on which they were given may be gone.
 * @returns a writer for inside the page's transaction
 */
export async function prepareLostSignatures(db: Database, { id: insp, signatures = [] }: InspectionRecord) {
  const told = new Set(signatures.map(({ id }) => id))
  const lost = (await signaturesOfVisit(db, insp)).filter(({ id, refusal }) => !told.has(id) && refusal === null)
  const entries = await Promise.all(
    lost.map(async ({ id, body }) =>
      entryOf(db, insp, { k: 'inspection.sign', signature: await db.unpack(body) }, Date.now(), signatureCell(id)),
    ),
  )
  return async (pending: ReadonlySet<string>) => {
    if (entries.length === 0) return
    const living = new Set((await signaturesOfVisit(db, insp)).map(({ id }) => signatureCell(id)))
    // What was refused waits for its author.
    const refused = (await db.attention.where({ insp }).toArray()).filter(({ doneAt }) => doneAt === undefined)
    const known = new Set([...pending, ...refused.map(({ cell }) => cell)])
    for (const entry of entries) if (living.has(entry.cell) && !known.has(entry.cell)) await enqueue(db, entry)
  }
}
