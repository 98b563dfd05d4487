import { sql } from 'kysely'
import { engineOf, hasTable } from './dialect.ts'
import { MOVED_TO } from './hold-file.ts'
import type { Database } from './schema.ts'
import { settingOf } from './settings.ts'

/**
 * How far a move to PostgreSQL has come. On PostgreSQL a table of one row, made by
 * the move and by no migration; in the file a setting, written when the move is over.
 */
export type Move = {
  /** What every table held when the move left it (JSON); null before the first copy is whole. */
  content: string | null
  /** Whether it was copied from a file that nobody wrote any more. */
  isFinal: boolean
}

/** How far the move into this PostgreSQL has come; null where nothing was ever moved into it. */
export async function moveInto(db: Database): Promise<Move | null> {
  if (!(await hasTable(db, 'moved_here'))) return null
  const { rows } = await sql<{ content: string | null; final: number }>`SELECT content, final FROM moved_here`.execute(
    db,
  )
  const [row] = rows
  return row ? { content: row.content, isFinal: row.final === 1 } : null
}

/** Claims a PostgreSQL in which there is nothing at all. */
export async function beginMove(db: Database): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`CREATE TABLE moved_here (content text, final bigint NOT NULL)`.execute(trx)
    await sql`INSERT INTO moved_here VALUES (NULL, 0)`.execute(trx)
  })
}

/** Notes what the move leaves, in the transaction that copied it. */
export async function noteMove(trx: Database, { content, isFinal }: Move): Promise<void> {
  await sql`UPDATE moved_here SET content = ${content}, final = ${isFinal ? 1 : 0}`.execute(trx)
}

/** Whether there is any table here. */
export async function isBare(db: Database): Promise<boolean> {
  const { rows } = await sql`SELECT 1 FROM pg_tables WHERE schemaname = current_schema() LIMIT 1`.execute(db)
  return rows.length === 0
}

/**
 * Why no server may serve from here: the data went elsewhere (`away`), or this is a
 * copy to try, which lacks what the file has taken since (`trial`). Null: it may.
 */
export async function reasonNotToServe(db: Database): Promise<{ is: 'away'; to: string } | { is: 'trial' } | null> {
  if (engineOf(db) === 'postgres') {
    const move = await moveInto(db)
    return move && !move.isFinal ? { is: 'trial' } : null
  }
  const to = (await hasTable(db, 'setting')) ? await settingOf(db, MOVED_TO) : null
  return to === null ? null : { is: 'away', to }
}
