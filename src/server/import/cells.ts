import { isoDateSchema } from '../../domain/date.ts'
import { fold } from '../../domain/search.ts'
import type { ListRow } from './columns.ts'
import type { Fault, FaultCode } from './faults.ts'

/** Reads the cells of one row and keeps what is wrong with them. */
export type CellReader<Key extends string> = ReturnType<typeof readCells<Key>>

/** Letters and signs that no Vietnamese text in Unicode has, and many in the fonts of before. */
const oldLetters =
  /[\u00a1-\u00a6\u00a8-\u00aa\u00ac\u00ae-\u00af\u00b4-\u00b6\u00b8-\u00ba\u00bc-\u00bf\u00c4-\u00c7\u00cb\u00ce-\u00d1\u00d6-\u00d8\u00db\u00dc\u00de-\u00df\u00e4-\u00e7\u00eb\u00ee-\u00f1\u00f6-\u00f8\u00fb\u00fc\u00fe\u00ff\ufffd]|á[º»]/

export function readCells<Key extends string>(row: ListRow<Key>) {
  const faults: Fault[] = []
  const fault = (key: Key, code: FaultCode, ...about: (string | number)[]): null => {
    faults.push(row.fault(key, code, ...about))
    return null
  }

  return {
    faults,
    fault,
    /** Whether something stands there. */
    has: (key: Key) => row.get(key) !== '',

    /** One line of text; null where there is none, or it cannot be taken. */
    words(key: Key, { isRequired = false, most = 200 } = {}): string | null {
      const text = row.get(key).replace(/\s+/g, ' ')
      if (text === '') return isRequired ? fault(key, 'REQUIRED') : null
      if (text.length > most) return fault(key, 'TOO_LONG', most)
      if (oldLetters.test(text)) return fault(key, 'OLD_ENCODING')
      return text
    },

    /** One of several words, case and marks aside. @param choices what may be written → what it means */
    choice<T>(key: Key, choices: Choices<T>, { isRequired = false } = {}): T | null {
      const text = row.get(key)
      if (text === '') return isRequired ? fault(key, 'REQUIRED') : null
      const found = choices.find(({ names }) => names.some((name) => plain(name) === plain(text)))
      if (found) return found.value
      return fault(key, 'CHOICE_UNKNOWN', choices.map(({ names }) => `“${names[0]}”`).join(', '))
    },

    /** A whole number that is not negative; a dot between thousands is one. */
    whole(key: Key, { least = 0 } = {}): number | null {
      const text = row.get(key).replace(/\s/g, '')
      if (text === '') return null
      const digits = /^\d{1,3}(\.\d{3})+$/.test(text) ? text.replaceAll('.', '') : text
      if (!/^\d{1,7}$/.test(digits) || Number(digits) < least)
        return fault(key, 'NUMBER_INVALID', ` nguyên, từ ${least}`)
      return Number(digits)
    },

    /** A decimal as the domain writes it, "12.5". */
    decimal(key: Key): string | null {
      const text = row.get(key).replace(/\s/g, '')
      if (text === '') return null
      const number = decimalOf(text)
      if (number === 'ambiguous') return fault(key, 'NUMBER_AMBIGUOUS')
      return number ?? fault(key, 'NUMBER_INVALID', ', ví dụ 12,5')
    },

    /** "18/11/2026" → "2026-11-18" */
    date(key: Key, today: string): string | null {
      const text = row.get(key)
      if (text === '') return null
      const [, day = '', month = '', year] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text) ?? []
      const date = year === undefined ? text : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
      if (!isoDateSchema.safeParse(date).success) return fault(key, 'DATE_INVALID')
      return date > today ? fault(key, 'DATE_FUTURE') : date
    },

    /** "a; b;" → ["a", "b"]; also one on each line. */
    several(key: Key): string[] {
      return row
        .get(key)
        .split(/[;\n]/)
        .map((part) => part.replace(/\s+/g, ' ').trim())
        .filter((part) => part !== '')
    },
  }
}

/** The first name is the one that people are told. */
export type Choices<T> = readonly { value: T; names: readonly string[] }[]

/** Each value of a list under the name that it has on the screen. */
export function choicesOf<T extends string>(
  names: Readonly<Record<T, string>>,
  more: Partial<Record<T, readonly string[]>> = {},
): Choices<T> {
  return (Object.keys(names) as T[]).map((value) => ({ value, names: [names[value], ...(more[value] ?? [])] }))
}

export const yesOrNo: Choices<boolean> = [
  { value: true, names: ['có', 'x', 'đúng', 'true', 'yes'] },
  { value: false, names: ['không', 'sai', 'false', 'no'] },
]

const plain = (text: string) => fold(text).replace(/[^a-z0-9]/g, '')

/** How a name is compared: case and the number of blanks aside, marks not. */
export function nameKey(name: string): string {
  return name.normalize('NFC').replace(/\s+/g, ' ').trim().toLocaleLowerCase('vi')
}

/**
 * | text      | number             |
 * |-----------|--------------------|
 * | 12,5 12.5 | 12.5               |
 * | 1.234,5   | 1234.5             |
 * | 1.234.567 | 1234567            |
 * | 1.234     | one of two: which? |
 */
export function decimalOf(text: string): string | 'ambiguous' | null {
  if (/^-?\d{1,3}(\.\d{3})+,\d+$/.test(text)) return text.replaceAll('.', '').replace(',', '.')
  if (/^-?\d{1,3}(\.\d{3}){2,}$/.test(text)) return text.replaceAll('.', '')
  if (/^-?[1-9]\d{0,2}\.\d{3}$/.test(text)) return 'ambiguous'
  return /^-?\d{1,12}([.,]\d{1,9})?$/.test(text) ? text.replace(',', '.') : null
}
