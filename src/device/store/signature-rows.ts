import type { Database, SignatureRow } from './database.ts'

/** Signatures of a visit that were not taken back, oldest first. */
export async function signaturesOfVisit(db: Database, insp: string): Promise<SignatureRow[]> {
  const rows = await db.signature.where({ insp }).toArray()
  return rows.filter(({ removedAt }) => removedAt === null).sort((a, b) => a.addedAt - b.addedAt)
}
