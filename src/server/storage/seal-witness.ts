import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { SealClock } from '../../domain/clock.ts'
import { changesBetween, type Receipt, type SealNote, type SealSignature } from '../../domain/evidence.ts'
import type { SealKey } from './audit-checks.ts'
import type { Database, Schema } from './schema.ts'
import { contentDigest, parseSnapshot } from './seals.ts'

type WitnessRow = Schema['seal_witness']

/** Writes what stands beside a seal, in the transaction of the seal. */
export async function addWitness(trx: Database, row: WitnessRow): Promise<void> {
  await trx.insertInto('seal_witness').values(row).execute()
}

/** What an audit line names of a receipt: one hash over its text and its signature. */
export function receiptHash({ receipt, receipt_signature }: Pick<WitnessRow, 'receipt' | 'receipt_signature'>): string {
  return createHash('sha256').update(`${receipt}\n${receipt_signature}`, 'utf8').digest('hex')
}

/** The seals of an inspection in order, as they are told beside its record. */
export async function sealNotes(db: Database, provinceId: string, inspection: string): Promise<SealNote[]> {
  const rows = await db
    .selectFrom('inspection_seal as seal')
    .innerJoin('user', 'user.id', 'seal.by_user')
    .leftJoin('seal_witness as witness', (join) =>
      join
        .onRef('witness.tenant_id', '=', 'seal.tenant_id')
        .onRef('witness.inspection_id', '=', 'seal.inspection_id')
        .onRef('witness.no', '=', 'seal.no'),
    )
    .select(['seal.no', 'seal.kind', 'seal.reason', 'seal.by_user', 'seal.sealed_at', 'user.name'])
    .select(['witness.signed', 'witness.signature', 'witness.clock', 'witness.receipt', 'witness.receipt_signature'])
    .where('seal.tenant_id', '=', provinceId)
    .where('seal.inspection_id', '=', inspection)
    .orderBy('seal.no')
    .execute()
  const changes = rows.length > 1 ? await changesOf(db, provinceId, inspection) : new Map<number, SealNote['changes']>()
  return rows.map(({ no, kind, reason, by_user, sealed_at, name, ...witness }) => ({
    no,
    kind,
    by: { id: by_user, name },
    at: sealed_at,
    ...(reason !== null && { reason }),
    ...witnessed(witness),
    ...(changes.has(no) && { changes: changes.get(no) }),
  }))
}

type Joined = {
  [Column in 'signed' | 'signature' | 'clock' | 'receipt' | 'receipt_signature']: WitnessRow[Column] | null
}

/** Written by this server: parsed as JSON, not checked again. */
function witnessed({ signed, signature, clock, receipt, receipt_signature }: Joined): Partial<SealNote> {
  if (signed === null || clock === null || receipt === null || receipt_signature === null) return {}
  return {
    signed,
    ...(signature !== null && { key: keyIn(signature) }),
    clock: JSON.parse(clock) as SealClock,
    receipt: { said: JSON.parse(receipt) as Receipt, signature: receipt_signature },
  }
}

function keyIn(signature: string): string {
  const { key } = JSON.parse(signature) as SealSignature
  return createHash('sha256').update(key, 'utf8').digest('hex')
}

/** What each amendment changed, from one sealed snapshot to the next. */
async function changesOf(
  db: Database,
  provinceId: string,
  inspection: string,
): Promise<Map<number, SealNote['changes']>> {
  const snapshots = await snapshotsOf(db, [provinceId], inspection)
  const seals = snapshots.map(({ no, snapshot }) => ({ no, answers: parseSnapshot(snapshot).answers }))
  return new Map(
    seals.flatMap(({ no, answers }, index) => {
      const before = seals[index - 1]
      return before ? [[no, changesBetween(before.answers, answers)] as const] : []
    }),
  )
}

function snapshotsOf(db: Database, provinceIds: readonly string[], inspection: string) {
  return db
    .selectFrom('inspection_seal')
    .select(['tenant_id', 'no', 'snapshot', 'sealed_at'])
    .where('tenant_id', 'in', provinceIds)
    .where('inspection_id', '=', inspection)
    .orderBy('tenant_id')
    .orderBy('no')
    .execute()
}

/**
 * A seal whose content has this digest, the newest of them; `newer` where another has been set after it.
 * @param provinceIds all: a paper does not say of which it is
 */
export async function sealWithContent(
  db: Database,
  provinceIds: readonly string[],
  inspection: string,
  digest: string,
) {
  const all = await snapshotsOf(db, provinceIds, inspection)
  for (const { tenant_id, no, snapshot, sealed_at: at } of [...all].reverse()) {
    const said = parseSnapshot(snapshot)
    if (contentDigest(said) !== digest) continue
    const seals = all.filter((seal) => seal.tenant_id === tenant_id)
    const next = seals.find((seal) => seal.no === no + 1)
    return { no, at, said, newer: next ? { count: seals.length - no, at: next.sealed_at } : null }
  }
  return null
}

/** Seals of a province with what stands beside them, in order of inspection and number, after one of them. */
export function witnessPage(db: Database, provinceId: string, after: SealKey, limit: number) {
  return db
    .selectFrom('inspection_seal as seal')
    .leftJoin('seal_witness as witness', (join) =>
      join
        .onRef('witness.tenant_id', '=', 'seal.tenant_id')
        .onRef('witness.inspection_id', '=', 'seal.inspection_id')
        .onRef('witness.no', '=', 'seal.no'),
    )
    .select(['seal.inspection_id', 'seal.no', 'seal.snapshot', 'seal.sha256', 'seal.prev_sha256', 'seal.kind'])
    .select(['seal.by_user', 'seal.reason', 'seal.sealed_at', 'witness.at_device', 'witness.signed'])
    .select(['witness.signature', 'witness.clock', 'witness.receipt', 'witness.receipt_signature'])
    .where('seal.tenant_id', '=', provinceId)
    .where(sql<boolean>`(seal.inspection_id, seal.no) > (${after.inspection_id}, ${after.no})`)
    .orderBy('seal.inspection_id')
    .orderBy('seal.no')
    .limit(limit)
    .execute()
}

/** A seal with its evidence; nulls where it has none. */
export type WitnessedSeal = Awaited<ReturnType<typeof witnessPage>>[number]
