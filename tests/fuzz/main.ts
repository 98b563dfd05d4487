import { parseArgs } from 'node:util'
import { fuzz } from './fuzz.ts'

/** @returns the exit code */
export async function main(args: string[]): Promise<number> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ args, options: { seed: text, count: text } })
  const seed = Number(values.seed ?? 1)
  const count = Number(values.count ?? 200_000)
  const begun = performance.now()
  const { problems, statuses, asked, heap } = await fuzz(seed, count)
  const seconds = (performance.now() - begun) / 1000
  const perRoute = Object.values(asked)
  console.log(
    `${count} requests from seed ${seed} in ${seconds.toFixed(1)} s, ${(count / seconds).toFixed(0)} per second`,
  )
  console.log(`${perRoute.length} routes, each asked at least ${Math.min(...perRoute)} times`)
  console.log(`statuses: ${JSON.stringify(statuses)}`)
  console.log(`heap in MB, tenth by tenth: ${heap.join(' ')}`)
  console.log(problems.length === 0 ? 'no 5xx, and no record has changed' : problems.join('\n'))
  return problems.length === 0 ? 0 : 1
}
