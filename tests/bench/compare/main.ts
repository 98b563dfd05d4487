import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describeMachine, installPeers, peerVersions } from './machine.ts'
import { type Comparison, type Effort, effortOf } from './measure.ts'
import { asMarkdown } from './table.ts'

/**
 * `npm run bench`: ours beside what a user would pick instead, on this machine, in this run.
 *
 * `-- <row> …` takes some of the comparisons, `--quick` small sizes and few runs, `--write` puts the tables into
 * docs/bench.md. What was found always lies in tests/bench/results as JSON.
 */
const rows: Record<string, () => Promise<(effort: Effort) => Promise<Comparison>>> = {
  push: async () => (await import('./push.ts')).comparePush,
  pull: async () => (await import('./pull.ts')).comparePull,
  form: async () => (await import('./form.ts')).compareForm,
  server: async () => (await import('./server.ts')).compareServer,
  overview: async () => (await import('./overview.ts')).compareOverview,
  photos: async () => (await import('./photos.ts')).comparePhotos,
}

const DOCUMENT = 'docs/bench.md'
const MARKS = ['<!-- figures: npm run bench -- --write -->', '<!-- end of figures -->'] as const

export async function main(args: readonly string[]): Promise<void> {
  const asked = args.filter((each) => !each.startsWith('-'))
  const unknown = asked.find((each) => !(each in rows))
  if (unknown) throw new Error(`no row is called ${unknown}: there are ${Object.keys(rows).join(', ')}`)
  installPeers()
  const isQuick = args.includes('--quick')
  const effort = effortOf(isQuick)
  const date = new Date().toISOString()
  const machine = describeMachine()
  const versions = peerVersions()
  console.log(
    `${machine}\n${Object.entries(versions)
      .map((each) => each.join(' '))
      .join(', ')}\n`,
  )
  const found: Record<string, Comparison> = {}
  for (const [name, load] of Object.entries(rows)) {
    if (asked.length > 0 && !asked.includes(name)) continue
    const begun = performance.now()
    const comparison = await (await load())(effort)
    found[name] = comparison
    console.log(`${asMarkdown(comparison)}\n\n(${((performance.now() - begun) / 1000).toFixed(0)} s)\n`)
  }
  mkdirSync('tests/bench/results', { recursive: true })
  const file = join('tests/bench/results', `${date.slice(0, 16).replace(':', '')}${isQuick ? '-quick' : ''}.json`)
  writeFileSync(file, `${JSON.stringify({ date, machine, versions, effort, found }, null, 1)}\n`)
  console.log(file)
  if (args.includes('--write')) writeTables({ date, machine, versions, effort, found })
}

type Result = {
  date: string
  machine: string
  versions: Record<string, string>
  effort: Effort
  found: Record<string, Comparison>
}

function writeTables({ date, machine, versions, effort, found }: Result): void {
  const text = readFileSync(DOCUMENT, 'utf8')
  const [from, to] = MARKS.map((mark) => text.indexOf(mark))
  if (from === undefined || to === undefined || from < 0 || to < from)
    throw new Error(`${DOCUMENT} has lost the marks between which the tables stand`)
  const head = [
    `${date.slice(0, 10)}, ${machine}. Medians of ${effort.runs} runs after ${effort.warmUps} that did not count${effort.isQuick ? ' (**quick**: small sizes, only to show that it works)' : ''}. In brackets: how often ours.`,
    `Peers: ${Object.entries(versions)
      .map((each) => each.join(' '))
      .join(', ')}.`,
  ]
  const tables = [...head, ...Object.values(found).map(asMarkdown)].join('\n\n')
  writeFileSync(DOCUMENT, `${text.slice(0, from)}${MARKS[0]}\n\n${tables}\n\n${text.slice(to)}`)
}
