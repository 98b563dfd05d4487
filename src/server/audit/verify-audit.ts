import { createHash } from 'node:crypto'
import { type AuditRow, anchorIn, auditPage, auditSha256, SYSTEM_CHAIN, sealAnchors } from '../storage/audit.ts'
import { highestAuditNo, type SealKey, sealPage, sealsNamed } from '../storage/audit-checks.ts'
import { listProvinces } from '../storage/provinces.ts'
import type { Database } from '../storage/schema.ts'

/** What does not agree in the audit log, or between it and the seals. A chain is named by its province; empty: the system's. */
export type AuditFinding =
  | ChainFinding
  /** A seal that no line answers for, or one that answers for another hash. */
  | { what: 'unanchored'; inspection: string; seal: number }
  /** A line answers for a seal that is gone or another. */
  | { what: 'sealGone'; chain: string; no: number; inspection: string; seal: number }
  /** Seals from before the log are not those it began with. */
  | { what: 'earlierSeals'; expected: number; found: number }

export type ChainFinding = { chain: string } & ChainFault

type ChainFault =
  /** The line is not the one that was hashed. */
  | { what: 'changed'; no: number }
  /** Lines are not there, the last of them included. */
  | { what: 'lost'; from: number; to: number }
  /** It names another line before it: lines were moved, or written anew. */
  | { what: 'unlinked'; no: number }
  /** The first line is not the one the chain began with; of a province: no line of the system's chain opened it. */
  | { what: 'beginning' }

/** Lines or seals looked at at a time: memory stays flat however many there are. */
const PAGE = 500

/**
 * Follows the chains from line to line, as rows of the table or of an export: the
 * system's first, since each chain of a province begins behind a line of it.
 * Who can write the whole table can also write it anew from some line on: against
 * that helps an export kept elsewhere.
 */
export function followChains(each: (finding: ChainFinding) => void) {
  /** Of each chain its last line that was seen. */
  const ends = new Map<string, { no: number; sha256: string }>()
  /** By province the line that opened its chain. */
  const opened = new Map<string, string>()
  return {
    ends: ends as ReadonlyMap<string, { no: number; sha256: string }>,
    /** The provinces whose chains were opened. */
    opened: () => [...opened.keys()].sort(),
    take(row: AuditRow): void {
      // Lines of an export from before provinces had chains of their own name none.
      const chain = row.tenant_id ?? SYSTEM_CHAIN
      const { no, sha256: previous } = ends.get(chain) ?? { no: 0, sha256: opened.get(chain) ?? null }
      if (row.no > no + 1) each({ what: 'lost', chain, from: no + 1, to: row.no - 1 })
      else if (row.no <= no || row.prev_sha256 !== previous) each({ what: 'unlinked', chain, no: row.no })
      if (no === 0 && (row.what !== 'chain.started' || (chain !== SYSTEM_CHAIN && previous === null)))
        each({ what: 'beginning', chain })
      if (!isWhole(row)) each({ what: 'changed', chain, no: row.no })
      if (chain === SYSTEM_CHAIN && row.what === 'chain.opened') opened.set(row.subject_id, row.sha256)
      ends.set(chain, { no: row.no, sha256: row.sha256 })
    },
    /** Told of the chains of which not even the beginning was seen: the system's, and those that it opened. */
    end(): void {
      for (const chain of [SYSTEM_CHAIN, ...opened.keys()]) if (!ends.has(chain)) each({ what: 'beginning', chain })
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
 * Walks the whole log, the system's chain and then that of each province, and the
 * seals beside it: each seal must be answered for by a line with its hash, and each
 * such line must find its seal.
 *
 * @param each told of what does not agree
 * @returns how many lines were read
 */
export async function verifyAudit(db: Database, each: (finding: AuditFinding) => void): Promise<{ lines: number }> {
  // Before the system's chain: a province that comes meanwhile is opened there, and known by that.
  const provinces = await listProvinces(db)
  const chains = followChains(each)
  const first = await walk(db, SYSTEM_CHAIN, provinces, { chains, each })
  const known = new Set([...provinces, ...chains.opened()])
  for (const province of [...known].sort()) await walk(db, province, [province], { chains, each })
  await findAnchors(db, [...known].sort(), first, each)
  return { lines: [...chains.ends.values()].reduce((sum, { no }) => sum + no, 0) }
}

type Walk = { chains: ReturnType<typeof followChains>; each: (finding: AuditFinding) => void }

/** Walks one chain; the seals that it answers for lie in some provinces. @returns its first line */
async function walk(db: Database, chain: string, provinces: readonly string[], { chains, each }: Walk) {
  let first: AuditRow | undefined
  for (;;) {
    const page = await auditPage(db, chain, chains.ends.get(chain)?.no ?? 0, PAGE)
    first ??= page[0]
    for (const row of page) chains.take(row)
    await findSealsOf(db, page, provinces, each)
    if (page.length < PAGE) break
  }
  const { last, ever } = await highestAuditNo(db, chain)
  if (ever > last) each({ what: 'lost', chain, from: last + 1, to: ever })
  if (!first) each({ what: 'beginning', chain })
  return first
}

async function findSealsOf(
  db: Database,
  page: readonly AuditRow[],
  provinces: readonly string[],
  each: (finding: AuditFinding) => void,
) {
  const anchored = page.filter(({ what }) => what === 'sealed')
  const seals = await sealsNamed(
    db,
    provinces,
    anchored.map(({ subject_id }) => subject_id),
  )
  for (const { tenant_id: chain, no, subject_id: inspection, detail } of anchored) {
    const anchor = anchorIn(detail)
    // A spoilt detail has been told of already.
    if (anchor && !seals.has(`${inspection} ${anchor.seal} ${anchor.sha256}`))
      each({ what: 'sealGone', chain, no, inspection, seal: anchor.seal })
  }
}

/**
 * Seals without a line can only be those from before the log, which its first line
 * counts and hashes. Where they are not, those sealed since then are named.
 */
async function findAnchors(
  db: Database,
  provinces: readonly string[],
  first: AuditRow | undefined,
  each: (finding: AuditFinding) => void,
) {
  const began = first && anchorsInBeginning(first)
  const digest = createHash('sha256')
  let found = 0
  for await (const { inspection_id, no, sha256 } of unanchored(db, provinces)) {
    digest.update(`${inspection_id} ${no} ${sha256}\n`)
    found += 1
  }
  if (began ? digest.digest('hex') === began.sha256 : found === 0) return
  const since = began?.seals === 0 ? Number.NEGATIVE_INFINITY : (first?.at ?? Number.NEGATIVE_INFINITY)
  const earlier = createHash('sha256')
  let left = 0
  for await (const { inspection_id, no, sha256, sealed_at } of unanchored(db, provinces)) {
    if (sealed_at >= since) {
      each({ what: 'unanchored', inspection: inspection_id, seal: no })
      continue
    }
    earlier.update(`${inspection_id} ${no} ${sha256}\n`)
    left += 1
  }
  if (began && earlier.digest('hex') !== began.sha256)
    each({ what: 'earlierSeals', expected: began.seals, found: left })
}

type Seal = SealKey & { sha256: string; sealed_at: number }

/** Seals of all provinces that no line answers for, in order of inspection and number: as the first line hashed them. */
async function* unanchored(db: Database, provinces: readonly string[]): AsyncGenerator<Seal> {
  const heads: { seal: Seal; rest: AsyncGenerator<Seal> }[] = []
  const put = async (rest: AsyncGenerator<Seal>) => {
    const next = await rest.next()
    if (!next.done) heads.push({ seal: next.value, rest })
  }
  for (const province of provinces) await put(unanchoredOf(db, province))
  for (;;) {
    heads.sort((a, b) => compare(a.seal, b.seal))
    const first = heads.shift()
    if (!first) return
    yield first.seal
    await put(first.rest)
  }
}

function compare(a: Seal, b: Seal): number {
  if (a.inspection_id === b.inspection_id) return a.no - b.no
  return Buffer.compare(Buffer.from(a.inspection_id), Buffer.from(b.inspection_id))
}

async function* unanchoredOf(db: Database, province: string): AsyncGenerator<Seal> {
  for (let after: SealKey = { inspection_id: '', no: 0 }; ; ) {
    const page = await sealPage(db, province, after, PAGE)
    const anchors = await sealAnchors(
      db,
      province,
      page.map(({ inspection_id }) => inspection_id),
    )
    for (const seal of page) {
      const known = anchors.get(seal.inspection_id) ?? []
      if (!known.some((anchor) => anchor.seal === seal.no && anchor.sha256 === seal.sha256)) yield seal
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
