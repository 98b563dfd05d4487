import { expect, test } from 'vitest'
import { rights } from '../../src/server/routes/rights.ts'
import { fuzz } from '../fuzz/fuzz.ts'

// A tenth of `npm run fuzz`.
const COUNT = 20_000

test('20,000 faulty requests to every route: none brings the server down, and no record changes', async () => {
  const { problems, asked, statuses } = await fuzz(1, COUNT)
  expect(problems).toEqual([])
  for (const name of Object.keys(rights)) expect([name, (asked[name] ?? 0) > COUNT / 200]).toEqual([name, true])
  // They got as far as the rules: refused for their shape, their sign-in, their rights and their absence.
  for (const status of [400, 401, 403, 404, 422])
    expect([status, (statuses[status] ?? 0) > 100]).toEqual([status, true])
}, 180_000)
