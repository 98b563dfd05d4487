import { expect, test } from 'vitest'
import { simulate } from './simulate.ts'
test('x', async () => {
  const from = Number(process.env.FROM ?? 1), n = Number(process.env.N ?? 5)
  const t = performance.now()
  for (let seed = from; seed < from + n; seed++) {
    const run = await simulate(seed)
    if (run.problems.length) { console.log(seed, run.problems.slice(0,6).join('\n')); if (process.env.TRACE) console.log(run.trace.join('\n')) }
  }
  console.log('ms/seed', (performance.now() - t) / n)
}, 600000)
