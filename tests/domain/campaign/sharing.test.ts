import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Sharing, shareOut, sharings } from '../../../src/domain/campaign/sharing.ts'

const areas = ['xa-1', 'xa-2', 'xa-3']
const places = fc.uniqueArray(fc.record({ id: fc.string({ minLength: 1 }), areaId: fc.constantFrom(...areas) }), {
  selector: ({ id }) => id,
  maxLength: 40,
})
const people = fc.uniqueArray(fc.record({ id: fc.string({ minLength: 1 }), areaIds: fc.subarray(areas) }), {
  selector: ({ id }) => id,
  maxLength: 6,
})
const how: fc.Arbitrary<Sharing> = fc.constantFrom(...sharings)

it('sends nobody where they may not go, and leaves nothing undone that somebody could do', () => {
  fc.assert(
    fc.property(places, people, how, (list, goers, sharing) => {
      const shares = shareOut(list, goers, sharing)
      for (const { id, areaId } of list) {
        const able = goers.filter(({ areaIds }) => areaIds.includes(areaId)).map((each) => each.id)
        const sent = shares.get(id) ?? []
        expect(sent.every((each) => able.includes(each))).toBe(true)
        expect(sent).toHaveLength(sharing === 'together' ? able.length : Math.min(1, able.length))
      }
    }),
  )
})

it('shared out among people with the same areas nobody has more than one beyond another', () => {
  fc.assert(
    fc.property(places, fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 6 }), (list, ids) => {
      const shares = shareOut(
        list,
        ids.map((id) => ({ id, areaIds: areas })),
        'shared',
      )
      const loads = ids.map((id) => [...shares.values()].filter((sent) => sent[0] === id).length)
      expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1)
    }),
  )
})
