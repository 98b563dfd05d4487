import { sql } from 'kysely'
import { expect } from 'vitest'
import { verify } from '../../src/server/commands/verify.ts'
import { rebuildStandings } from '../../src/server/overview/rebuild-standings.ts'
import { openDatabase } from '../../src/server/storage/database.ts'
import type { Acknowledged, Read } from './storm.ts'

/** What must hold after a storm, whatever was killed in it. */

/** Nobody missed anything, nothing came twice. */
export function holdReaders({ drafts, handedIn }: Acknowledged, seen: readonly Read[]): void {
  for (const { times, status } of seen) {
    const missed = [...drafts, ...handedIn].filter((id) => !times.has(id))
    const doubled = [...drafts, ...handedIn].filter((id) => (times.get(id) ?? 0) > 1)
    expect({ missed: missed.length, doubled: doubled.length }).toEqual({ missed: 0, doubled: 0 })
    expect(new Set([...handedIn].map((id) => status.get(id)))).toEqual(new Set(['submitted']))
    expect(new Set([...drafts].map((id) => status.get(id)))).toEqual(new Set(['draft']))
  }
}

/** Everything that was acknowledged is there once; chain and sums are whole. */
export async function holdDatabase(
  { mutations, handedIn }: Acknowledged,
  { database, dataDir, pictures = false }: { database: string; dataDir: string; pictures?: boolean },
): Promise<void> {
  const db = openDatabase(database)
  try {
    await hold()
  } finally {
    await db.destroy()
  }

  async function hold() {
    const rows = await db.selectFrom('mutation').select(['device_id', 'seq', 'id', 'outcome']).execute()
    const kept = new Map(rows.map((row) => [`${row.device_id}/${row.seq}`, row]))
    const lost = [...mutations].filter(([key, { id, outcome }]) => {
      const row = kept.get(key)
      return row?.id !== id || JSON.parse(row.outcome).o !== outcome
    })
    expect(lost).toEqual([])
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
    const { seals } = await db
      .selectFrom('inspection_seal')
      .select(({ fn }) => fn.countAll<number>().as('seals'))
      .executeTakeFirstOrThrow()
    expect(seals).toBeGreaterThanOrEqual(handedIn.size)
    const { rows: versions } = await sql<{ n: number; least: number; most: number; clock: number }>`
    SELECT count(*) AS n, min(feed.ver) AS least, max(feed.ver) AS most, max(tenant_clock.ver) AS clock
    FROM feed, tenant_clock`.execute(db)
    expect(versions[0]?.most).toBe(versions[0]?.clock)
    const lines: string[] = []
    expect(await verify({ database, dataDir, pictures }, (line) => lines.push(line)), lines.join('\n')).toBe(true)
    // The sums that were kept while everybody wrote are those that are made anew.
    const standings = () => db.selectFrom('standing').selectAll().orderBy('facility_id').orderBy('kind').execute()
    const before = await standings()
    await rebuildStandings(db)
    expect(before).toEqual(await standings())
  }
}
