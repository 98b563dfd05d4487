import { sql } from 'kysely'
import type { Person } from '../../domain/people.ts'
import type { Database, FeedEntity } from './schema.ts'

type Published = { entity: FeedEntity; entityId: string }

/**
 * Moves entities to the front of a province's feed, each under its own `ver`.
 * Call it last in the transaction: from here to the commit the clock's row is
 * locked, so versions become visible in the order of their numbers.
 */
export async function publish(trx: Database, provinceId: string, rows: readonly Published[]): Promise<void> {
  if (rows.length === 0) return
  const { ver } = await trx
    .updateTable('tenant_clock')
    .set({ ver: sql`ver + ${rows.length}` })
    .where('tenant_id', '=', provinceId)
    .returning('ver')
    .executeTakeFirstOrThrow()
  const first = ver - rows.length + 1
  for (const [index, { entity, entityId }] of rows.entries()) {
    await trx
      .insertInto('feed')
      .values({ tenant_id: provinceId, ver: first + index, entity, entity_id: entityId })
      .onConflict((conflict) =>
        conflict.columns(['tenant_id', 'entity', 'entity_id']).doUpdateSet({ ver: first + index }),
      )
      .execute()
  }
}

export type FeedRow = Published & { ver: number }

/**
 * What a person may see of the feed after `pos`, oldest first. The same rule as
 * `reaches` and `mayRead` of domain/people.ts, in SQL; a test compares the two.
 *
 * The walk goes along (tenant, ver), so reading a view from its beginning passes
 * every row once, however many pages that makes.
 */
export async function readFeed(db: Database, person: Person, pos: number, limit: number): Promise<FeedRow[]> {
  const rows = await db
    .selectFrom('feed')
    .leftJoin('inspection', (join) =>
      join.onRef('inspection.id', '=', 'feed.entity_id').on('feed.entity', '=', 'inspection'),
    )
    .leftJoin('facility', (join) =>
      join.on((eb) =>
        eb(
          'facility.id',
          '=',
          eb
            .case()
            .when('feed.entity', '=', 'facility')
            .then(eb.ref('feed.entity_id'))
            .else(eb.ref('inspection.facility_id'))
            .end(),
        ),
      ),
    )
    .select(['feed.ver', 'feed.entity', 'feed.entity_id as entityId'])
    .where('feed.tenant_id', '=', person.provinceId)
    .where('feed.ver', '>', pos)
    .where((eb) => {
      const inReach = eb.or([
        ...(person.areaIds.length > 0 ? [eb('facility.area_id', 'in', person.areaIds)] : []),
        ...(person.facilityId === null ? [] : [eb('facility.id', '=', person.facilityId)]),
      ])
      return eb.or([
        eb('feed.entity', '=', 'checklist'),
        eb.and([eb('feed.entity', '=', 'facility'), inReach]),
        eb.and([
          eb('feed.entity', '=', 'inspection'),
          eb.or([
            eb('inspection.created_by', '=', person.id),
            eb.and([eb('inspection.status', '!=', 'draft'), inReach]),
          ]),
        ]),
      ])
    })
    .orderBy('feed.ver')
    .limit(limit)
    .execute()
  return rows
}
