/**
 * The letters that the fonts on paper hold: Latin with everything Vietnamese writes
 * with, and the signs that the checklists use. From and to, both included.
 */
export const letters: readonly (readonly [from: number, to: number])[] = [
  [0x20, 0x7e],
  [0xa0, 0x24f],
  // α, β of radioactivity; Ω and µ of instruments.
  [0x391, 0x3a1],
  [0x3a3, 0x3a9],
  [0x3b1, 0x3c9],
  [0x1e00, 0x1eff],
  // Dashes, quotes, dots, per mille, primes.
  [0x2010, 0x2015],
  [0x2018, 0x2022],
  [0x2026, 0x2026],
  [0x202f, 0x202f],
  [0x2030, 0x2033],
  [0x2039, 0x203a],
  [0x2044, 0x2044],
  [0x2070, 0x2070],
  [0x2074, 0x2079],
  [0x2080, 0x2089],
  [0x20ab, 0x20ac],
  [0x2103, 0x2103],
  [0x2116, 0x2116],
  [0x2122, 0x2122],
  [0x2126, 0x2126],
  [0x2190, 0x2193],
  [0x2212, 0x2212],
  [0x221a, 0x221a],
  [0x2248, 0x2248],
  [0x2260, 0x2260],
  [0x2264, 0x2265],
  [0x25a0, 0x25a1],
  [0x25cb, 0x25cb],
  [0x25cf, 0x25cf],
]

/** Stands for what no font here can write. */
const UNKNOWN = '□'

/** Marks that only steer how other signs are drawn or ordered: nothing is lost with them. */
const invisible = /[\p{Cf}\p{Variation_Selector}]/gu

/**
 * Text as the fonts can print it: composed letters (NFC), no invisible signs,
 * control characters as spaces (a line break stays), a box for each sign that is
 * not among the letters.
 */
export function printable(text: string): string {
  const composed = text.normalize('NFC').replace(invisible, '').replace(/\r\n?/g, '\n')
  return [...composed].map((sign) => (sign === '\n' || canPrint(sign) ? sign : substitute(sign))).join('')
}

export function canPrint(sign: string): boolean {
  const code = sign.codePointAt(0) ?? 0
  return letters.some(([from, to]) => code >= from && code <= to)
}

function substitute(sign: string): string {
  return /[\p{Cc}\p{Zs}]/u.test(sign) ? ' ' : UNKNOWN
}
