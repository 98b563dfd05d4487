import pdfmake from 'pdfmake/build/pdfmake.min.js'
import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces'
import { blockContent, type Marks } from './block-content.ts'
import { printable } from './letters.ts'
import { mm, type Sizes, sizesOf } from './measures.ts'
import type { Paper } from './paper.ts'

declare module 'pdfmake' {
  /** Where the browser's build looks for fonts; its published types leave it out. */
  export const virtualfs: { writeFileSync(name: string, content: Uint8Array): void }
}

/**
 * A paper as a PDF, laid out as Phụ lục I of Nghị định 30/2020/NĐ-CP has it (Phần I): A4
 * upright (I.1–2), margins 20 above and below, 30 left, 15 right (I.3: 20–25, 30–35, 15–20),
 * Times New Roman's letters in black (I.4; Tinos has the same widths and may be given away),
 * page numbers in Arabic figures, 13, upright, in the middle of the upper margin, not on the
 * first page (I.7), beginning anew in an annex (III.1đ).
 */

/** The bytes of each font, TrueType. `bolditalics` holds the letters of “Nơi nhận:” alone. */
export type Fonts = Record<'normal' | 'bold' | 'italics' | 'bolditalics', Uint8Array>

export type Pdf = { bytes: Uint8Array<ArrayBuffer>; pages: number }

/** Once, before the first paper. */
export function bringFonts(fonts: Fonts): void {
  for (const [style, bytes] of Object.entries(fonts)) pdfmake.virtualfs.writeFileSync(`tinos-${style}.ttf`, bytes)
  pdfmake.setFonts({
    Tinos: {
      normal: 'tinos-normal.ttf',
      bold: 'tinos-bold.ttf',
      italics: 'tinos-italics.ttf',
      bolditalics: 'tinos-bolditalics.ttf',
    },
  })
  // Nothing on a paper comes from anywhere else.
  pdfmake.setUrlAccessPolicy(() => false)
}

/**
 * The first of the papers that fits on one page, the last where none does; they stand
 * from the fullest to the barest. One paper alone is simply made.
 */
export async function makePdf(papers: readonly [Paper, ...Paper[]]): Promise<Pdf> {
  let best = await makeOne(papers[0])
  if (best.pages === 1 || papers.length === 1) return best
  // Each holds less than the one before it: halving finds the border.
  let [tooMuch, fits] = [0, papers.length - 1]
  best = await makeOne(papers[fits] as Paper)
  while (fits - tooMuch > 1) {
    const middle = Math.floor((tooMuch + fits) / 2)
    const made = await makeOne(papers[middle] as Paper)
    if (made.pages === 1) [best, fits] = [made, middle]
    else tooMuch = middle
  }
  return best
}

async function makeOne(paper: Paper): Promise<Pdf> {
  let pages = 0
  const definition = definitionOf(paper, (count) => {
    pages = count
  })
  const made = await pdfmake.createPdf(definition).getBuffer()
  // pdfmake's own kind of buffer, of its own copy of the class: plain bytes travel between worker and page.
  return { bytes: Uint8Array.from(made), pages }
}

function definitionOf(paper: Paper, onPages: (count: number) => void): TDocumentDefinitions {
  const sizes = sizesOf(paper.density)
  const marks: Marks = { annex: null }
  return {
    pageSize: 'A4',
    pageMargins: [mm(30), mm(20), mm(15), mm(20)],
    language: 'vi',
    displayTitle: true,
    info: { title: printable(paper.title), creator: 'Sổ Kiểm', producer: 'Sổ Kiểm (pdfmake)' },
    defaultStyle: { font: 'Tinos', fontSize: sizes.body, color: '#000000', lineHeight: 1.1 },
    ...(paper.watermark && {
      watermark: { text: printable(paper.watermark), color: '#777777', opacity: 0.12, bold: true, angle: -52 },
    }),
    header(page, count) {
      onPages(count)
      // Drawn when the pages are laid out: pdfmake has noted by then where each part has come to lie.
      const annex = marks.annex?.positions?.[0]?.pageNumber ?? Number.POSITIVE_INFINITY
      return pageNumber(page >= annex ? page - annex + 1 : page)
    },
    footer: () => foot(paper.foot, sizes),
    content: paper.blocks.map((block) => blockContent(block, sizes, marks)),
  }
}

function pageNumber(page: number): Content {
  return page === 1 ? '' : { text: `${page}`, alignment: 'center', fontSize: 13, margin: [0, mm(9), 0, 0] }
}

function foot(words: string, { foot: fontSize }: Sizes): Content {
  return { text: printable(words), alignment: 'center', fontSize, color: '#444444', margin: [mm(30), mm(7), mm(15), 0] }
}
