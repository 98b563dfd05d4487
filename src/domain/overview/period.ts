import { addDays, addMonths, formatDate, isoDateSchema } from '../date.ts'

/**
 * Periods of reports. A quarter is one whole number that counts up, so that
 * periods compare and subtract: four times the year plus 0 to 3.
 */
export type Quarter = number

/** Quarters from the first to the last, both included; where days are named, these days of them alone. */
export type Period = { from: Quarter; to: Quarter; days?: Days }

/** From the first to the last day, both included. */
export type Days = { from: string; until: string }

/** "2026-11-22" → the fourth quarter of 2026. */
export function quarterOf(date: string): Quarter {
  return Number(date.slice(0, 4)) * 4 + Math.floor((Number(date.slice(5, 7)) - 1) / 3)
}

/** "2026-10-01": the first day of a quarter. */
export function firstDayOf(quarter: Quarter): string {
  return `${Math.floor(quarter / 4)}-${String((quarter % 4) * 3 + 1).padStart(2, '0')}-01`
}

const roman = ['I', 'II', 'III', 'IV']

/** "Quý IV/2026" */
export function quarterName(quarter: Quarter): string {
  return `Quý ${roman[quarter % 4]}/${Math.floor(quarter / 4)}`
}

/**
 * A period as an address names it: a quarter ("2026-q3"), the first six or nine
 * months ("2026-6", "2026-9"), or a year ("2026").
 * @returns null for any other text
 */
export function periodNamed(text: string): Period | null {
  const [, yearText, part] = /^(20\d\d)(?:-(q[1-4]|6|9))?$/.exec(text) ?? []
  if (yearText === undefined) return null
  const first = Number(yearText) * 4
  if (part === undefined) return { from: first, to: first + 3 }
  if (part.startsWith('q')) return { from: first + Number(part[1]) - 1, to: first + Number(part[1]) - 1 }
  return { from: first, to: first + Number(part) / 3 - 1 }
}

/**
 * Days of somebody's own choice, as an address names them: "2026-10-05_2026-11-20".
 * Reports alone know these: standings are kept a quarter a row.
 * @returns null for any other text, for days that are in no calendar, and where the last comes before the first
 */
export function daysNamed(text: string): Period | null {
  const [, from = '', until = ''] = /^(20\d\d-\d\d-\d\d)_(20\d\d-\d\d-\d\d)$/.exec(text) ?? []
  const exist = isoDateSchema.safeParse(from).success && isoDateSchema.safeParse(until).success
  return exist && from <= until ? { from: quarterOf(from), to: quarterOf(until), days: { from, until } } : null
}

/** The period of a report, however it is named. */
export function reportPeriodNamed(text: string): Period | null {
  return periodNamed(text) ?? daysNamed(text)
}

export function daysKey({ from, until }: Days): string {
  return `${from}_${until}`
}

export function firstDayIn({ from, days }: Period): string {
  return days?.from ?? firstDayOf(from)
}

export function daysOf({ from, to, days }: Period): Days {
  return days ?? { from: firstDayOf(from), until: addDays(firstDayOf(to + 1), -1) }
}

/** The name of the quarter in which a day lies, for an address. */
export function quarterKey(date: string): string {
  const quarter = quarterOf(date)
  return `${Math.floor(quarter / 4)}-q${(quarter % 4) + 1}`
}

/** "Quý III/2026", "6 tháng đầu năm 2026", "9 tháng đầu năm 2026", "Năm 2026", "Từ ngày 05/10/2026 đến ngày 20/11/2026". */
export function periodName({ from, to, days }: Period): string {
  if (days) return `Từ ngày ${formatDate(days.from)} đến ngày ${formatDate(days.until)}`
  if (from === to) return quarterName(from)
  const year = Math.floor(from / 4)
  return to - from === 3 ? `Năm ${year}` : `${(to - from + 1) * 3} tháng đầu năm ${year}`
}

/** What the period of an address is called; other text as it stands. */
export function periodWords(key: string): string {
  const period = reportPeriodNamed(key)
  return period ? periodName(period) : key
}

/**
 * The same months, or days, of the year before.
 * @returns null where these would lie within the period itself: it is longer than a year
 */
export function yearBefore({ from, to, days }: Period): Period | null {
  if (!days) return { from: from - 4, to: to - 4 }
  const before = { from: addMonths(days.from, -12), until: addMonths(days.until, -12) }
  return before.until < days.from ? { from: from - 4, to: to - 4, days: before } : null
}

/** The periods that a reader may choose, newest first: those of the present year so far, and the three years before. */
export function periodKeys(today: string): string[] {
  const year = Number(today.slice(0, 4))
  const quarter = quarterOf(today) % 4
  const ofYear = (each: number, last: number) => [
    `${each}`,
    ...[3, 2, 1, 0].filter((index) => index <= last).map((index) => `${each}-q${index + 1}`),
    ...(last >= 2 ? [`${each}-9`] : []),
    ...(last >= 1 ? [`${each}-6`] : []),
  ]
  return [...ofYear(year, quarter), ...[1, 2, 3].flatMap((back) => ofYear(year - back, 3))]
}
