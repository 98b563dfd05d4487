import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { writeFigures } from './document.ts'
import { describeMachine, installPeers } from './machine.ts'
import { type Comparison, type Effort, effortInWords, effortOf } from './measure.ts'
import { asMarkdown } from './table.ts'

/** One comparison, and on what and when it was made. */
export type Found = Comparison & { begun: string; machine: string; seconds: number }

/** What `tests/bench/results/` keeps of a run. */
export type Result = { peers: string; effort: Effort; rows: Record<string, Found> }

/** A row is loaded when it is its turn: it may build and start things while it loads. */
const rows: Record<string, () => Promise<(effort: Effort) => Promise<Comparison>>> = {
  push: async () => (await import('./push.ts')).comparePush,
  pull: async () => (await import('./pull.ts')).comparePull,
  form: async () => (await import('./form.ts')).compareForm,
  server: async () => (await import('./server.ts')).compareServer,
  overview: async () => (await import('./overview.ts')).compareOverview,
  photos: async () => (await import('./photos.ts')).comparePhotos,
}

/**
 * `npm run bench`: ours beside what a user would pick instead, on this machine, in this run.
 *
 * `-- --row form` (as often as wanted) takes some of the rows, `--quick` small sizes and one run, `--runs 5` so many
 * runs, `--write` puts the tables into docs/bench.md. What was found lies in tests/bench/results as JSON, from the first row on.
 */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      row: { type: 'string', multiple: true, default: [] },
      quick: { type: 'boolean', default: false },
      runs: { type: 'string' },
      write: { type: 'boolean', default: false },
    },
  })
  const unknown = values.row.find((name) => !(name in rows))
  if (unknown !== undefined) throw new Error(`no row is called ${unknown}: there are ${Object.keys(rows).join(', ')}`)
  const asked = values.row.length > 0 ? values.row : Object.keys(rows)
  // Vite took this process for one that serves files while they are written, and would build the peers' pages for that.
  process.env.NODE_ENV = 'production'
  const result: Result = { peers: installPeers(), effort: effortOf(values.quick, runsIn(values.runs)), rows: {} }
  console.log(`Peers: ${result.peers}\n${effortInWords(result.effort)}\n`)
  mkdirSync('tests/bench/results', { recursive: true })
  const file = join(
    'tests/bench/results',
    `${new Date().toISOString().slice(0, 16).replace(':', '')}${values.quick ? '-quick' : ''}.json`,
  )
  for (const [name, load] of Object.entries(rows)) {
    if (!asked.includes(name)) continue
    const found = await compare(load, result.effort)
    result.rows[name] = found
    console.log(`${found.begun}, ${found.machine}\n\n${asMarkdown(found)}\n\n(${found.seconds} s)\n`)
    writeFileSync(file, `${JSON.stringify(result, null, 1)}\n`)
    if (values.write) writeFigures(name, result)
  }
  console.log(file)
}

function runsIn(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const runs = Number(text)
  if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs ${text}: a number of runs, 1 or more`)
  return runs
}

async function compare(load: (typeof rows)[string], effort: Effort): Promise<Found> {
  const begun = new Date().toISOString()
  const machine = describeMachine()
  const from = performance.now()
  const comparison = await (await load())(effort)
  return { ...comparison, begun, machine, seconds: Math.round((performance.now() - from) / 1000) }
}
