import { readFileSync, writeFileSync } from 'node:fs'
import type { Result } from './main.ts'
import { effortInWords } from './measure.ts'
import { asMarkdown } from './table.ts'

const DOCUMENT = 'docs/bench.md'

/** Puts the tables of one row where the document has its place; every other place stays as it is. */
export function writeFigures(name: string, { peers, effort, rows }: Result): void {
  const found = rows[name]
  if (!found) throw new Error(`row ${name} found nothing`)
  const text = readFileSync(DOCUMENT, 'utf8')
  const [begin, end] = [`<!-- figures of ${name} -->`, `<!-- end of ${name} -->`]
  const from = text.indexOf(begin)
  const to = text.indexOf(end)
  if (from < 0 || to < from) throw new Error(`${DOCUMENT} has no place for row ${name}: ${begin} … ${end}`)
  const head = `${found.begun.slice(0, 16).replace('T', ' ')} UTC, ${found.seconds} s, ${effortInWords(effort)}. ${found.machine}. Peers: ${peers}. In brackets: how often ours.`
  writeFileSync(DOCUMENT, `${text.slice(0, from)}${begin}\n\n${head}\n\n${asMarkdown(found)}\n\n${text.slice(to)}`)
}
