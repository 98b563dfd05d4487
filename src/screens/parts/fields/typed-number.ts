import type { Input } from '../../../domain/checklist.ts'
import { compareDecimals, type Reading, type ReadingResult, readTyped } from '../../../domain/decimal.ts'

/** As `readTyped`, for a field in which people write: the typographic minus counts, and a sign alone is a beginning. */
export function readField(text: string): ReadingResult {
  return isBlank(text) ? { ok: false, code: 'NUMBER_EMPTY' } : readTyped(text.trim().replace(/^[−–]/, '-'))
}

export function isBlank(text: string): boolean {
  return /^\s*[-−–<≤]?\s*$/.test(text)
}

/** A kept reading as it can be typed again: nothing grouped ("3.000" can be read in two ways), a hyphen for minus. */
export function fieldText(reading: Reading): string {
  if (reading.is === 'notDetected') return 'KPH'
  return `${reading.is === 'below' ? '<' : ''}${reading.number.replace('.', ',')}`
}

/** "4,5" → "-4,5" and back; "KPH" → "<". */
export function withPrefix(text: string, prefix: '-' | '<'): string {
  const number = text.replace(/^[^\d,.]+/, '')
  const had = (prefix === '-' ? /^\s*[-−–]/ : /^\s*[<≤]/).test(text)
  return had ? number : `${prefix}${number}`
}

const unitsBelowZero = new Set(['°C', 'Pa'])

/** Whether a number below zero means something here: a temperature, or a rule that tells it from zero. */
export function goesBelowZero({ unit, rule }: Extract<Input, { kind: 'measure' }>): boolean {
  if (unitsBelowZero.has(unit)) return true
  return (
    rule.by === 'steps' && rule.better === 'higher' && rule.steps.some(({ bound }) => compareDecimals(bound, '0') <= 0)
  )
}
