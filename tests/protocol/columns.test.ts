import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromColumns, toColumns } from '../../src/protocol/columns.ts'

const overTheLine = (value: unknown) => JSON.parse(JSON.stringify(value))

test('[P79] what is written in columns is read back, whatever it is', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(fromColumns(overTheLine(toColumns(value)))).toEqual(overTheLine(value))
    }),
  )
})

test('[P79] members keep their order, and names that look like others are not mixed up', () => {
  const value = [
    { b: 1, a: { '': [], '[]': [[], [null]], __proto__x: 0 } },
    { a: 1, b: [{ a: [] }, [{ 'a,b': -1 }]] },
    JSON.parse('{"__proto__": {"constructor": [true]}, "a\\u0000b": 1, "a": {"b": {}}}'),
  ]
  expect(JSON.stringify(fromColumns(overTheLine(toColumns(value))))).toBe(JSON.stringify(value))
})

test('[P79] a member that is undefined is not said, as in JSON', () => {
  expect(fromColumns(overTheLine(toColumns({ a: undefined, b: [undefined] })))).toEqual({ b: [null] })
})

test('[P79] what is no columns, or does not fit together, is not taken for a value', () => {
  const broken = [
    {},
    { shapes: [], columns: [] },
    { shapes: [], columns: [['', []]] },
    { shapes: [], columns: [['', [[0]]]] },
    { shapes: [['a']], columns: [['', [[0]]]] },
    { shapes: [], columns: [['', [[-2]]]] },
    { shapes: [], columns: [['', [[-5_000_000_000]]]] },
    {
      shapes: [['a']],
      columns: [
        ['', [[0]]],
        ['a', [[0]]],
      ],
    },
    { shapes: 1, columns: [['', [[0]]]] },
    { shapes: [], columns: 'x' },
  ]
  for (const each of broken) expect(() => fromColumns(each as never), JSON.stringify(each)).toThrow()
})
