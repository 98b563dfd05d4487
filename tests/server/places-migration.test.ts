import { expect, test } from 'vitest'
import { areaOfFacility } from '../../src/domain/area.ts'
import { openDatabase } from '../../src/server/storage/database.ts'
import { findFacility } from '../../src/server/storage/facilities.ts'
import { migrate, migratorOf } from '../../src/server/storage/migrations.ts'
import { readPlaces } from '../../src/server/storage/places.ts'
import { facts } from '../support/builders.ts'

test('what was there before areas had dates has stood since 1 July 2025, and every facility has lain in its area since then', async () => {
  const db = openDatabase(':memory:')
  await migratorOf(db).migrateTo('006-audit')
  await db.insertInto('province').values({ id: 'p', name: 'Tỉnh Cũ' }).execute()
  const names = ['Xã Suối Mơ', 'Phường Hoa Ban', 'Đặc khu Hòn Xa']
  for (const name of names) {
    const row = { id: name, province_id: 'p', name }
    await db
      .insertInto('area')
      .values(row as never)
      .execute()
  }
  const known = facts({ type: 'communeStation' })
  const row = { id: 'tram', province_id: 'p', area_id: 'Xã Suối Mơ', name: 'Trạm', address: 'Thôn', demonstration: 0 }
  await db
    .insertInto('facility')
    .values({ ...row, facts: JSON.stringify(known) } as never)
    .execute()

  await migrate(db)
  const found = await readPlaces(db, 'p')
  const from = '2025-07-01'
  expect(found.areas.map(({ id, kind }) => [id, kind])).toEqual(
    expect.arrayContaining([
      ['Xã Suối Mơ', 'commune'],
      ['Phường Hoa Ban', 'ward'],
      ['Đặc khu Hòn Xa', 'specialZone'],
    ]),
  )
  for (const area of found.areas) {
    const whole = {
      from,
      until: null,
      names: [{ from, name: area.id }],
      parents: [{ from, parentId: null }],
      became: [],
    }
    expect(area).toMatchObject(whole)
  }
  expect([areaOfFacility(found, 'tram', '2025-06-30'), areaOfFacility(found, 'tram', from)?.id]).toEqual([
    null,
    'Xã Suối Mơ',
  ])
  // To the letter what devices have had: their weekly digests agree.
  expect(await findFacility(db, 'p', 'tram')).toEqual({
    id: 'tram',
    name: 'Trạm',
    areaId: 'Xã Suối Mơ',
    areaName: 'Xã Suối Mơ',
    address: 'Thôn',
    demonstration: false,
    facts: known,
  })
  await db.destroy()
})
