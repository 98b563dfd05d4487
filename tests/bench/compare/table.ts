import { type Comparison, median, type Series } from './measure.ts'

/** Comparisons as Markdown: of each series a table of medians, a line a contender, a column a size. */
export function asMarkdown({ title, how, series, aims }: Comparison): string {
  const parts = [`**${title}**`, how.map((line) => `- ${line}`).join('\n')]
  for (const each of series) parts.push(tableOf(each))
  if (aims.length > 0) {
    const lines = aims.map(
      ({ what, wanted, found, isMet }) => `| ${what} | ${wanted} | ${found} | ${isMet ? 'met' : '**not met**'} |`,
    )
    parts.push(['| aim | wanted | found | |', '|---|---|---|---|', ...lines].join('\n'))
  }
  return parts.join('\n\n')
}

function tableOf({ what, unit, of, sizes: asMeasured }: Series): string {
  const sizes = asMeasured.toSorted((a, b) => a.size - b.size)
  const contenders = [...new Set(sizes.flatMap(({ runs }) => Object.keys(runs)))]
  const head = `| ${what}, ${unit} | ${sizes.map(({ size }) => `${size.toLocaleString('en')} ${of}`).join(' | ')} |`
  const lines = contenders.map((contender) => {
    const cells = sizes.map(({ runs }) => cellOf(runs, contender))
    return `| ${contender} | ${cells.join(' | ')} |`
  })
  return [head, `|---|${sizes.map(() => '---:|').join('')}`, ...lines].join('\n')
}

/** The median, and how often that of ours. */
function cellOf(runs: Readonly<Record<string, number[]>>, contender: string): string {
  const mine = runs[contender]
  if (!mine) return '–'
  const value = median(mine)
  const ours = runs.ours && median(runs.ours)
  return contender === 'ours' || !ours ? shown(value) : `${shown(value)} (${shown(value / ours)}×)`
}

function shown(value: number): string {
  if (!Number.isFinite(value)) return '–'
  if (value >= 1000) return Math.round(value).toLocaleString('en')
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)
}
