import { sql } from 'kysely'
import type { Database } from '../../src/server/storage/schema.ts'
import { engine } from './test-database.ts'

/** What somebody does who may write the database past the server, on either engine. */

/** Takes triggers away, whatever tables they are on. */
export async function dropTriggers(db: Database, ...names: readonly string[]): Promise<void> {
  for (const name of names) {
    const on = engine === 'postgres' ? ` ON ${await tableOf(db, name)}` : ''
    await sql.raw(`DROP TRIGGER ${name}${on}`).execute(db)
  }
}

async function tableOf(db: Database, trigger: string): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    SELECT tgrelid::regclass::text AS name FROM pg_trigger WHERE tgname = ${trigger}`.execute(db)
  return rows[0]?.name ?? ''
}

/** The triggers of a table, or all of ours. */
export async function triggersOf(db: Database, table?: string): Promise<string[]> {
  const { rows } =
    engine === 'postgres'
      ? await sql<{ name: string; tbl_name: string }>`SELECT tgname AS name, tgrelid::regclass::text AS tbl_name
          FROM pg_trigger WHERE NOT tgisinternal`.execute(db)
      : await sql<{ name: string; tbl_name: string }>`
          SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'`.execute(db)
  return rows.filter(({ tbl_name }) => table === undefined || tbl_name === table).map(({ name }) => name)
}

/** From now on no row can be written into a table, until `no_more` is dropped. */
export async function refuseRows(db: Database, table: string): Promise<void> {
  if (engine === 'sqlite') {
    await sql.raw(`CREATE TRIGGER no_more BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'no'); END`).execute(db)
    return
  }
  await sql
    .raw(
      "CREATE OR REPLACE FUNCTION no_more() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$",
    )
    .execute(db)
  await sql.raw(`CREATE TRIGGER no_more BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION no_more()`).execute(db)
}

/** Names of all tables of ours, in order. */
export async function tablesOf(db: Database): Promise<string[]> {
  const { rows } =
    engine === 'postgres'
      ? await sql<{ name: string }>`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'
          ORDER BY tablename COLLATE "C"`.execute(db)
      : await sql<{ name: string }>`SELECT name FROM sqlite_master
          WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`.execute(db)
  return rows.map(({ name }) => name)
}

/** A JSON text with another text in one of its members. */
export function withMember(column: string, member: string, text: string): string {
  return engine === 'postgres'
    ? `jsonb_set(${column}::jsonb, '{${member}}', '"${text}"')::text`
    : `json_set(${column}, '$.${member}', '${text}')`
}

/** From now on the second row that is written into a table fails, as on a broken disk, until the plug is put back. */
export async function pullPlug(db: Database, table: string): Promise<{ putBack(): Promise<void> }> {
  await sql`CREATE TABLE pulled (n integer)`.execute(db)
  const fail = 'INSERT INTO pulled VALUES (1)'
  if (engine === 'postgres') {
    await sql
      .raw(`CREATE FUNCTION pull_plug() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${fail};
        IF (SELECT count(*) FROM pulled) >= 2 THEN RAISE EXCEPTION 'plug pulled'; END IF; RETURN NEW; END $$`)
      .execute(db)
    await sql
      .raw(`CREATE TRIGGER pull_plug BEFORE INSERT ON "${table}" FOR EACH ROW EXECUTE FUNCTION pull_plug()`)
      .execute(db)
  } else {
    await sql
      .raw(`CREATE TRIGGER pull_plug BEFORE INSERT ON "${table}" BEGIN ${fail};
        SELECT CASE WHEN (SELECT count(*) FROM pulled) >= 2 THEN RAISE(ABORT, 'plug pulled') END; END`)
      .execute(db)
  }
  return {
    async putBack() {
      await dropTriggers(db, 'pull_plug')
      await sql`DROP TABLE pulled`.execute(db)
      if (engine === 'postgres') await sql`DROP FUNCTION pull_plug`.execute(db)
    },
  }
}
