import { createHash } from 'node:crypto'
import { type AuditRow, anchorIn, auditPage, auditSha256, sealAnchors } from '../storage/audit.ts'
import { highestAuditNo, type SealKey, sealPage, sealsNamed } from '../storage/audit-checks.ts'
import type { Database } from '../storage/schema.ts'

/** What does not agree in the audit log, or between it and the seals. */
export type AuditFinding =
  /** The line is not the one that was hashed. */
  | { what: 'changed'; no: number }
  /** Lines are not there, the last of them included. */
  | { what: 'lost'; from: number; to: number }
  /** It names another line before it: lines were moved, or written anew. */
  | { what: 'unlinked'; no: number }
  /** The first line is not the one the log began with. */
  | { what: 'beginning' }
  /** A seal that no line answers for, or one that answers for another hash. */
  | { what: 'unanchored'; inspection: string; seal: number }
  /** A line answers for a seal that is gone or another. */
  | { what: 'sealGone'; no: number; inspection: string; seal: number }
  /** Seals from before the log are not those it began with. */
  | { what: 'earlierSeals'; expected: number; found: number }

/** Lines or seals looked at at a time: memory stays flat however many there are. */
const PAGE = 500

/**
 * Follows the chain from line to line, as rows of the table or of an export.
 * Who can write the whole table can also write it anew from some line on: against
 * that helps an export kept elsewhere.
 */
export function followChain(each: (finding: AuditFinding) => void) {
  let no = 0
  let previous: string | null = null
  return {
    /** Lines seen so far: the number of the last one. */
    get last() {
      return no
    },
    take(row: AuditRow): void {
      if (row.no > no + 1) each({ what: 'lost', from: no + 1, to: row.no - 1 })
      else if (row.no <= no || row.prev_sha256 !== previous) each({ what: 'unlinked', no: row.no })
      if (no === 0 && row.what !== 'chain.started') each({ what: 'beginning' })
      if (!isWhole(row)) each({ what: 'changed', no: row.no })
      no = row.no
      previous = row.sha256
    },
  }
}

function isWhole(row: AuditRow): boolean {
  try {
    return auditSha256(row) === row.sha256
  } catch {
    // A column that holds what no line ever held: bytes, or an endless number.
    return false
  }
}

/**
 * Walks the whole log, and the seals beside it: each seal must be answered for by a
 * line with its hash, and each such line must find its seal.
 *
 * @param each told of what does not agree
 * @returns how many lines were read
 */
export async function verifyAudit(db: Database, each: (finding: AuditFinding) => void): Promise<{ lines: number }> {
  const chain = followChain(each)
  let first: AuditRow | undefined
  for (;;) {
    const page = await auditPage(db, chain.last, PAGE)
    first ??= page[0]
    for (const row of page) chain.take(row)
    await findSealsOf(db, page, each)
    if (page.length < PAGE) break
  }
  // One statement gives both: what is written meanwhile is no fault.
  const { last, ever } = await highestAuditNo(db)
  if (ever > last) each({ what: 'lost', from: last + 1, to: ever })
  if (!first) each({ what: 'beginning' })
  await findAnchors(db, first, each)
  return { lines: chain.last }
}

async function findSealsOf(db: Database, page: readonly AuditRow[], each: (finding: AuditFinding) => void) {
  const anchored = page.filter(({ what }) => what === 'sealed')
  const seals = await sealsNamed(
    db,
    anchored.map(({ subject_id }) => subject_id),
  )
  for (const { no, subject_id: inspection, detail } of anchored) {
    const anchor = anchorIn(detail)
    // A spoilt detail has been told of already.
    if (anchor && seals.get(`${inspection} ${anchor.seal}`) !== anchor.sha256)
      each({ what: 'sealGone', no, inspection, seal: anchor.seal })
  }
}

/**
 * Seals without a line can only be those from before the log, which its first line
 * counts and hashes. Where they are not, those sealed since then are named.
 */
async function findAnchors(db: Database, first: AuditRow | undefined, each: (finding: AuditFinding) => void) {
  const began = first && anchorsInBeginning(first)
  const digest = createHash('sha256')
  let found = 0
  await eachUnanchored(db, ({ inspection_id, no, sha256 }) => {
    digest.update(`${inspection_id} ${no} ${sha256}\n`)
    found += 1
  })
  if (began ? digest.digest('hex') === began.sha256 : found === 0) return
  const since = began?.seals === 0 ? Number.NEGATIVE_INFINITY : (first?.at ?? Number.NEGATIVE_INFINITY)
  const earlier = createHash('sha256')
  let left = 0
  await eachUnanchored(db, ({ inspection_id, no, sha256, sealed_at }) => {
    if (sealed_at >= since) return each({ what: 'unanchored', inspection: inspection_id, seal: no })
    earlier.update(`${inspection_id} ${no} ${sha256}\n`)
    left += 1
  })
  if (began && earlier.digest('hex') !== began.sha256)
    each({ what: 'earlierSeals', expected: began.seals, found: left })
}

async function eachUnanchored(db: Database, take: (seal: SealKey & { sha256: string; sealed_at: number }) => void) {
  for (let after: SealKey = { inspection_id: '', no: 0 }; ; ) {
    const page = await sealPage(db, after, PAGE)
    const anchors = await sealAnchors(
      db,
      page.map(({ inspection_id }) => inspection_id),
    )
    for (const seal of page) {
      const known = anchors.get(seal.inspection_id) ?? []
      if (!known.some((anchor) => anchor.seal === seal.no && anchor.sha256 === seal.sha256)) take(seal)
    }
    const last = page.at(-1)
    if (!last || page.length < PAGE) return
    after = last
  }
}

function anchorsInBeginning({ detail }: AuditRow): { seals: number; sha256: string } | null {
  try {
    const { seals, sha256 } = JSON.parse(detail) as { seals?: unknown; sha256?: unknown }
    return typeof seals === 'number' && typeof sha256 === 'string' ? { seals, sha256 } : null
  } catch {
    return null
  }
}
