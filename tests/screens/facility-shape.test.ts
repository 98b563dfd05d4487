import { describe, expect, it } from 'vitest'
import type { Facts } from '../../src/domain/facts.ts'
import {
  type FacilityForm,
  facilityShape,
  formOf,
  mergeForms,
  saidOf,
} from '../../src/screens/admin/places/facility-shape.ts'
import { facilities } from '../../src/server/demonstration-data.ts'
import { facts, wastewater } from '../support/builders.ts'

const facility = (known: Facts) => ({ name: 'Trạm', address: '', facts: known, position: { lat: -8.5, lon: 104.123 } })

describe('a facility as a form', () => {
  it('is the same facility again, whatever is known of it', () => {
    const limits = [{ parameter: 'cua-tuong-lai', min: '12.125', max: null }]
    const permit = { number: 'GP', maxFlow: '1234.5', monitoringEveryMonths: 3, limits }
    const all: Facts[] = [
      ...facilities.map((each) => each.facts),
      facts({ region: 'vùng mới', zone: 3, zoneDecision: { number: '1', date: '2025-01-01' } }),
      facts({ wastewater: wastewater({ flow: '3.125', permit }) }),
    ]
    for (const known of all) {
      const form = formOf(facility(known))
      expect(facilityShape.safeParse(form).error?.issues).toBeUndefined()
      expect(saidOf(form)).toEqual(facility(known))
    }
  })

  it.each<[Partial<FacilityForm>, string]>([
    [{ beds: '2,5' }, 'beds'],
    [{ zone: '1', zoneNumber: '12/QĐ' }, 'zoneDate'],
    [{ zone: '1', zoneDate: '2025-01-01' }, 'zoneNumber'],
    [{ lat: '91', lon: '1' }, 'lat'],
    [{ lat: '', lon: '104' }, 'lat'],
    [{ lat: '21', lon: '' }, 'lon'],
    [{ flow: '3.000' }, 'flow'],
    [{ flow: '-1' }, 'flow'],
    [{ monitoring: '0' }, 'monitoring'],
    [{ operatingSince: '0202-01-01' }, 'operatingSince'],
    [{ permit: 'held', permitNumber: ' ' }, 'permitNumber'],
    [{ permit: 'held', limits: [{ parameter: '', min: '1', max: '' }] }, 'limits.0.parameter'],
    [{ permit: 'held', limits: [{ parameter: 'ph', min: '', max: '' }] }, 'limits.0.max'],
    [
      {
        permit: 'held',
        limits: [
          { parameter: 'ph', min: '9', max: '10' },
          { parameter: 'ph', min: '1', max: '' },
        ],
      },
      'limits.1.parameter',
    ],
    [{ permit: 'held', limits: [{ parameter: 'ph', min: '10', max: '9' }] }, 'limits.0.max'],
  ])('%j is refused at %s', (change, path) => {
    const form = { ...formOf(facility(facts({ wastewater: wastewater() }))), permitNumber: 'GP', ...change }
    const paths = facilityShape.safeParse(form).error?.issues.map((issue) => issue.path.join('.'))
    expect(paths).toEqual([path])
  })

  it('of two who change it: what only the other one changed is taken, what was typed stays', () => {
    const base = formOf(facility(facts()))
    const theirs = { ...base, name: 'Của họ', beds: '1', address: 'Cả hai' }
    const typed = { ...base, zone: '2', address: 'Của tôi' }
    expect(mergeForms(base, theirs, typed)).toEqual({ ...theirs, zone: '2', address: 'Của tôi' })
  })
})
