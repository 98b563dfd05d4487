import { useState } from 'react'
import { isoDateSchema } from '../../domain/date.ts'
import type { Days } from '../../domain/overview/period.ts'
import { TextField } from '../../ui/text-field.tsx'
import { dayInWords } from '../parts/when.ts'

type DayFieldsProps = { days: Days; today: string; onDays: (days: Days) => void }

/** First and last day of a report. While what is typed is no period yet, the last one stays shown and the fields say why. */
export function DayFields({ days, today, onDays }: DayFieldsProps) {
  const [typed, setTyped] = useState<Days>(days)
  const errors = wrongIn(typed, today)
  const type = (next: Days) => {
    setTyped(next)
    if (Object.keys(wrongIn(next, today)).length === 0) onDays(next)
  }
  return (
    <>
      <TextField
        type="date"
        label="Từ ngày"
        value={typed.from}
        min="2000-01-01"
        max={today}
        // A tablet whose language is English shows the month first.
        hint={errors.from ? undefined : dayInWords(typed.from)}
        error={errors.from}
        onChange={(event) => type({ ...typed, from: event.target.value })}
      />
      <TextField
        type="date"
        label="Đến ngày"
        value={typed.until}
        min={typed.from}
        hint={errors.until ? undefined : dayInWords(typed.until)}
        error={errors.until}
        onChange={(event) => type({ ...typed, until: event.target.value })}
      />
    </>
  )
}

function wrongIn({ from, until }: Days, today: string): { from?: string; until?: string } {
  if (!isDay(from) || from < '2000') return { from: 'Chọn ngày đầu, từ năm 2000.' }
  if (from > today) return { from: 'Ngày đầu không được sau hôm nay.' }
  if (!isDay(until) || until > '2100') return { until: 'Chọn ngày cuối.' }
  return from <= until ? {} : { until: 'Ngày cuối phải từ ngày đầu trở đi.' }
}

function isDay(text: string): boolean {
  return isoDateSchema.safeParse(text).success
}
