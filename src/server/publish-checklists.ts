import { canonicalJson } from '../domain/canonical.ts'
import { type Checklist, checklistSchema } from '../domain/checklist.ts'
import { digestOf } from '../protocol/digest.ts'
import { appendAudit } from './audit/append.ts'
import { addChecklist, checklistKey, publishedHash } from './storage/checklists.ts'
import { publish } from './storage/feed.ts'
import { listProvinces } from './storage/provinces.ts'
import type { Database } from './storage/schema.ts'
import { transact } from './storage/transaction.ts'

/**
 * Publishes the versions that are not published yet, in every province. What is
 * published already must be the same to the byte.
 *
 * Throws on a checklist that breaks its schema and on a published version whose
 * content has changed: nothing is published then.
 */
export async function publishChecklists(db: Database, checklists: readonly Checklist[], now: number): Promise<void> {
  const versions = await Promise.all(
    checklists.map(async (checklist) => {
      const content = checklistSchema.parse(checklist)
      const ref = { id: content.id, version: content.version, hash: await digestOf(content) }
      return { ref, content: canonicalJson(content) }
    }),
  )
  await transact(db, 'everything', async (trx) => {
    const added: string[] = []
    for (const { ref, content } of versions) {
      const known = await publishedHash(trx, ref.id, ref.version)
      if (known === ref.hash) continue
      if (known !== null) {
        throw new Error(
          `checklist ${checklistKey(ref)} differs from what was published under that name (${ref.hash} now, ${known} then): ` +
            'a published version never changes, so give the new content a new version',
        )
      }
      await addChecklist(trx, ref, content, now)
      const detail = { sha256: ref.hash }
      await appendAudit(trx, {
        what: 'checklist.published',
        province: null,
        who: 'system',
        at: now,
        subject: checklistKey(ref),
        detail,
      })
      added.push(checklistKey(ref))
    }
    for (const provinceId of await listProvinces(trx)) {
      await publish(
        trx,
        provinceId,
        added.map((entityId) => ({ entity: 'checklist', entityId })),
      )
    }
  })
}
