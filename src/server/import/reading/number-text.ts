/** How a cell shows the number in it, as far as it matters here. */
export type NumberLook =
  | { is: 'number' }
  | { is: 'date' | 'dateTime' | 'time' | 'percent' }
  /** At least so many digits: "000" shows 7 as 007. */
  | { is: 'padded'; digits: number }

const PLAIN: NumberLook = { is: 'number' }

/** The formats that every workbook has without naming them (ECMA-376, 18.8.30), dates of other calendars' regions too. */
function builtInLook(id: number): NumberLook | null {
  if (id === 22) return { is: 'dateTime' }
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 54) || id === 57 || id === 58)
    return { is: 'date' }
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47)) return { is: 'time' }
  return id === 9 || id === 10 ? { is: 'percent' } : null
}

/** What a format makes of a number. @param code as the workbook writes it; undefined for the built-in ones */
export function lookOf(id: number, code: string | undefined): NumberLook {
  if (code === undefined) return builtInLook(id) ?? PLAIN
  // Quoted text, signs after a backslash, widths and fillings, colours and languages say nothing of the number.
  const [first = ''] = code.replace(/"[^"]*"|\\.|_.|\*./g, '').split(';')
  const isElapsed = /\[[hms]+\]/i.test(first)
  const bare = first.replace(/\[[^\]]*\]/g, '').toLowerCase()
  if (bare.includes('general') || bare.includes('@')) return PLAIN
  const hasTime = isElapsed || /[hs]/.test(bare)
  if (/[dy]/.test(bare) || (/m/.test(bare) && !hasTime)) return { is: hasTime ? 'dateTime' : 'date' }
  if (hasTime) return { is: 'time' }
  if (bare.includes('%')) return { is: 'percent' }
  const digits = /^0{2,}$/.exec(bare.trim())?.[0].length
  return digits === undefined ? PLAIN : { is: 'padded', digits }
}

const DAY = 86_400_000
/** 31/12/9999 */
const LAST_SERIAL = 2_958_465

/**
 * The number of a cell as a person in Việt Nam sees it: "18/11/2026", "12,5", "0912345678".
 * Null where the text is no number.
 */
export function numberText(text: string, look: NumberLook, is1904: boolean): string | null {
  const number = Number(text)
  if (text.trim() === '' || !Number.isFinite(number)) return null
  switch (look.is) {
    case 'date':
    case 'dateTime':
    case 'time':
      return number >= 0 && number < LAST_SERIAL + 1 ? momentText(number, look.is, is1904) : decimalText(number)
    case 'percent':
      return `${decimalText(number * 100)}%`
    case 'padded':
      return Number.isInteger(number) && number >= 0
        ? decimalText(number).padStart(look.digits, '0')
        : decimalText(number)
    case 'number':
      return decimalText(number)
    default:
      return look satisfies never
  }
}

function momentText(serial: number, is: 'date' | 'dateTime' | 'time', is1904: boolean): string {
  const first = is1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30)
  // By the calendar of 1900 there was a 29 February: what comes before it is one day off.
  const days = !is1904 && serial < 60 ? serial + 1 : serial
  const minutes = Math.round((days * DAY) / 60_000)
  const text = new Date(first + (is === 'date' ? Math.floor(days) * DAY : minutes * 60_000)).toISOString()
  const [year, month, day] = text.slice(0, 10).split('-')
  const date = `${day}/${month}/${year}`
  const time = text.slice(11, 16)
  if (is === 'time') return time
  return is === 'date' || time === '00:00' ? date : `${date} ${time}`
}

/** Fifteen digits, as many as a spreadsheet keeps: 1.1000000000000001 is 1,1. Never with an exponent. */
function decimalText(number: number): string {
  const rounded = Number(number.toPrecision(15))
  const text = String(rounded)
  const plain = text.includes('e')
    ? rounded.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 })
    : text
  return plain.replace('.', ',')
}
