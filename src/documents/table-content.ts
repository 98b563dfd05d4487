import type { ContentTable, TableCell } from 'pdfmake/interfaces'
import { printable } from './letters.ts'
import { mm, type Sizes, TEXT_WIDTH } from './measures.ts'
import type { Cell, Column, Span, Table, Words } from './paper.ts'

type Run = { text: string; bold?: true; italics?: true; noWrap?: true }

/** Words as pdfmake takes them: every letter one that the fonts hold, no word too long to be broken. */
export function spans(words: Words): Run[] {
  return (typeof words === 'string' ? [words] : words).flatMap((span): Run[] => {
    const { text, ...style } = typeof span === 'string' ? { text: span } : span
    return breakable(printable(text)).map((part) => ({ ...style, text: part }))
  })
}

/** A line may end between the parts of what pdfmake would keep whole: a table would grow with it beyond the page. */
function breakable(text: string): string[] {
  return text.split(/(\S{31,})/).flatMap((part, index) => (index % 2 === 0 ? [part] : (part.match(/.{1,10}/gu) ?? [])))
}

/**
 * The same for a justified paragraph. pdfmake may break “5959/QĐ-BYT” at its strokes, and then
 * spreads the line at each of them as if they were spaces: such words are kept whole.
 */
export function wholeWords(words: Words): Run[] {
  return spans(words).flatMap(({ text, ...style }) =>
    text.split(/(?<=\s)(?=\S*[/-])|(?<=[/-]\S*\s)/).map((part) => {
      const isNumber = /^\S{1,30}\s?$/.test(part) && /[/-]/.test(part)
      return { ...style, text: part, ...(isNumber && { noWrap: true as const }) }
    }),
  )
}

/** A table whose rows stay whole and whose head comes again on each page. */
export function tableContent(table: Table, sizes: Sizes): ContentTable {
  const { columns, caption, total } = table
  const head = columns.map(
    ({ title }): TableCell => ({ text: printable(title), bold: true, alignment: 'center', fontSize: sizes.table }),
  )
  const rows = table.rows.flatMap((row) => splitRow(row, columns)).map((row) => rowContent(row, columns))
  return {
    table: {
      headerRows: caption === null ? 1 : 2,
      // A head alone at the foot of a page says nothing.
      keepWithHeaderRows: rows.length > 0 ? 1 : 0,
      dontBreakRows: true,
      widths: columns.map(({ width }) => (width === null ? '*' : mm(width))),
      body: [
        ...(caption === null ? [] : [captionRow(caption, columns.length)]),
        head,
        ...rows,
        ...(total ? [rowContent(total, columns)] : []),
      ],
    },
    layout: {
      hLineWidth: () => 0.5,
      vLineWidth: () => 0.5,
      paddingLeft: () => mm(1.2),
      paddingRight: () => mm(1.2),
      paddingTop: () => mm(sizes.padding),
      paddingBottom: () => mm(sizes.padding),
    },
    fontSize: sizes.table,
    lineHeight: 1.05,
    margin: [0, sizes.gap, 0, sizes.gap],
  }
}

function captionRow(caption: string, columns: number): TableCell[] {
  return [
    { text: printable(caption), bold: true, colSpan: columns, fillColor: '#eeeeee' },
    ...Array.from({ length: columns - 1 }, (): TableCell => ({})),
  ]
}

function rowContent(row: readonly Cell[], columns: readonly Column[]): TableCell[] {
  return row.map((cell, index) => ({
    stack: cell.map((words) => ({ text: spans(words), alignment: columns[index]?.align ?? 'left' })),
  }))
}

/** Lines that a row may have: about a third of a page. pdfmake cuts off a whole row that is higher than a page. */
const LINES = 16
/** Letters of the tables' size in a millimetre, on the narrow side. */
const LETTERS_PER_MM = 0.5

/** One row as several, none higher than `LINES`: what does not fit goes on below, in the same column. */
export function splitRow(row: readonly Cell[], columns: readonly Column[]): Cell[][] {
  const given = columns.reduce((sum, { width }) => sum + (width ?? 0), 0)
  const open = columns.filter(({ width }) => width === null).length
  const cells = row.map((cell, index) => {
    const width = columns[index]?.width ?? (TEXT_WIDTH - given) / Math.max(1, open)
    return splitCell(cell, Math.max(1, Math.floor(width * LETTERS_PER_MM)))
  })
  const height = Math.max(1, ...cells.map((parts) => parts.length))
  return Array.from({ length: height }, (_, part) => cells.map((parts) => parts[part] ?? ['']))
}

function splitCell(cell: Cell, lineLength: number): Cell[] {
  const parts: Cell[] = [[]]
  let left = LINES
  for (const words of cell) {
    for (const piece of pieces(words, lineLength * LINES)) {
      const lines = linesOf(piece, lineLength)
      if (lines > left) {
        parts.push([])
        left = LINES
      }
      parts.at(-1)?.push(piece)
      left -= lines
    }
  }
  return parts
}

function linesOf(words: Words, lineLength: number): number {
  return textOf(words)
    .split('\n')
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / lineLength)), 0)
}

function textOf(words: Words): string {
  return typeof words === 'string' ? words : words.map((span) => (typeof span === 'string' ? span : span.text)).join('')
}

/** A paragraph as pieces of at most so many letters and `LINES` lines, cut at spaces where there are any. */
function pieces(words: Words, most: number): Words[] {
  if (textOf(words).length <= most && !textOf(words).includes('\n')) return [words]
  const list: Span[] = typeof words === 'string' ? [words] : words
  return list.flatMap((span) => {
    const text = typeof span === 'string' ? span : span.text
    return text
      .split('\n')
      .flatMap((line) => chunks(line, most))
      .map((chunk): Words => (typeof span === 'string' ? chunk : [{ ...span, text: chunk }]))
  })
}

function chunks(text: string, most: number): string[] {
  if (text.length <= most) return text.trim() === '' ? [] : [text]
  const space = text.lastIndexOf(' ', most)
  // Never between the halves of a sign outside of the first plane.
  const cut = space > most / 2 ? space : /[\ud800-\udbff]/.test(text[most - 1] ?? '') ? most - 1 : most
  return [text.slice(0, cut), ...chunks(text.slice(cut).trimStart(), most)]
}
