import { expect, test } from 'vitest'
import { facilityTypes, factsSchema } from '../../src/domain/facts.ts'
import { accounts, areas, facilities, NOTICE, PROVINCE } from '../../src/server/demonstration-data.ts'

test('everything invented says so', () => {
  expect(PROVINCE.name).toContain('Minh Họa')
  expect(NOTICE).toContain('hư cấu')
  for (const { name } of [...facilities, ...accounts]) expect(name).toMatch(/\(minh họa\)$/)
})

test('it holds every type of facility, and facts that fit the schema', () => {
  expect(new Set(facilities.map(({ facts }) => facts.type))).toEqual(new Set(facilityTypes))
  for (const { facts } of facilities) expect(factsSchema.parse(facts)).toEqual(facts)
  expect(new Set(facilities.map(({ id }) => id)).size).toBe(facilities.length)
})

test('every way in which wastewater limits are decided occurs', () => {
  const hospitals = facilities.filter(({ facts }) => facts.type === 'hospital').map(({ facts }) => facts)
  expect(hospitals.map(({ beds }) => beds)).toEqual(expect.arrayContaining([120, 299, 300]))
  const water = hospitals.map(({ wastewater }) => wastewater)
  for (const receivingWater of ['waterSupply', 'publicSewer', 'otherWater', 'centralPlant'] as const) {
    expect(water.some((known) => known?.receivingWater === receivingWater)).toBe(true)
  }
  expect(water.some((known) => known?.usesRadioactiveSources)).toBe(true)
  expect(water.some((known) => known?.treatsInfectious)).toBe(true)
  expect(water.some((known) => (known?.operatingSince ?? '') >= '2026')).toBe(true)
  expect(water.some((known) => (known?.permit?.limits.length ?? 0) > 0)).toBe(true)
})

test('one account for each role, each reaching what it should', () => {
  const reach = Object.fromEntries(
    accounts.map(({ username, areaIds, facilityId }) => [username, [areaIds.length, facilityId]]),
  )
  expect(reach).toEqual({
    kiemtra: [3, null],
    coso: [0, 'demo-tyt-suoi-mo'],
    giamsat: [areas.length, null],
    quantri: [areas.length, null],
  })
})
