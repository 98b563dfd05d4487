import { type Checklist, checklistSchema } from '../../domain/checklist.ts'
import type { ChecklistRef } from '../../domain/checklist-ref.ts'
import type { Database } from './schema.ts'

/** "wastewater@1.0": how the feed names a published version. */
export function checklistKey({ id, version }: { id: string; version: string }): string {
  return `${id}@${version}`
}

/** Contents by hash. They never change, so what was parsed once need not be parsed again. */
const parsed = new Map<string, Checklist>()

/** The published checklist with exactly this id, version and hash, or null. */
export async function findChecklist(db: Database, ref: ChecklistRef): Promise<Checklist | null> {
  // The content is a hundred kilobytes: read where it is needed, and not with every answer.
  if ((await publishedHash(db, ref.id, ref.version)) !== ref.hash) return null
  const known = parsed.get(ref.hash)
  if (known) return known
  const { content } = await readChecklist(db, checklistKey(ref))
  const checklist = checklistSchema.parse(JSON.parse(content))
  parsed.set(ref.hash, checklist)
  return checklist
}

/** The hash of a published version, or null where it was never published. */
export async function publishedHash(db: Database, id: string, version: string): Promise<string | null> {
  const row = await db
    .selectFrom('checklist')
    .select('hash')
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return row?.hash ?? null
}

/** Of every checklist the version that was published last, in the order in which they first were. */
export async function newestChecklists(db: Database): Promise<Checklist[]> {
  const rows = await db
    .selectFrom('checklist')
    .select(['id', 'version', 'hash'])
    .orderBy('published_at')
    .orderBy('id')
    .orderBy('version')
    .execute()
  const newest = new Map<string, ChecklistRef>()
  for (const row of rows) newest.set(row.id, row)
  const found = await Promise.all([...newest.values()].map((ref) => findChecklist(db, ref)))
  return found.filter((checklist) => checklist !== null)
}

/** Keeps a new version. `content` is its canonical JSON. */
export async function addChecklist(trx: Database, ref: ChecklistRef, content: string, now: number): Promise<void> {
  await trx
    .insertInto('checklist')
    .values({ ...ref, content, published_at: now })
    .execute()
}

/** A version as it goes to the devices, by the feed's name for it. */
export async function readChecklist(db: Database, key: string): Promise<{ ref: ChecklistRef; content: string }> {
  const at = key.lastIndexOf('@')
  const row = await db
    .selectFrom('checklist')
    .select(['id', 'version', 'hash', 'content'])
    .where('id', '=', key.slice(0, at))
    .where('version', '=', key.slice(at + 1))
    .executeTakeFirstOrThrow()
  return { ref: { id: row.id, version: row.version, hash: row.hash }, content: row.content }
}

/** A published version by its number; null where it was never published. */
export async function findVersion(db: Database, id: string, version: string): Promise<Checklist | null> {
  const hash = await publishedHash(db, id, version)
  return hash === null ? null : findChecklist(db, { id, version, hash })
}
