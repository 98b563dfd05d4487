import { dateInVietnam, formatDate, timeInVietnam } from '../../domain/date.ts'

/** Instants and days as people in Việt Nam read them, whatever the tablet's own zone says. */

export function today(): string {
  return dateInVietnam(Date.now())
}

/** "10:42" */
export function clockTime(at: number): string {
  return timeInVietnam(at)
}

/** "10:42" today, "10:42 ngày 21/11/2026" on another day. */
export function timeInWords(at: number): string {
  const date = dateInVietnam(at)
  return date === today() ? clockTime(at) : `${clockTime(at)} ngày ${formatDate(date)}`
}

/** "22/11/2026 10:42", for tables. */
export function dateAndTime(at: number): string {
  return `${formatDate(dateInVietnam(at))} ${clockTime(at)}`
}

const weekdays = ['Chủ nhật', 'Thứ hai', 'Thứ ba', 'Thứ tư', 'Thứ năm', 'Thứ sáu', 'Thứ bảy']

/** "Chủ nhật, 22/11/2026": a calendar date, read as UTC so that no zone moves it. */
export function dayInWords(date: string): string {
  return `${weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()]}, ${formatDate(date)}`
}
