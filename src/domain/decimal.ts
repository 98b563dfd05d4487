import Big from 'big.js'

/**
 * Exact decimal numbers, as people type them and as laboratories report them.
 *
 * A measured value is kept as canonical decimal text ("7.2"), never as a binary
 * float: 6 × 1.2 is 7.199999999999999 in floating point and would fail a
 * phosphate of exactly 7.2 mg/l.
 */

/** What can be read from a laboratory slip. `number` is canonical decimal text with a dot. */
export type Reading =
  | { is: 'number'; number: string }
  /** "<0,01": below the detection limit `number`. */
  | { is: 'below'; number: string }
  /** "KPH": không phát hiện. */
  | { is: 'notDetected' }

export type ReadingResult = { ok: true; reading: Reading } | { ok: false; code: ReadingProblem }
export type ReadingProblem = 'NUMBER_EMPTY' | 'NUMBER_UNREADABLE' | 'NUMBER_AMBIGUOUS'

const NOT_DETECTED = /^(kph|không phát hiện|khong phat hien|nd|âm tính|am tinh)\.?$/i
/** "KPH (LOD = 0,01)": not detected, and the slip says from where on it would have been. */
const NOT_DETECTED_BELOW = /^(?:kph|nd)\s*[(;,]\s*(?:(?:lod|loq|mdl|gh)\s*)?[=:<≤]?\s*([\d.,]+)\s*\)?$/i

/**
 * Reads "6,5", "6.5", "12 000", "1.234,5", "<0,01", "< LOD 0,01", "KPH", "KPH (LOD 0,01)".
 *
 * "3.000" and "3,000" are refused as ambiguous: a Vietnamese reader sees three
 * thousand in the first, a laboratory's software in the second, and a coliform
 * count of 5000 read as 5 would pass.
 */
export function readTyped(text: string): ReadingResult {
  const typed = text.normalize('NFC').trim()
  if (typed === '') return { ok: false, code: 'NUMBER_EMPTY' }
  if (NOT_DETECTED.test(typed)) return { ok: true, reading: { is: 'notDetected' } }
  const bounded = NOT_DETECTED_BELOW.exec(typed)?.[1]
  if (bounded !== undefined) return readTyped(`<${bounded}`)
  const below = /^[<≤]\s*(?:lod|loq)?\s*/i.exec(typed)
  const digits = readDigits(below ? typed.slice(below[0].length) : typed)
  if (!digits.ok) return digits
  return { ok: true, reading: { is: below ? 'below' : 'number', number: digits.number } }
}

function readDigits(text: string): { ok: true; number: string } | { ok: false; code: ReadingProblem } {
  const packed = text.replace(/(?<=\d)[\s\u00a0\u202f](?=\d{3}(?!\d))/g, '')
  if (!/^[+-]?\d[\d.,]*$/.test(packed)) return { ok: false, code: 'NUMBER_UNREADABLE' }
  const separators = packed.replace(/[^.,]/g, '')
  if (separators === '') return canonical(packed)
  const last = packed[Math.max(packed.lastIndexOf('.'), packed.lastIndexOf(','))] as string
  const kinds = new Set(separators)
  if (kinds.size === 2) {
    // Both marks: the last one is the decimal mark and may stand once; the other groups thousands.
    const other = last === ',' ? '.' : ','
    const shape = new RegExp(`^[+-]?\\d{1,3}(\\${other}\\d{3})+\\${last}\\d+$`)
    if (!shape.test(packed)) return { ok: false, code: 'NUMBER_UNREADABLE' }
    return canonical(packed.replaceAll(other, '').replace(last, '.'))
  }
  if (separators.length > 1) {
    const shape = new RegExp(`^[+-]?\\d{1,3}(\\${last}\\d{3})+$`)
    if (!shape.test(packed)) return { ok: false, code: 'NUMBER_UNREADABLE' }
    return canonical(packed.replaceAll(last, ''))
  }
  if (/^[+-]?[1-9]\d{0,2}[.,]\d{3}$/.test(packed)) return { ok: false, code: 'NUMBER_AMBIGUOUS' }
  if (!/\d$/.test(packed)) return { ok: false, code: 'NUMBER_UNREADABLE' }
  return canonical(packed.replace(last, '.'))
}

function canonical(text: string): { ok: true; number: string } | { ok: false; code: ReadingProblem } {
  // 40 digits are more than any instrument gives; longer text would only slow the arithmetic.
  if (text.length > 40) return { ok: false, code: 'NUMBER_UNREADABLE' }
  return { ok: true, number: new Big(text.replace('+', '')).toFixed() }
}

/** −1, 0 or 1. Both are canonical decimal text. */
export function compareDecimals(a: string, b: string): -1 | 0 | 1 {
  return new Big(a).cmp(b)
}

/** Exact product of two canonical decimals. */
export function multiplyDecimals(a: string, b: string): string {
  return new Big(a).times(b).toFixed()
}

/** "7.2" → "7,2"; "12000" → "12.000": the Vietnamese way of writing. */
export function formatDecimal(number: string): string {
  const [whole = '', fraction] = number.replace('-', '').split('.')
  const grouped = whole.length < 4 ? whole : whole.replace(/\B(?=(\d{3})+$)/g, '.')
  return `${number.startsWith('-') ? '−' : ''}${grouped}${fraction ? `,${fraction}` : ''}`
}

/** A reading as it stands on paper: "6,5" · "<0,01" · "KPH". */
export function formatReading(reading: Reading): string {
  if (reading.is === 'notDetected') return 'KPH'
  return `${reading.is === 'below' ? '<' : ''}${formatDecimal(reading.number)}`
}

/** Points live as whole hundredths, so that a quarter point adds up exactly. 150 → "1,5". */
export function formatPoints(hundredths: number): string {
  // Whole numbers throughout: this is said of every item after every tap.
  const rest = hundredths % 100
  const decimals = rest === 0 ? '' : `.${String(rest).padStart(2, '0').replace(/0$/, '')}`
  return formatDecimal(`${Math.trunc(hundredths / 100)}${decimals}`)
}

/** Points as an author writes them (1.5) to hundredths (150). Throws on more than two decimals. */
export function points(value: number): number {
  const hundredths = new Big(value).times(100)
  if (!hundredths.eq(hundredths.round())) throw new Error(`${value} has more than two decimals`)
  return hundredths.toNumber()
}

/** a ÷ b in per cent, for reading only: two decimals, rounded down so that 79.996 never reads as 80. */
export function formatPercent(earned: number, max: number): string {
  return formatDecimal(new Big(earned).times(100).div(max).round(2, Big.roundDown).toFixed())
}

/** Is earned ÷ max ≥ percent? Compared unrounded, by cross multiplication. `percent` is canonical decimal text. */
export function reachesPercent(earned: number | string, max: number | string, percent: string): boolean {
  return new Big(earned).times(100).gte(new Big(max).times(percent))
}

/** weight × part ÷ whole in hundredths, rounded half up to a whole hundredth. */
export function shareOf(weight: number, part: number | string, whole: number | string): number {
  return new Big(weight).times(part).div(whole).round(0, Big.roundHalfUp).toNumber()
}

/** The mean of levels 1–5 where a level is worth a fifth of its item's points: "3,56", rounded down for reading only. */
export function formatLevel(earned: number, max: number): string {
  return formatDecimal(new Big(earned).times(5).div(max).round(2, Big.roundDown).toFixed())
}
