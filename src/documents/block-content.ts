import type { Content, ContentTable, ContentText, Column as PdfColumn } from 'pdfmake/interfaces'
import { inkBoxOf, pathOf } from '../domain/strokes.ts'
import { printable } from './letters.ts'
import { mm, type Sizes } from './measures.ts'
import type { Block, Code, Letterhead, Mark, Signer } from './paper.ts'

import { spans, tableContent, wholeWords } from './table-content.ts'

/** Nodes whose place is asked for once the pages are laid out; pdfmake writes it into the node itself. */
export type Marks = { annex: Placed | null }
type Placed = { positions?: { pageNumber: number }[] }

/** Each kind of block as pdfmake's content. Sections cited are those of Phụ lục I, Phần I of Nghị định 30/2020/NĐ-CP. */
export function blockContent(block: Block, sizes: Sizes, marks: Marks): Content {
  switch (block.is) {
    case 'letterhead':
      return letterhead(block, sizes)
    case 'title':
      return title(block, sizes)
    case 'heading':
      return { text: printable(block.text), bold: true, margin: [0, sizes.gap * 1.5, 0, 0], headlineLevel: 1 }
    case 'paragraph':
      // Justified, first line in by 10 mm, 6 pt between paragraphs (II.6).
      return {
        text: wholeWords(block.words),
        alignment: 'justify',
        leadingIndent: mm(sizes.indent),
        margin: [0, sizes.gap, 0, 0],
      }
    case 'field':
      return field(`${block.name}: `, block.value, sizes)
    case 'person':
      return person(block, sizes)
    case 'list':
      return {
        stack: block.items.map((words) => ({
          columns: [
            { width: mm(5), text: '-' },
            { width: '*', text: spans(words) },
          ],
          margin: [mm(sizes.indent), sizes.gap / 3, 0, 0],
        })),
      }
    case 'lines':
      return { stack: Array.from({ length: block.count }, () => rule(sizes)), margin: [0, 0, 0, sizes.gap] }
    case 'table':
      return tableContent(block, sizes)
    case 'signatures':
      return signatures(block.signers, sizes)
    case 'ending':
      return ending(block, sizes)
    case 'together':
      return { unbreakable: true, stack: block.blocks.map((each) => blockContent(each, sizes, marks)) }
    case 'annex':
      return annex(block, sizes, marks)
    default:
      return block satisfies never
  }
}

const noLines = { hLineWidth: () => 0, vLineWidth: () => 0, paddingLeft: () => 0, paddingRight: () => 0 }
const dots = {
  ...noLines,
  hLineWidth: (row: number) => (row === 1 ? 0.7 : 0),
  hLineStyle: () => ({ dash: { length: 0.8, space: 2 } }),
  paddingTop: () => 0,
  paddingBottom: () => 0,
}

/** A dotted line over what is left of the width, as high as a line of text. */
function dotted(sizes: Sizes): ContentTable {
  return { table: { widths: ['*'], heights: sizes.body * 1.05, body: [['']] }, layout: dots }
}

/** A dotted line to write on. */
function rule(sizes: Sizes): Content {
  return { ...dotted(sizes), margin: [0, sizes.gap * 1.3, 0, 0] }
}

function field(name: string, value: string | null, sizes: Sizes): Content {
  if (value !== null)
    return {
      text: spans(`${name}${value}`),
      leadingIndent: mm(sizes.indent),
      margin: [0, sizes.gap, 0, 0],
    }
  return {
    columns: [
      { width: 'auto', text: printable(name) },
      { width: '*', stack: [dotted(sizes)] },
    ],
    columnGap: 3,
    margin: [mm(sizes.indent), sizes.gap, 0, 0],
  }
}

function person({ name, office }: Extract<Block, { is: 'person' }>, sizes: Sizes): Content {
  const known = (label: string, value: string | null): PdfColumn[] =>
    value === null
      ? [
          { width: 'auto', text: label },
          { width: '*', stack: [dotted(sizes)] },
        ]
      : [{ width: 'auto', text: `${label}${printable(value)}` }]
  // A long name takes its line; the office then stands on the next.
  if (name !== null && name.length > 44)
    return {
      stack: [
        { text: spans(`- Ông (bà): ${name};`) },
        { columns: known('chức vụ: ', office), columnGap: 3, margin: [mm(5), 0, 0, 0] },
      ],
      margin: [mm(sizes.indent), sizes.gap / 2, 0, 0],
    }
  return {
    columns: [...known('- Ông (bà): ', name && `${name};`), ...known('chức vụ: ', office)],
    columnGap: 3,
    margin: [mm(sizes.indent), sizes.gap / 2, 0, 0],
  }
}

/** A line of that width in the middle of its column. */
function centredLine(width: number): Content {
  return {
    columns: [
      { width: '*', text: '' },
      { width, canvas: [{ type: 'line', x1: 0, y1: 0, x2: width, y2: 0, lineWidth: 0.7 }] },
      { width: '*', text: '' },
    ],
    margin: [0, 2, 0, 0],
  }
}

/** Letters with a line below them that is as long as they are. */
function underlined(text: string, fontSize: number): Content {
  return {
    columns: [
      { width: '*', text: '' },
      {
        width: 'auto',
        table: { body: [[{ text, bold: true, fontSize, lineHeight: 1 }]] },
        layout: {
          ...noLines,
          hLineWidth: (row) => (row === 1 ? 0.7 : 0),
          paddingTop: () => 0,
          paddingBottom: () => 2.5,
        },
      },
      { width: '*', text: '' },
    ],
  }
}

/** II.1–4: who issues it 12, bold, a short line below; quốc hiệu 12, tiêu ngữ 13 with a line of its own length; place and date 13, slanted. */
function letterhead({ parent, issuer, symbol, placeAndDate }: Letterhead, sizes: Sizes): Content {
  const issuedBy = (name: string | null, bold: boolean): Content =>
    name === null
      ? { ...dotted(sizes), margin: [mm(4), 0, mm(4), 3] }
      : { text: spans(name.toLocaleUpperCase('vi')), bold, alignment: 'center', fontSize: sizes.country }
  return {
    columns: [
      {
        width: mm(66),
        stack: [
          issuedBy(parent, false),
          issuedBy(issuer, true),
          centredLine(mm(22)),
          ...(symbol === null
            ? []
            : [
                {
                  text: printable(symbol),
                  alignment: 'center' as const,
                  margin: [0, 8, 0, 0] as [number, number, number, number],
                },
              ]),
        ],
      },
      {
        width: '*',
        stack: [
          { text: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', bold: true, alignment: 'center', fontSize: sizes.country },
          underlined('Độc lập - Tự do - Hạnh phúc', sizes.motto),
          { text: printable(placeAndDate), italics: true, alignment: 'center', margin: [0, 10, 0, 0] },
        ],
      },
    ],
    columnGap: mm(3),
  }
}

/** II.5b: kind of document and subject 13–14, bold, centred, a line of a third to a half of the subject's length below. */
function title({ kind, subject }: Extract<Block, { is: 'title' }>, sizes: Sizes): Content {
  return {
    stack: [
      { text: printable(kind), bold: true, fontSize: sizes.body + 1, alignment: 'center' },
      { text: spans(subject), bold: true, alignment: 'center', fontSize: Math.max(13, sizes.body) },
      centredLine(mm(45)),
    ],
    margin: [0, sizes.gap * 3, 0, sizes.gap],
  }
}

/** II.7: titles of who signs in bold capitals, the name bold below the hand. They stay together. */
function signatures(signers: readonly Signer[], sizes: Sizes): Content {
  // Who signs alone signs right.
  const left: PdfColumn[] = signers.length === 1 ? [{ width: '*', text: '' }] : []
  return {
    unbreakable: true,
    columns: [...left, ...signers.map((each) => signer(each, sizes))],
    columnGap: mm(4),
    margin: [0, sizes.gap * 2, 0, 0],
  }
}

function signer({ title: office, hint, name, mark }: Signer, sizes: Sizes): PdfColumn {
  return {
    width: '*',
    alignment: 'center',
    stack: [
      { text: printable(office), bold: true },
      { text: printable(hint), italics: true, fontSize: sizes.recipients },
      ...(mark === null
        ? [{ text: ' ', margin: [0, mm(sizes.signature), 0, 0] } as Content]
        : markContent(mark, sizes)),
      name === null ? { ...dotted(sizes), margin: [mm(6), 0, mm(6), 0] } : { text: spans(name), bold: true },
    ],
  }
}

/** What was drawn as lines, sharp at any size; below it how it came there. */
function markContent(mark: Mark, sizes: Sizes): Content[] {
  const words: Content = { text: printable(mark.words), fontSize: sizes.foot }
  if (mark.is === 'words') return [{ ...words, margin: [0, mm(sizes.signature * 0.7), 0, mm(sizes.signature * 0.2)] }]
  const { left, top, width, height } = inkBoxOf(mark.strokes)
  const fit: [number, number] = [mm(46), mm(sizes.signature)]
  // As thick as a pen's line, however much the drawing is scaled.
  const pen = 1.2 / Math.min(fit[0] / width, fit[1] / height)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${left} ${top} ${width} ${height}"><path d="${pathOf(mark.strokes)}" fill="none" stroke="#000000" stroke-width="${pen.toFixed(2)}" stroke-linecap="round" stroke-linejoin="round"/></svg>`
  return [{ svg, fit, alignment: 'center', margin: [0, mm(1), 0, 0] }, words]
}

/** II.9b: “Nơi nhận:” 12, slanted and bold; what follows 11, upright, each line behind a dash. */
function ending({ recipients, code }: Extract<Block, { is: 'ending' }>, sizes: Sizes): Content {
  const receivers: Content[] =
    recipients.length === 0
      ? []
      : [
          { text: 'Nơi nhận:', bold: true, italics: true, fontSize: 12 },
          ...recipients.map((line) => ({ text: `- ${printable(line)}`, fontSize: sizes.recipients })),
        ]
  return {
    unbreakable: true,
    columns: [
      ...(receivers.length > 0 ? [{ width: mm(52), stack: receivers }] : []),
      { width: '*', stack: code ? [codeContent(code, sizes)] : [] },
    ],
    columnGap: mm(5),
    margin: [0, sizes.gap * 3, 0, 0],
  }
}

function codeContent({ address, lines }: Code, sizes: Sizes): Content {
  const [digits, ...rest] = lines
  return {
    columns: [
      { width: mm(sizes.code), qr: address, fit: mm(sizes.code), eccLevel: 'M' },
      {
        width: '*',
        fontSize: 9.5,
        stack: [
          { text: 'Mã kiểm chứng', fontSize: 11 },
          { text: printable(digits ?? ''), bold: true, fontSize: 13 },
          ...rest.map((line) => ({ text: printable(line) })),
        ],
      },
    ],
    // Readers of codes need white around them.
    columnGap: mm(4),
  }
}

/** III.1: “Phụ lục” 14, bold, centred; its title 13–14 in bold capitals; what it belongs to 13–14, slanted, a line below. */
function annex({ title: name, of }: Extract<Block, { is: 'annex' }>, sizes: Sizes, marks: Marks): Content {
  const first: ContentText & Placed = { text: 'Phụ lục', bold: true, fontSize: 14, alignment: 'center' }
  marks.annex = first
  return {
    pageBreak: 'before',
    stack: [
      first,
      { text: printable(name), bold: true, fontSize: 14, alignment: 'center' },
      { text: printable(of), italics: true, alignment: 'center', fontSize: sizes.body },
      centredLine(mm(40)),
    ],
    margin: [0, 0, 0, sizes.gap * 2],
  }
}
