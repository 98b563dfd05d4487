import { createHash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { canonicalJson } from '../../../domain/canonical.ts'
import { auditSha256 } from '../audit.ts'
import { define, forbidChanges, onPostgres } from '../dialect.ts'

/** One chain for everything that is to be accounted for. Its first line answers for the seals that were there before. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, statements)
  const line = {
    no: 1,
    at: Date.now(),
    who: 'system',
    what: 'chain.started',
    subject_kind: 'chain',
    subject_id: 'audit',
    detail: canonicalJson(await digestOfSeals(db)),
    prev_sha256: null,
  }
  const row = { ...line, sha256: auditSha256({ tenant_id: '', ...line }) }
  await sql`INSERT INTO audit (${sql.join(Object.keys(row).map((name) => sql.ref(name)))})
    VALUES (${sql.join(Object.values(row))})`.execute(db)
}

const AUDIT = `CREATE TABLE audit (
  no integer PRIMARY KEY, at integer NOT NULL, who text NOT NULL, what text NOT NULL,
  subject_kind text NOT NULL, subject_id text NOT NULL, detail text NOT NULL,
  prev_sha256 text, sha256 text NOT NULL UNIQUE)`

const statements = [
  // The highest number ever given is kept beside the table: a tail that was cut off is missed.
  { sqlite: AUDIT.replace('PRIMARY KEY', 'PRIMARY KEY AUTOINCREMENT'), postgres: AUDIT },
  // A sequence would not do: it does not go back with a transaction that fails.
  onPostgres('CREATE TABLE audit_tail (no integer NOT NULL)'),
  onPostgres('INSERT INTO audit_tail VALUES (0)'),
  'CREATE INDEX audit_by_subject ON audit (subject_id, what)',
  ...forbidChanges('audit', 'the audit log only grows'),
  onPostgres(`CREATE FUNCTION audit_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.no <> (SELECT coalesce(max(no), 0) + 1 FROM audit)
      OR NEW.prev_sha256 IS DISTINCT FROM (SELECT sha256 FROM audit WHERE no = NEW.no - 1)
      THEN RAISE EXCEPTION 'the audit log only grows'; END IF;
    UPDATE audit_tail SET no = greatest(no, NEW.no);
    RETURN NEW;
  END $$`),
  {
    // INSERT OR REPLACE fires no trigger of DELETE.
    sqlite: `CREATE TRIGGER audit_in_order BEFORE INSERT ON audit
      WHEN NEW.no <> (SELECT coalesce(max(no), 0) + 1 FROM audit)
        OR NEW.prev_sha256 IS NOT (SELECT sha256 FROM audit WHERE no = NEW.no - 1)
      BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END`,
    postgres: 'CREATE TRIGGER audit_in_order BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION audit_goes_on()',
  },
]

/** As many as in audit/verify-audit.ts at a time, in the same order. */
const PAGE = 500

async function digestOfSeals(db: Kysely<unknown>): Promise<{ seals: number; sha256: string }> {
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
