import { type Deadline, defaultDeadlines } from '../../domain/campaign/deadlines.ts'
import type { Database } from './schema.ts'

/** By when the reports of a province are due: as it has said itself, else as they stand for everybody. */
export async function readDeadlines(db: Database, tenantId: string): Promise<Deadline[]> {
  const rows = await db.selectFrom('report_deadline').selectAll().where('tenant_id', '=', tenantId).execute()
  return defaultDeadlines.map((usual) => {
    const own = rows.find(({ months }) => months === usual.months)
    if (!own) return usual
    return { months: own.months, before: own.before_day, nextYear: own.next_year === 1, source: own.source }
  })
}

export async function keepDeadlines(trx: Database, tenantId: string, deadlines: readonly Deadline[]): Promise<void> {
  for (const { months, before, nextYear, source } of deadlines) {
    const said = { before_day: before, next_year: nextYear ? 1 : 0, source }
    await trx
      .insertInto('report_deadline')
      .values({ tenant_id: tenantId, months, ...said })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'months']).doUpdateSet(said))
      .execute()
  }
}
