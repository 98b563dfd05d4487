import { appendAudit } from '../audit/append.ts'
import type { Blobs } from '../storage/blobs.ts'
import { claimsOf, noteLost, noteStored, storedPictures } from '../storage/photos.ts'
import { listProvinces } from '../storage/provinces.ts'
import type { Database } from '../storage/schema.ts'
import { transact } from '../storage/transaction.ts'

/** Hashes asked for in one query, or named in one line of the audit log. */
const AT_ONCE = 500

/**
 * What the rows say of pictures and what lies on the disk come apart where one of
 * the two is put back from a copy, or lost:
 *
 * | row | file | what is done                                                              |
 * |-----|------|---------------------------------------------------------------------------|
 * | yes | yes  | nothing                                                                   |
 * | yes | no   | not stored any more: the records say so, devices that have it send again  |
 * | no  | yes  | the file stays; once one province alone names it, it is hashed and counts |
 */
export function openComparison(db: Database, blobs: Blobs, now: () => number) {
  /** Size by hash of the files that no row names. */
  const unclaimed = new Map<string, number>()

  async function comparePart(prefix: string, provinces: readonly string[]): Promise<void> {
    // The rows first: a row is written after its file, so that whatever has a row now has its file in the list.
    const rows = await Promise.all(provinces.map((province) => storedPictures(db, province, prefix)))
    const files = await blobs.list(prefix)
    const claimed = new Set<string>()
    for (const [index, province] of provinces.entries()) {
      const lost: string[] = []
      for (const { sha256, size } of rows[index] ?? []) {
        if (files.get(sha256) === size) claimed.add(sha256)
        else lost.push(sha256)
      }
      for (let from = 0; from < lost.length; from += AT_ONCE) await lose(province, lost.slice(from, from + AT_ONCE))
    }
    for (const [sha256, size] of files) if (!claimed.has(sha256)) unclaimed.set(sha256, size)
  }

  async function lose(province: string, sha256: string[]): Promise<void> {
    await transact(db, { beside: province }, async (trx) => {
      const line = { what: 'pictures.lost', province, who: 'system', at: now(), subject: province } as const
      await appendAudit(trx, { ...line, detail: { sha256 } })
      await noteLost(trx, province, sha256)
    })
  }

  /** The provinces that announce one of these files and hold none of it yet; files that are held leave the list. */
  async function namedBy(hashes: readonly string[]): Promise<Map<string, string[]>> {
    const provinces = new Map<string, string[]>()
    for (const province of await listProvinces(db)) {
      const { announced, held } = await claimsOf(db, province, hashes)
      for (const sha256 of held) unclaimed.delete(sha256)
      for (const { sha256, size } of announced)
        if (unclaimed.get(sha256) === size) provinces.set(sha256, [...(provinces.get(sha256) ?? []), province])
    }
    return provinces
  }

  async function takeOver(): Promise<void> {
    const hashes = [...unclaimed.keys()]
    for (let from = 0; from < hashes.length; from += AT_ONCE) {
      for (const [sha256, provinces] of await namedBy(hashes.slice(from, from + AT_ONCE))) {
        const [province, another] = provinces
        const size = unclaimed.get(sha256)
        // Whose it was cannot be told where two name it: both then have to show that they have the bytes.
        if (province === undefined || another !== undefined || size === undefined) continue
        if (await blobs.isWhole(sha256)) await noteStored(db, province, { sha256, size }, now())
        unclaimed.delete(sha256)
      }
    }
  }

  return {
    /** Looks at everything once: when the server starts, which is also when it was restored. Ends early once it is stopped. */
    async compare(stop?: AbortSignal): Promise<void> {
      unclaimed.clear()
      const provinces = await listProvinces(db)
      for (let part = 0; part < 256 && !stop?.aborted; part++)
        await comparePart(part.toString(16).padStart(2, '0'), provinces)
      if (!stop?.aborted) await takeOver()
    },
    /** Devices announce again what a restored database lacks; their files may be here. Costs nothing where none is left over. */
    takeOver,
  }
}
