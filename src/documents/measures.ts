import type { Paper } from './paper.ts'

/** Millimetres in the points of a PDF. */
export function mm(millimetres: number): number {
  return (millimetres * 72) / 25.4
}

/** Between the margins of an A4 page, in millimetres. */
export const TEXT_WIDTH = 165

/** Sizes of letters in points. */
export type Sizes = {
  country: number
  motto: number
  body: number
  table: number
  /** Above and below the words of a cell, millimetres. */
  padding: number
  foot: number
  recipients: number
  /** Above a paragraph. */
  gap: number
  /** First line of a paragraph, millimetres. */
  indent: number
  /** Height of a place for a signature, millimetres. */
  signature: number
  /** A side of the code, millimetres. */
  code: number
}

/** Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I.II: quốc hiệu 12–13, tiêu ngữ 13–14, nội dung 13–14, nơi nhận 11. */
const full: Sizes = {
  country: 12,
  motto: 13,
  body: 13,
  table: 11.5,
  padding: 0.7,
  foot: 9,
  recipients: 11,
  gap: 6,
  indent: 10,
  signature: 24,
  code: 41,
}

export function sizesOf(density: Paper['density']): Sizes {
  if (density === 'full') return full
  return { ...full, body: 11.5, table: 9, padding: 0.3, foot: 8, recipients: 10, gap: 3, indent: 0, signature: 14 }
}
