import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { mutants } from './list.ts'

// What they are for is `npm run test:mutants`; here only that a changed source has not left one behind.
it.each(mutants)('the mutant "$name" still fits the sources', ({ edits }) => {
  for (const { file, find } of edits) expect(readFileSync(file, 'utf8').split(find), file).toHaveLength(2)
})

it('no two have the same name', () => {
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length)
})
