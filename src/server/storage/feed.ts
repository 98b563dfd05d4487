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
  const first = await takeVersions(trx, provinceId, rows.length)
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

/** So many versions of a province's clock for what the transaction changes. @returns the first of them */
export async function takeVersions(trx: Database, provinceId: string, count: number): Promise<number> {
  const { ver } = await trx
    .updateTable('tenant_clock')
    .set({ ver: sql`ver + ${count}` })
    .where('tenant_id', '=', provinceId)
    .returning('ver')
    .executeTakeFirstOrThrow()
  return ver - count + 1
}

/** Of the feed the assignments, or all else; up to a version. */
export type FeedPart = 'all' | { assignments: boolean; upTo?: number }

export type FeedRow = Published & { ver: number }

/**
 * What a person may see of the feed after `pos`, oldest first. The same rule as
 * `reaches` and `mayRead` of domain/people.ts and `isAssignedTo` of
 * domain/campaign/campaign.ts, in SQL; tests compare them.
 *
 * The walk goes along (tenant, ver), so reading a view from its beginning passes
 * every row once, however many pages that makes.
 */
export async function readFeed(
  db: Database,
  person: Person,
  pos: number,
  limit: number,
  only: FeedPart = 'all',
): Promise<FeedRow[]> {
  let query = db
    .selectFrom('feed')
    .leftJoin('inspection', (join) =>
      join
        .onRef('inspection.tenant_id', '=', 'feed.tenant_id')
        .onRef('inspection.id', '=', 'feed.entity_id')
        .on('feed.entity', '=', 'inspection'),
    )
    .leftJoin('assignment', (join) =>
      join
        .onRef('assignment.tenant_id', '=', 'feed.tenant_id')
        .onRef('assignment.id', '=', 'feed.entity_id')
        .on('feed.entity', '=', 'assignment'),
    )
    .leftJoin('facility', (join) =>
      join
        .onRef('facility.tenant_id', '=', 'feed.tenant_id')
        .on((eb) =>
          eb(
            'facility.id',
            '=',
            eb
              .case()
              .when('feed.entity', '=', 'facility')
              .then(eb.ref('feed.entity_id'))
              .when('feed.entity', '=', 'assignment')
              .then(eb.ref('assignment.facility_id'))
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
        eb.and([
          eb('feed.entity', '=', 'assignment'),
          eb('assignment.withdrawn_ver', 'is', null),
          inReach,
          eb.or([
            ...(person.facilityId === null
              ? []
              : [eb.and([eb('assignment.kind', '=', 'selfAssessment'), eb('facility.id', '=', person.facilityId)])]),
            eb.exists(
              eb
                .selectFrom('assignment_person')
                .select('assignment_person.user_id')
                .whereRef('assignment_person.tenant_id', '=', 'assignment.tenant_id')
                .whereRef('assignment_person.assignment_id', '=', 'assignment.id')
                .where('assignment_person.user_id', '=', person.id)
                .where('assignment_person.left_ver', 'is', null),
            ),
          ]),
        ]),
      ])
    })
  if (only !== 'all') query = query.where('feed.entity', only.assignments ? '=' : '!=', 'assignment')
  if (only !== 'all' && only.upTo !== undefined) query = query.where('feed.ver', '<=', only.upTo)
  return query.orderBy('feed.ver').limit(limit).execute()
}
