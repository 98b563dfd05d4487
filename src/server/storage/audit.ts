import { createHash } from 'node:crypto'
import { canonicalJson } from '../../domain/canonical.ts'
import { hold } from './dialect.ts'
import type { Database, Schema } from './schema.ts'

/** One line of the chain, as it is stored and exported. */
export type AuditRow = Schema['audit']

/**
 * What a line's SHA-256 must be: over the canonical JSON of all its other columns.
 * It names the line before it, so that it covers everything that came earlier. An empty
 * tenant is left out: lines from before there was one hash as they did.
 */
export function auditSha256(row: Omit<AuditRow, 'sha256'>): string {
  return createHash('sha256')
    .update(canonicalJson({ ...row, tenant_id: row.tenant_id || undefined, sha256: undefined }), 'utf8')
    .digest('hex')
}

/** Writes a line behind the last one, in the caller's transaction: from here to its end nobody else writes one. */
export async function insertAuditRow(
  trx: Database,
  line: Omit<AuditRow, 'no' | 'prev_sha256' | 'sha256'>,
): Promise<void> {
  await hold(trx, ['audit'])
  const last = await trx.selectFrom('audit').select(['no', 'sha256']).orderBy('no', 'desc').limit(1).executeTakeFirst()
  const row = { no: (last?.no ?? 0) + 1, ...line, prev_sha256: last?.sha256 ?? null }
  await trx
    .insertInto('audit')
    .values({ ...row, sha256: auditSha256(row) })
    .execute()
}

/** Lines after a number, in order. */
export function auditPage(db: Database, after: number, limit: number): Promise<AuditRow[]> {
  return db.selectFrom('audit').selectAll().where('no', '>', after).orderBy('no').limit(limit).execute()
}

/** What was done to one thing, newest first, with the name of whoever did it; null where that is no account. */
export function auditAbout(
  db: Database,
  subjectId: string,
  kinds: readonly string[],
): Promise<{ at: number; what: string; detail: string; name: string | null }[]> {
  return db
    .selectFrom('audit')
    .leftJoin('user', 'user.id', 'audit.who')
    .select(['audit.at', 'audit.what', 'audit.detail', 'user.name'])
    .where('audit.subject_id', '=', subjectId)
    .where('audit.what', 'in', kinds)
    .orderBy('audit.no', 'desc')
    .execute()
}

/** Lines that say from where on another key signs the receipts, with the key that signed before. */
export async function receiptKeyChanges(db: Database): Promise<{ line: number; before: string }[]> {
  const rows = await db
    .selectFrom('audit')
    .select(['no', 'subject_id'])
    .where('what', '=', 'receiptKey.changed')
    .orderBy('no')
    .execute()
  return rows.map(({ no, subject_id }) => ({ line: no, before: subject_id }))
}

/** What a line of kind `sealed` says of its seal. */
export type SealAnchor = {
  seal: number
  sha256: string
  /** Of its receipt (`receiptHash`); absent in lines from before there were any. */
  receipt?: string
}

/** The lines that anchor the seals of these inspections, by inspection; text that cannot be read is no anchor. */
export async function sealAnchors(
  db: Database,
  inspections: readonly string[],
): Promise<Map<string, (SealAnchor & { line: number })[]>> {
  const rows = await db
    .selectFrom('audit')
    .select(['no', 'subject_id', 'detail'])
    .where('subject_id', 'in', inspections)
    .where('what', '=', 'sealed')
    .execute()
  const anchors = new Map<string, (SealAnchor & { line: number })[]>()
  for (const { no, subject_id, detail } of rows) {
    const anchor = anchorIn(detail)
    if (anchor) anchors.set(subject_id, [...(anchors.get(subject_id) ?? []), { ...anchor, line: no }])
  }
  return anchors
}

/** Seal and hash in the detail of a line; null where its text has been spoilt. */
export function anchorIn(detail: string): SealAnchor | null {
  try {
    const { seal, sha256, receipt } = JSON.parse(detail) as Partial<SealAnchor>
    if (typeof seal !== 'number' || typeof sha256 !== 'string') return null
    return { seal, sha256, ...(typeof receipt === 'string' && { receipt }) }
  } catch {
    return null
  }
}
