import { createHash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { canonicalJson } from '../../../domain/canonical.ts'
import { insertAuditRow } from '../audit.ts'
import type { Schema } from '../schema.ts'

/** One chain for everything that is to be accounted for. Its first line answers for the seals that were there before. */
export async function up(db: Kysely<Schema>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
  await insertAuditRow(db, {
    at: Date.now(),
    who: 'system',
    what: 'chain.started',
    subject_kind: 'chain',
    subject_id: 'audit',
    detail: canonicalJson(await digestOfSeals(db)),
  })
}

const statements = [
  // AUTOINCREMENT keeps the highest number ever given beside the table: a tail that was cut off is missed.
  `CREATE TABLE audit (
    no integer PRIMARY KEY AUTOINCREMENT, at integer NOT NULL, who text NOT NULL, what text NOT NULL,
    subject_kind text NOT NULL, subject_id text NOT NULL, detail text NOT NULL,
    prev_sha256 text, sha256 text NOT NULL UNIQUE)`,
  'CREATE INDEX audit_by_subject ON audit (subject_id, what)',
  ...['UPDATE', 'DELETE'].map(
    (verb) => `CREATE TRIGGER audit_no_${verb.toLowerCase()} BEFORE ${verb} ON audit
      BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END`,
  ),
  // INSERT OR REPLACE fires no trigger of DELETE.
  `CREATE TRIGGER audit_in_order BEFORE INSERT ON audit
    WHEN NEW.no <> (SELECT coalesce(max(no), 0) + 1 FROM audit)
      OR NEW.prev_sha256 IS NOT (SELECT sha256 FROM audit WHERE no = NEW.no - 1)
    BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END`,
]

/** As many as in audit/verify-audit.ts at a time, in the same order. */
const PAGE = 500

async function digestOfSeals(db: Kysely<Schema>): Promise<{ seals: number; sha256: string }> {
  const digest = createHash('sha256')
  let seals = 0
  for (let after = { inspection_id: '', no: 0 }; ; ) {
    const { rows } = await sql<{ inspection_id: string; no: number; sha256: string }>`
      SELECT inspection_id, no, sha256 FROM inspection_seal
      WHERE (inspection_id, no) > (${after.inspection_id}, ${after.no})
      ORDER BY inspection_id, no LIMIT ${PAGE}`.execute(db)
    for (const { inspection_id, no, sha256 } of rows) digest.update(`${inspection_id} ${no} ${sha256}\n`)
    seals += rows.length
    const last = rows.at(-1)
    if (!last || rows.length < PAGE) return { seals, sha256: digest.digest('hex') }
    after = last
  }
}
