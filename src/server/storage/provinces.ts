import { randomUUID } from 'node:crypto'
import { openChain } from './audit.ts'
import { checklistKey } from './checklists.ts'
import { publish } from './feed.ts'
import type { Database } from './schema.ts'

/** Ids of all provinces. None: nobody works here yet. */
export async function listProvinces(db: Database): Promise<string[]> {
  const rows = await db.selectFrom('province').select('id').orderBy('id').execute()
  return rows.map(({ id }) => id)
}

/**
 * A province (the top area) with its own clock and its own chain of the audit log; every checklist published so far
 * becomes visible in it. The transaction is alone in everything: it writes to two chains.
 */
export async function addProvince(trx: Database, province: { id: string; name: string }, now: number): Promise<void> {
  await trx.insertInto('province').values(province).execute()
  await openChain(trx, province.id, now)
  await trx.insertInto('tenant_clock').values({ tenant_id: province.id, ver: 0, epoch: randomUUID() }).execute()
  const checklists = await trx
    .selectFrom('checklist')
    .select(['id', 'version'])
    .orderBy('id')
    .orderBy('version')
    .execute()
  await publish(
    trx,
    province.id,
    checklists.map((row) => ({ entity: 'checklist', entityId: checklistKey(row) })),
  )
}

/** The province's clock: the newest `ver` and the epoch of its history. Throws where there is no such province. */
export async function readClock(db: Database, provinceId: string): Promise<{ ver: number; epoch: string }> {
  return db
    .selectFrom('tenant_clock')
    .select(['ver', 'epoch'])
    .where('tenant_id', '=', provinceId)
    .executeTakeFirstOrThrow()
}

/** Begins a province's history anew under another epoch. */
export async function setEpoch(trx: Database, provinceId: string, epoch: string): Promise<void> {
  await trx.updateTable('tenant_clock').set({ epoch }).where('tenant_id', '=', provinceId).execute()
}

/** The provinces of this id or name. Several only where two bear the same name. */
export async function provincesCalled(db: Database, idOrName: string): Promise<{ id: string; name: string }[]> {
  return db
    .selectFrom('province')
    .select(['id', 'name'])
    .where((eb) => eb.or([eb('id', '=', idOrName), eb('name', '=', idOrName)]))
    .orderBy('id')
    .execute()
}

/** Ids of the areas of a province that stand and hold facilities: those that people are given. */
export async function listAreas(db: Database, provinceId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('area')
    .select('id')
    .where('tenant_id', '=', provinceId)
    .where('valid_until', 'is', null)
    .where('kind', '!=', 'district')
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id)
}
