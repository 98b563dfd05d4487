import * as z from 'zod/mini'

/** Calendar dates are text "2026-11-22": they compare as text and have no time zone. */
export const isoDateSchema = z.string().check(
  z.regex(/^\d{4}-\d{2}-\d{2}$/, 'Ngày phải có dạng năm-tháng-ngày.'),
  z.refine((text) => exists(text), 'Ngày này không có trong lịch.'),
)

function exists(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

/** "2026-11-22" → "22/11/2026". */
export function formatDate(date: string): string {
  const [year, month, day] = date.split('-')
  return `${day}/${month}/${year}`
}

/** The calendar date `months` earlier or later; the day is held back to the month's last. */
export function addMonths(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const first = new Date(Date.UTC(year, month - 1 + months, 1))
  const lastDay = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  first.setUTCDate(Math.min(day, lastDay))
  return first.toISOString().slice(0, 10)
}

/** The calendar date `days` later (or earlier). */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** From one calendar date to another; below zero where the other comes first. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

/** The calendar date in Việt Nam (UTC+7, no summer time) at an instant in milliseconds. */
export function dateInVietnam(at: number): string {
  return new Date(at + 7 * 3_600_000).toISOString().slice(0, 10)
}

/** "10:42": the time of day in Việt Nam at an instant in milliseconds. */
export function timeInVietnam(at: number): string {
  return new Date(at + 7 * 3_600_000).toISOString().slice(11, 16)
}
