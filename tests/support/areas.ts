import type { Area } from '../../src/domain/area.ts'
import { writePlaces } from '../../src/server/storage/places.ts'
import type { Database } from '../../src/server/storage/schema.ts'

/** A commune right in its province, since 1 July 2025. */
export async function addArea(db: Database, area: { id: string; provinceId: string; name: string }): Promise<void> {
  const { id, provinceId, name } = area
  const from = '2025-07-01'
  const parents = [{ from, parentId: null }]
  const added: Area = { id, kind: 'commune', from, until: null, names: [{ from, name }], parents, became: [] }
  await writePlaces(db, provinceId, { areas: [], stays: [] }, { areas: [added], stays: [] })
}
