import type { Stroke } from '../domain/strokes.ts'

/**
 * A document as a structure, before anybody decides what it looks like: pure data,
 * so that it can be compared in tests and handed to a worker.
 */
export type Paper = {
  /** Of the file, as a reader's window shows it. */
  title: string
  /** Across every page; null on a finished paper. */
  watermark: string | null
  /** Small, at the foot of each page, so that loose sheets can be told to belong together. */
  foot: string
  /** `compact`: everything a size smaller, for what has to fit on one page. */
  density: 'full' | 'compact'
  blocks: Block[]
}

/** A run of letters; a string is a plain one. Bold or slanted, never both: that font holds few letters. */
export type Span = string | { text: string; bold: true } | { text: string; italics: true }
export type Words = string | Span[]

export type Block =
  | Letterhead
  /** Kind of document and what it is about. */
  | { is: 'title'; kind: string; subject: string }
  | { is: 'heading'; text: string }
  | { is: 'paragraph'; words: Words }
  /** A name and its value in one line; without a value dots up to the margin. */
  | { is: 'field'; name: string; value: string | null }
  /** The same indented, for a list of people. */
  | { is: 'person'; name: string | null; office: string | null }
  | { is: 'list'; items: Words[] }
  /** Dotted lines to write on. */
  | { is: 'lines'; count: number }
  | Table
  | { is: 'signatures'; signers: Signer[] }
  /** Nơi nhận, and beside it the code by which the paper is compared. */
  | { is: 'ending'; recipients: string[]; code: Code | null }
  /** Never parted by the end of a page; together lower than one. */
  | { is: 'together'; blocks: Block[] }
  /** Begins on a new page whose numbers begin anew. */
  | { is: 'annex'; title: string; of: string }

/** Quốc hiệu and tiêu ngữ right, who issues it left. */
export type Letterhead = {
  is: 'letterhead'
  /** Null: a dotted line to fill in by hand. */
  parent: string | null
  issuer: string | null
  /** Null where the document has no number of its own. */
  symbol: string | null
  placeAndDate: string
}

export type Column = {
  title: string
  /** Millimetres; what is left over where it says nothing. */
  width: number | null
  align?: 'center' | 'right'
}

/** A cell is one or more paragraphs. */
export type Cell = Words[]

export type Table = {
  is: 'table'
  /** Said above the columns on every page that the table reaches. */
  caption: string | null
  columns: Column[]
  rows: Cell[][]
  /** Stands out under the rows. */
  total?: Cell[]
}

export type Signer = {
  title: string
  hint: string
  name: string | null
  mark: Mark | null
}

/** What stands in the place of a hand. `words`: how it came there. */
export type Mark = { is: 'drawn'; strokes: readonly Stroke[]; words: string } | { is: 'words'; words: string }

/** What leads from the paper back to what the server holds. */
export type Code = {
  address: string
  /** Lines under its name. */
  lines: string[]
}
