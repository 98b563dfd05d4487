import 'fake-indexeddb/auto'
import { parseArgs } from 'node:util'
import { simulate } from './simulate.ts'

/** @returns the exit code */
export async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { seed: { type: 'string' }, seeds: { type: 'string' }, from: { type: 'string' }, twice: { type: 'boolean' } },
  })
  if (values.seed !== undefined) return replay(Number(values.seed))
  const from = Number(values.from ?? 1)
  if (values.twice) { for (let s = from; s < from + 30; s++) { const [a, b] = [await simulate(s), await simulate(s)]; const at = a.trace.findIndex((l, i) => l !== b.trace[i]); if (at >= 0) console.log(s, at, a.trace.slice(at-3, at+2), b.trace.slice(at-3,at+2)) } return 0 }
  return runMany(from, Number(values.seeds ?? 300))
}

async function replay(seed: number): Promise<number> {
  const { trace, problems } = await simulate(seed)
  console.log(trace.join('\n'))
  console.log(problems.length === 0 ? `seed ${seed}: everything holds` : problems.join('\n'))
  return problems.length === 0 ? 0 : 1
}

async function runMany(from: number, count: number): Promise<number> {
  const failing: number[] = []
  const begun = performance.now()
  const perSecond = (done: number) => (done / ((performance.now() - begun) / 1000)).toFixed(1)
  for (let done = 1; done <= count; done++) {
    const seed = from + done - 1
    const problems = await problemsOf(seed)
    if (problems.length > 0) {
      failing.push(seed)
      console.log(`seed ${seed}: ${problems.length} problems`)
      for (const problem of problems.slice(0, 3)) console.log(`  ${problem}`)
    }
    if (done % 500 === 0) console.log(`${done} seeds, ${failing.length} failing, ${perSecond(done)} per second`)
  }
  console.log(`${count} seeds from ${from}, ${perSecond(count)} per second, failing: ${failing.join(' ') || 'none'}`)
  return failing.length === 0 ? 0 : 1
}

async function problemsOf(seed: number): Promise<string[]> {
  try {
    return (await simulate(seed)).problems
  } catch (error) {
    return [`the simulation itself broke: ${error instanceof Error ? error.stack : error}`]
  }
}
