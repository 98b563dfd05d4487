import { type Kysely, sql } from 'kysely'
import { canonicalJson } from '../../../domain/canonical.ts'
import { auditSha256 } from '../audit.ts'
import { define, forbidChanges, onPostgres, type Statement } from '../dialect.ts'

/**
 * Every row says of which province it is, and every key contains it; provinces get
 * audit chains of their own. The tables are written anew beside the old ones, which
 * then go: SQLite cannot change a key, and on PostgreSQL it takes no more room than
 * an UPDATE of every row and leaves no dead ones behind. What a row says, its hashes
 * and its seals stay to the byte.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, statements)
  await openChains(db)
}

type Rebuilt = {
  table: string
  /** The province of a row, by what it had. Null fails: a row without one is not to be lost silently. */
  tenant: string
  columns: string[]
  /** Keys and references; those to tables of this list begin with the province. */
  keys: string[]
}

const PROVINCE = 'FOREIGN KEY (tenant_id) REFERENCES province (id)'
const to = (column: string, table: string, id = 'id') =>
  `FOREIGN KEY (tenant_id, ${column}) REFERENCES ${table} (tenant_id, ${id})`
const key = (...columns: string[]) => `PRIMARY KEY (${['tenant_id', ...columns].join(', ')})`
const of = (table: string, column: string, id = 'id', tenant = 'tenant_id') =>
  `(SELECT parent.${tenant} FROM ${table} parent WHERE parent.${id} = old.${column})`

/** Parents first. */
const rebuilt: Rebuilt[] = [
  {
    table: 'area',
    tenant: 'old.province_id',
    columns: [
      'id text NOT NULL',
      'name text NOT NULL',
      'kind text NOT NULL',
      'valid_from text NOT NULL',
      'valid_until text',
    ],
    keys: [key('id'), PROVINCE],
  },
  {
    table: 'facility',
    tenant: 'old.province_id',
    columns: [
      ...['id text NOT NULL', 'area_id text NOT NULL', 'name text NOT NULL', 'address text NOT NULL'],
      ...['demonstration integer NOT NULL', 'facts text NOT NULL', 'position text', 'closed_on text'],
      'version integer NOT NULL DEFAULT 1',
    ],
    keys: [key('id'), PROVINCE, to('area_id', 'area')],
  },
  {
    table: 'person',
    tenant: 'old.province_id',
    columns: [
      ...['user_id text NOT NULL REFERENCES "user" (id)', 'role text NOT NULL', 'facility_id text'],
      ...['disabled_at integer', 'must_change integer NOT NULL DEFAULT 0', 'temporary_since integer'],
    ],
    keys: [key('user_id'), PROVINCE, to('facility_id', 'facility')],
  },
  {
    table: 'area_name',
    tenant: of('area', 'area_id', 'id', 'province_id'),
    columns: ['area_id text NOT NULL', 'from_date text NOT NULL', 'name text NOT NULL'],
    keys: [key('area_id', 'from_date'), to('area_id', 'area')],
  },
  {
    table: 'area_parent',
    tenant: of('area', 'area_id', 'id', 'province_id'),
    columns: ['area_id text NOT NULL', 'from_date text NOT NULL', 'parent_id text'],
    keys: [key('area_id', 'from_date'), to('area_id', 'area'), to('parent_id', 'area')],
  },
  {
    table: 'area_successor',
    tenant: of('area', 'area_id', 'id', 'province_id'),
    columns: ['area_id text NOT NULL', 'successor_id text NOT NULL'],
    keys: [key('area_id', 'successor_id'), to('area_id', 'area'), to('successor_id', 'area')],
  },
  {
    table: 'facility_stay',
    tenant: of('facility', 'facility_id', 'id', 'province_id'),
    columns: ['facility_id text NOT NULL', 'from_date text NOT NULL', 'area_id text NOT NULL'],
    keys: [key('facility_id', 'from_date'), to('facility_id', 'facility'), to('area_id', 'area')],
  },
  {
    table: 'former_facts',
    tenant: of('facility', 'facility_id', 'id', 'province_id'),
    columns: ['facility_id text NOT NULL', 'sha256 text NOT NULL', 'facts text NOT NULL', 'until_at integer NOT NULL'],
    keys: [key('facility_id', 'sha256'), to('facility_id', 'facility')],
  },
  {
    table: 'former_reach',
    tenant: of('person', 'user_id', 'user_id', 'province_id'),
    columns: ['user_id text NOT NULL', 'facility_id text NOT NULL', 'until_date text NOT NULL'],
    keys: [key('user_id', 'facility_id'), to('user_id', 'person', 'user_id'), to('facility_id', 'facility')],
  },
  {
    table: 'person_area',
    tenant: of('person', 'user_id', 'user_id', 'province_id'),
    columns: ['user_id text NOT NULL', 'area_id text NOT NULL'],
    keys: [key('user_id', 'area_id'), to('user_id', 'person', 'user_id'), to('area_id', 'area')],
  },
  {
    table: 'second_factor',
    tenant: of('person', 'user_id', 'user_id', 'province_id'),
    columns: [
      ...['user_id text NOT NULL', 'secret text NOT NULL', 'confirmed_at integer', 'last_step integer NOT NULL'],
      'codes text NOT NULL',
    ],
    keys: [key('user_id'), to('user_id', 'person', 'user_id')],
  },
  {
    table: 'device_key',
    tenant: of('person', 'user_id', 'user_id', 'province_id'),
    columns: [
      ...['id text NOT NULL', 'user_id text NOT NULL', 'public_key text NOT NULL', 'device_id text NOT NULL'],
      'registered_at integer NOT NULL',
    ],
    keys: [key('id'), to('user_id', 'person', 'user_id')],
  },
  {
    table: 'device',
    tenant: 'old.tenant_id',
    columns: [
      ...['id text NOT NULL', 'user_id text NOT NULL', 'last_seq integer NOT NULL', 'schema_ver integer NOT NULL'],
      ...['app text NOT NULL', 'seen_at integer NOT NULL', 'session_id text', 'tablet text', 'waiting integer'],
      ...['waiting_photos integer', 'waiting_since integer', 'clock_ahead integer', 'clock_offset integer'],
      ...['clock_at integer', 'clock_moved integer', 'clock_moved_at integer', 'file_of text'],
    ],
    keys: [key('id'), PROVINCE, to('user_id', 'person', 'user_id')],
  },
  {
    // A tablet asks for orders before anybody has signed in on it: known everywhere, and tied to no table of a province.
    table: 'lost',
    tenant: 'old.tenant_id',
    columns: [
      ...['id text NOT NULL PRIMARY KEY', 'user_id text NOT NULL REFERENCES "user" (id)', 'tablet text'],
      ...['session_sha256 text', 'declared_at integer NOT NULL', 'wiped_at integer'],
    ],
    keys: [PROVINCE],
  },
  {
    table: 'mutation',
    tenant: of('device', 'device_id'),
    columns: [
      ...['device_id text NOT NULL', 'seq integer NOT NULL', 'id text NOT NULL', 'hash text NOT NULL'],
      ...['content_hash text NOT NULL', 'kind text', 'inspection_id text', 'user_id text NOT NULL'],
      ...['outcome text NOT NULL', 'payload text', 'at_device real', 'at_est real', 'received_at integer NOT NULL'],
    ],
    keys: [key('device_id', 'seq'), to('device_id', 'device')],
  },
  {
    table: 'inspection',
    tenant: 'old.tenant_id',
    // The narrow columns stand first: the feed's query then never touches the pages of the wide ones.
    columns: [
      ...['id text NOT NULL', 'facility_id text NOT NULL', 'status text NOT NULL', 'kind text NOT NULL'],
      ...['date text NOT NULL', 'checklist_id text NOT NULL', 'checklist_version text NOT NULL'],
      ...['created_by text NOT NULL', 'created_by_name text NOT NULL', 'created_at integer NOT NULL'],
      ...['submitted_at integer', 'earned integer', 'max integer', 'grade text', 'tone text'],
      ...['critical_failures integer', 'seal_no integer', 'score text', 'head text NOT NULL', 'cells text NOT NULL'],
      ...['late text', 'signatures text', 'steps text'],
    ],
    keys: [
      key('id'),
      PROVINCE,
      to('facility_id', 'facility'),
      to('created_by', 'person', 'user_id'),
      'FOREIGN KEY (checklist_id, checklist_version) REFERENCES checklist (id, version)',
    ],
  },
  {
    table: 'answer_version',
    tenant: of('inspection', 'inspection_id'),
    columns: [
      ...['inspection_id text NOT NULL', 'item text NOT NULL', 'rev integer NOT NULL', 'answer text NOT NULL'],
      ...['reason text NOT NULL', 'device_id text NOT NULL', 'seq integer NOT NULL', 'kept_at integer NOT NULL'],
    ],
    keys: [key('inspection_id', 'item', 'device_id', 'seq'), to('inspection_id', 'inspection')],
  },
  {
    table: 'inspection_seal',
    tenant: of('inspection', 'inspection_id'),
    columns: [
      ...['inspection_id text NOT NULL', 'no integer NOT NULL', 'snapshot text NOT NULL', 'sha256 text NOT NULL'],
      ...['prev_sha256 text', 'kind text NOT NULL', 'by_user text NOT NULL', 'sealed_at integer NOT NULL'],
      'reason text',
    ],
    keys: [key('inspection_id', 'no'), to('inspection_id', 'inspection')],
  },
  {
    table: 'seal_witness',
    // It names no table: where somebody has taken the inspection away, its evidence stays all the same.
    tenant: `coalesce(${of('inspection', 'inspection_id')}, '')`,
    columns: [
      ...['inspection_id text NOT NULL', 'no integer NOT NULL', 'signed text NOT NULL', 'signature text'],
      ...['at_device real', 'clock text NOT NULL', 'receipt text NOT NULL', 'receipt_signature text NOT NULL'],
    ],
    keys: [key('inspection_id', 'no')],
  },
  {
    table: 'standing',
    tenant: 'old.tenant_id',
    columns: [
      ...['checklist_id text NOT NULL', 'kind text NOT NULL', 'quarter integer NOT NULL', 'facility_id text NOT NULL'],
      ...['next_quarter integer', 'inspection_id text NOT NULL', 'checklist_version text NOT NULL'],
      ...['date text NOT NULL', 'status text NOT NULL', 'visits integer NOT NULL', 'earned integer NOT NULL'],
      ...['max integer NOT NULL', 'tone text NOT NULL', 'critical_failures integer NOT NULL', 'grade text'],
      ...['signals text NOT NULL', 'position text', 'sections text NOT NULL', 'failed text NOT NULL'],
      ...['not_judged text NOT NULL', 'critical text NOT NULL'],
    ],
    keys: [key('checklist_id', 'kind', 'quarter', 'facility_id'), PROVINCE, to('facility_id', 'facility')],
  },
  {
    table: 'action_said',
    tenant: 'old.tenant_id',
    columns: [
      ...['inspection_id text NOT NULL', 'item text NOT NULL', 'facility_id text NOT NULL', 'plan text'],
      ...['follow_up text', 'steps text'],
    ],
    keys: [key('inspection_id', 'item'), to('inspection_id', 'inspection'), to('facility_id', 'facility')],
  },
  {
    table: 'water_sample',
    tenant: 'old.tenant_id',
    columns: ['inspection_id text NOT NULL', 'facility_id text NOT NULL', 'sample text NOT NULL'],
    keys: [key('inspection_id'), to('inspection_id', 'inspection'), to('facility_id', 'facility')],
  },
  {
    table: 'dead_letter',
    tenant: 'old.tenant_id',
    columns: [
      ...['hash text NOT NULL', 'user_id text NOT NULL', 'device_id text NOT NULL', 'body text NOT NULL'],
      'received_at integer NOT NULL',
    ],
    keys: [key('user_id', 'hash'), PROVINCE, to('user_id', 'person', 'user_id')],
  },
  {
    table: 'campaign',
    tenant: 'old.tenant_id',
    columns: [
      ...['id text NOT NULL', 'title text NOT NULL', 'kind text NOT NULL', 'period text', 'from_date text NOT NULL'],
      ...['until_date text NOT NULL', 'due text NOT NULL', 'selection text NOT NULL', 'checklists text NOT NULL'],
      ...['created_by text NOT NULL', 'created_at integer NOT NULL', 'closed_on text'],
      'version integer NOT NULL DEFAULT 1',
    ],
    keys: [key('id'), PROVINCE, to('created_by', 'person', 'user_id')],
  },
  {
    table: 'assignment',
    tenant: 'old.tenant_id',
    columns: [
      ...['id text NOT NULL', 'campaign_id text NOT NULL', 'kind text NOT NULL', 'facility_id text NOT NULL'],
      ...['checklist_id text NOT NULL', 'checklist_version text NOT NULL', 'withdrawn_ver integer'],
    ],
    keys: [
      key('id'),
      'UNIQUE (tenant_id, campaign_id, facility_id, checklist_id)',
      to('campaign_id', 'campaign'),
      to('facility_id', 'facility'),
      'FOREIGN KEY (checklist_id, checklist_version) REFERENCES checklist (id, version)',
    ],
  },
  {
    table: 'assignment_person',
    tenant: 'old.tenant_id',
    columns: ['assignment_id text NOT NULL', 'user_id text NOT NULL', 'name text NOT NULL', 'left_ver integer'],
    keys: [key('assignment_id', 'user_id'), to('assignment_id', 'assignment'), to('user_id', 'person', 'user_id')],
  },
  {
    table: 'photo',
    tenant: 'old.tenant_id',
    columns: [
      ...['inspection_id text NOT NULL', 'id text NOT NULL', 'item text NOT NULL', 'sha256 text NOT NULL'],
      ...['size integer NOT NULL', 'announced text NOT NULL', 'late integer NOT NULL', 'added_at integer NOT NULL'],
      ...['added_by text', 'removed_at integer'],
    ],
    keys: [key('inspection_id', 'id'), to('inspection_id', 'inspection'), to('added_by', 'person', 'user_id')],
  },
  {
    table: 'audit',
    // Its lines are the first part of the chain that goes on as that of no province.
    tenant: "''",
    columns: [
      ...['no integer NOT NULL', 'at integer NOT NULL', 'who text NOT NULL', 'what text NOT NULL'],
      ...['subject_kind text NOT NULL', 'subject_id text NOT NULL', 'detail text NOT NULL', 'prev_sha256 text'],
      'sha256 text NOT NULL',
    ],
    keys: [key('no'), 'UNIQUE (tenant_id, sha256)'],
  },
]

function made({ table, tenant, columns, keys }: Rebuilt): Statement[] {
  const names = columns.map((column) => column.split(' ')[0]).join(', ')
  // Renamed, a table takes along what refers to it.
  const parts = ['tenant_id text NOT NULL', ...columns, ...keys].join(', ')
  return [
    `CREATE TABLE new_${table} (${parts.replace(/REFERENCES (\w+) \(tenant_id/g, 'REFERENCES new_$1 (tenant_id')})`,
    `INSERT INTO new_${table} (tenant_id, ${names}) SELECT ${tenant}, ${names} FROM ${table} old`,
  ]
}

const neverChange: [table: string, why: string][] = [
  ['inspection_seal', 'a seal never changes'],
  ['seal_witness', 'the evidence of a seal never changes'],
  ['device_key', 'a registered key never changes'],
  ['audit', 'the audit log only grows'],
]

const statements: Statement[] = [
  ...rebuilt.flatMap(made),
  'CREATE TABLE new_audit_tail (tenant_id text NOT NULL PRIMARY KEY, no integer NOT NULL)',
  {
    sqlite: "INSERT INTO new_audit_tail SELECT '', seq FROM sqlite_sequence WHERE name = 'audit'",
    postgres: "INSERT INTO new_audit_tail SELECT '', no FROM audit_tail",
  },
  onPostgres('DROP TABLE audit_tail'),
  // Children first.
  ...rebuilt.toReversed().map(({ table }) => `DROP TABLE ${table}`),
  ...rebuilt.map(({ table }) => `ALTER TABLE new_${table} RENAME TO ${table}`),
  'ALTER TABLE new_audit_tail RENAME TO audit_tail',
  // Keys and checks are called as if the tables had always had these names.
  onPostgres(`DO $$ DECLARE made record; BEGIN
    FOR made IN SELECT conname, conrelid::regclass AS of FROM pg_constraint
      WHERE connamespace = current_schema()::regnamespace AND conname LIKE 'new\\_%' LOOP
      EXECUTE format('ALTER TABLE %s RENAME CONSTRAINT %I TO %I', made.of, made.conname, substr(made.conname, 5));
    END LOOP; END $$`),

  'CREATE INDEX facility_of_area ON facility (tenant_id, area_id)',
  'CREATE INDEX stay_in_area ON facility_stay (tenant_id, area_id)',
  'CREATE INDEX person_in_area ON person_area (tenant_id, area_id)',
  'CREATE INDEX device_of_tablet ON device (tenant_id, tablet)',
  'CREATE INDEX device_of_session ON device (tenant_id, session_id)',
  'CREATE INDEX lost_tablet ON lost (tablet)',
  'CREATE INDEX lost_session ON lost (session_sha256)',
  // Not unique: a copied profile may go on with a number it shares with its twin, and both edits are kept.
  'CREATE INDEX mutation_by_id ON mutation (tenant_id, id)',
  'CREATE INDEX mutation_of_inspection ON mutation (tenant_id, inspection_id)',
  'CREATE INDEX mutation_refused ON mutation (tenant_id, device_id) WHERE payload IS NOT NULL',
  'CREATE INDEX inspection_of_facility ON inspection (tenant_id, facility_id, date)',
  'CREATE INDEX inspection_of_author ON inspection (tenant_id, created_by)',
  'CREATE INDEX inspection_by_date ON inspection (tenant_id, date, id)',
  'CREATE INDEX photo_by_content ON photo (tenant_id, sha256)',
  'CREATE INDEX photo_by_id ON photo (tenant_id, id)',
  'CREATE INDEX dead_letter_by_time ON dead_letter (tenant_id, user_id, received_at)',
  `CREATE INDEX standing_of_facility ON standing (
    tenant_id, facility_id, checklist_id, kind, quarter, next_quarter, status, date, visits,
    earned, max, tone, critical_failures, inspection_id)`,
  `CREATE INDEX standing_line ON standing (
    tenant_id, checklist_id, kind, quarter, facility_id, next_quarter, status, date, visits,
    earned, max, tone, critical_failures, inspection_id)`,
  'CREATE INDEX campaign_of_province ON campaign (tenant_id, due)',
  'CREATE INDEX assignment_of_facility ON assignment (tenant_id, facility_id)',
  'CREATE INDEX assignment_of_person ON assignment_person (tenant_id, user_id)',
  'CREATE INDEX action_said_of_facility ON action_said (tenant_id, facility_id)',
  'CREATE INDEX water_sample_of_facility ON water_sample (tenant_id, facility_id)',
  'CREATE INDEX audit_by_subject ON audit (tenant_id, subject_id, what)',

  ...neverChange.flatMap(([table, why]) => [
    onPostgres(`DROP FUNCTION ${table}_never_changes`),
    ...forbidChanges(table, why),
  ]),
  {
    // INSERT OR REPLACE fires no trigger of DELETE.
    sqlite: `CREATE TRIGGER seal_witness_once BEFORE INSERT ON seal_witness
      WHEN EXISTS (SELECT 1 FROM seal_witness
        WHERE tenant_id = NEW.tenant_id AND inspection_id = NEW.inspection_id AND no = NEW.no)
      BEGIN SELECT RAISE(ABORT, 'the evidence of a seal never changes'); END`,
    postgres: 'SELECT 1',
  },
  onPostgres('DROP FUNCTION audit_goes_on'),
  // The first line of a province names one of another chain: that is looked at by whoever verifies.
  onPostgres(`CREATE FUNCTION audit_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.no <> (SELECT coalesce(max(no), 0) + 1 FROM audit WHERE tenant_id = NEW.tenant_id)
      OR NEW.no > 1 AND NEW.prev_sha256 IS DISTINCT FROM
        (SELECT sha256 FROM audit WHERE tenant_id = NEW.tenant_id AND no = NEW.no - 1)
      THEN RAISE EXCEPTION 'the audit log only grows'; END IF;
    INSERT INTO audit_tail VALUES (NEW.tenant_id, NEW.no)
      ON CONFLICT (tenant_id) DO UPDATE SET no = greatest(audit_tail.no, NEW.no);
    RETURN NEW;
  END $$`),
  {
    sqlite: `CREATE TRIGGER audit_in_order BEFORE INSERT ON audit
      WHEN NEW.no <> (SELECT coalesce(max(no), 0) + 1 FROM audit WHERE tenant_id = NEW.tenant_id)
        OR NEW.no > 1 AND NEW.prev_sha256 IS NOT
          (SELECT sha256 FROM audit WHERE tenant_id = NEW.tenant_id AND no = NEW.no - 1)
      BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END`,
    postgres: 'CREATE TRIGGER audit_in_order BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION audit_goes_on()',
  },
  {
    sqlite: `CREATE TRIGGER audit_tail_moves AFTER INSERT ON audit BEGIN
      INSERT INTO audit_tail VALUES (NEW.tenant_id, NEW.no)
        ON CONFLICT (tenant_id) DO UPDATE SET no = max(no, NEW.no); END`,
    postgres: 'SELECT 1',
  },

  'ALTER TABLE "user" ADD COLUMN "tenantId" text REFERENCES province (id)',
  'UPDATE "user" SET "tenantId" = (SELECT tenant_id FROM person WHERE person.user_id = "user".id)',
]

/** A chain for each province, from the end of the one that was for all. As `openChain` of storage/audit.ts does it. */
async function openChains(db: Kysely<unknown>): Promise<void> {
  const at = Date.now()
  const { rows: provinces } = await sql<{ id: string }>`SELECT id FROM province ORDER BY id`.execute(db)
  for (const { id } of provinces) {
    const { rows } = await sql<{ no: number; sha256: string }>`
      SELECT no, sha256 FROM audit WHERE tenant_id = '' ORDER BY no DESC LIMIT 1`.execute(db)
    const [last] = rows
    const line = { at, who: 'system', subject_kind: 'chain', subject_id: id, detail: canonicalJson({}) }
    const opened = {
      tenant_id: '',
      no: (last?.no ?? 0) + 1,
      ...line,
      what: 'chain.opened',
      prev_sha256: last?.sha256 ?? null,
    }
    await write(db, opened)
    await write(db, { tenant_id: id, no: 1, ...line, what: 'chain.started', prev_sha256: auditSha256(opened) })
  }
}

type Line = Parameters<typeof auditSha256>[0]

async function write(db: Kysely<unknown>, line: Line): Promise<void> {
  const row = { ...line, sha256: auditSha256(line) }
  await sql`INSERT INTO audit (${sql.join(Object.keys(row).map((name) => sql.ref(name)))})
    VALUES (${sql.join(Object.values(row))})`.execute(db)
}
