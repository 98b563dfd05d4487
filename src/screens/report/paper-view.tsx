import { Fragment, type ReactNode } from 'react'
import type { Block, Cell, Table, Words } from '../../documents/paper.ts'
import { TableBox } from '../../ui/table-box.tsx'
import css from './report.module.css'

/** The body of a paper on a screen: the same words in the same order as on paper. */
export function PaperView({ blocks }: { blocks: readonly Block[] }) {
  let under = ''
  return keyed(blocks.flatMap(apart)).map(([key, block]) => {
    if (block.is === 'heading') under = block.text
    return <Fragment key={key}>{blockView(block, under)}</Fragment>
  })
}

/** What is kept together on paper needs nothing on a screen. */
function apart(block: Block): Block[] {
  return block.is === 'together' ? block.blocks.flatMap(apart) : [block]
}

/** @param under the heading that a table stands under: several may have the same name */
function blockView(block: Block, under: string): ReactNode {
  switch (block.is) {
    case 'heading':
      return <h2 className={css.heading}>{block.text}</h2>
    case 'paragraph':
      return (
        <p>
          <Said words={block.words} />
        </p>
      )
    case 'list':
      return (
        <ul className={css.list}>
          {keyed(block.items).map(([key, words]) => (
            <li key={key}>
              <Said words={words} />
            </li>
          ))}
        </ul>
      )
    case 'table':
      return <TableView table={block} under={under} />
    // Heads, places for signatures and what else an office adds belong to paper alone.
    default:
      return null
  }
}

function TableView({ table: { caption, columns, rows }, under }: { table: Table; under: string }) {
  return (
    <TableBox label={[under, caption].filter(Boolean).join(': ')}>
      <table className={css.table}>
        {caption === null ? null : <caption>{caption}</caption>}
        <thead>
          <tr>
            {columns.map(({ title, align }) => (
              <th key={title} scope="col" data-align={align}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {keyed(rows).map(([key, row]) => (
            <tr key={key}>
              {row.map((cell, index) => (
                <td key={columns[index]?.title} data-align={columns[index]?.align}>
                  <CellView cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  )
}

function CellView({ cell }: { cell: Cell }) {
  return keyed(cell).map(([key, words]) => (
    <div key={key}>
      <Said words={words} />
    </div>
  ))
}

function Said({ words }: { words: Words }) {
  if (typeof words === 'string') return words
  return keyed(words).map(([key, span]) => {
    if (typeof span === 'string') return <Fragment key={key}>{span}</Fragment>
    return 'bold' in span ? <b key={key}>{span.text}</b> : <i key={key}>{span.text}</i>
  })
}

/** By their place: what is shown never changes its order, it is made anew. */
function keyed<T>(list: readonly T[]): [string, T][] {
  return list.map((each, index) => [`${index}`, each])
}
