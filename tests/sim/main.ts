import 'fake-indexeddb/auto'
import { parseArgs } from 'node:util'
import { simulate } from './simulate.ts'

/** @returns the exit code */
export async function main(args: string[]): Promise<number> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ args, options: { seed: text, seeds: text, from: text, first: { type: 'boolean' } } })
  if (values.seed !== undefined) return replay(Number(values.seed))
  return runMany(Number(values.from ?? 1), Number(values.seeds ?? 300), values.first ?? false)
}

async function replay(seed: number): Promise<number> {
  const { trace, problems } = await simulate(seed)
  console.log(trace.join('\n'))
  console.log(problems.length === 0 ? `seed ${seed}: everything holds` : problems.join('\n'))
  return problems.length === 0 ? 0 : 1
}

async function runMany(from: number, count: number, stopsAtFirst: boolean): Promise<number> {
  const failing: number[] = []
  const begun = performance.now()
  const perSecond = (done: number) => (done / ((performance.now() - begun) / 1000)).toFixed(1)
  for (let done = 1; done <= count; done++) {
    const seed = from + done - 1
    const { problems } = await simulate(seed)
    if (problems.length > 0) {
      failing.push(seed)
      console.log(`seed ${seed}: ${problems.length} problems`)
      for (const problem of problems.slice(0, 3)) console.log(`  ${problem}`)
      if (stopsAtFirst) return 1
    }
    if (done % 100 === 0) console.log(`${done} seeds, ${failing.length} failing, ${perSecond(done)} per second`)
  }
  console.log(`${count} seeds from ${from}, ${perSecond(count)} per second, failing: ${failing.join(' ') || 'none'}`)
  return failing.length === 0 ? 0 : 1
}
