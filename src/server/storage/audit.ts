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

/** The chain of what belongs to no province. All lines from before provinces had chains of their own are in it. */
export const SYSTEM_CHAIN = ''

type NewLine = Omit<AuditRow, 'no' | 'prev_sha256' | 'sha256'>

/**
 * Writes a line behind the last one of its chain, in the caller's transaction: from here to its end nobody else
 * writes one there. Only who is alone in everything writes to several chains, to the system's first.
 * @returns its SHA-256
 */
export async function insertAuditRow(trx: Database, line: NewLine): Promise<string> {
  await hold(trx, [`audit ${line.tenant_id}`])
  const last = await trx
    .selectFrom('audit')
    .select(['no', 'sha256'])
    .where('tenant_id', '=', line.tenant_id)
    .orderBy('no', 'desc')
    .limit(1)
    .executeTakeFirst()
  return insertBehind(trx, line, last ?? { no: 0, sha256: null })
}

async function insertBehind(trx: Database, line: NewLine, last: { no: number; sha256: string | null }) {
  const row = { no: last.no + 1, ...line, prev_sha256: last.sha256 }
  const sha256 = auditSha256(row)
  await trx
    .insertInto('audit')
    .values({ ...row, sha256 })
    .execute()
  return sha256
}

/** A new province's chain: a line of the system's opens it, and its own first line names that one. */
export async function openChain(trx: Database, provinceId: string, at: number): Promise<void> {
  const line = { at, who: 'system', subject_kind: 'chain', subject_id: provinceId, detail: canonicalJson({}) }
  const sha256 = await insertAuditRow(trx, { tenant_id: SYSTEM_CHAIN, what: 'chain.opened', ...line })
  await insertBehind(trx, { tenant_id: provinceId, what: 'chain.started', ...line }, { no: 0, sha256 })
}

/** Lines of a chain after a number, in order. */
export function auditPage(db: Database, chain: string, after: number, limit: number): Promise<AuditRow[]> {
  return db
    .selectFrom('audit')
    .selectAll()
    .where('tenant_id', '=', chain)
    .where('no', '>', after)
    .orderBy('no')
    .limit(limit)
    .execute()
}

/** What was done to one thing of a province, newest first, with the name of whoever did it; null where that is no account. */
export async function auditAbout(
  db: Database,
  provinceId: string,
  subjectId: string,
  kinds: readonly string[],
): Promise<{ at: number; what: string; detail: string; name: string | null }[]> {
  const rows = await db
    .selectFrom('audit')
    .leftJoin('user', 'user.id', 'audit.who')
    .select(['audit.tenant_id', 'audit.no', 'audit.at', 'audit.what', 'audit.detail', 'user.name'])
    .where('audit.tenant_id', 'in', [SYSTEM_CHAIN, provinceId])
    .where('audit.subject_id', '=', subjectId)
    .where('audit.what', 'in', kinds)
    .execute()
  // What stands in the system's chain is from before the province had its own. Asked for in this order, a database
  // would walk along whole chains.
  return rows
    .sort((a, b) => (a.tenant_id === b.tenant_id ? b.no - a.no : a.tenant_id === SYSTEM_CHAIN ? 1 : -1))
    .map(({ at, what, detail, name }) => ({ at, what, detail, name }))
}

/** Where a line stands: its chain and its number there. */
export type AuditPlace = { chain: string; no: number }

/** Lines of these chains that say from where on another key signs the receipts, with the key that signed before. */
export async function receiptKeyChanges(
  db: Database,
  chains: readonly string[],
): Promise<(AuditPlace & { before: string })[]> {
  return db
    .selectFrom('audit')
    .select(['tenant_id as chain', 'no', 'subject_id as before'])
    .where('tenant_id', 'in', chains)
    .where('what', '=', 'receiptKey.changed')
    .orderBy('tenant_id')
    .orderBy('no')
    .execute()
}

/** What a line of kind `sealed` says of its seal. */
export type SealAnchor = {
  seal: number
  sha256: string
  /** Of its receipt (`receiptHash`); absent in lines from before there were any. */
  receipt?: string
}

/**
 * The lines that anchor the seals of these inspections of a province, by inspection; text that cannot be read is no
 * anchor. Old ones stand in the system's chain.
 */
export async function sealAnchors(
  db: Database,
  provinceId: string,
  inspections: readonly string[],
): Promise<Map<string, (SealAnchor & { line: AuditPlace })[]>> {
  if (inspections.length === 0) return new Map()
  const rows = await db
    .selectFrom('audit')
    .select(['tenant_id as chain', 'no', 'subject_id', 'detail'])
    .where('tenant_id', 'in', [SYSTEM_CHAIN, provinceId])
    .where('subject_id', 'in', inspections)
    .where('what', '=', 'sealed')
    .execute()
  const anchors = new Map<string, (SealAnchor & { line: AuditPlace })[]>()
  for (const { chain, no, subject_id, detail } of rows) {
    const anchor = anchorIn(detail)
    if (anchor) anchors.set(subject_id, [...(anchors.get(subject_id) ?? []), { ...anchor, line: { chain, no } }])
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
