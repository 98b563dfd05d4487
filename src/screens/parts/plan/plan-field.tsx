import { type ReactNode, useEffect, useRef, useState } from 'react'
import { formatDate } from '../../../domain/date.ts'
import { type Plan, WHAT_MAX, WHO_MAX } from '../../../domain/plan.ts'
import type { Suggestion } from '../../../domain/planning.ts'
import { Button } from '../../../ui/button.tsx'
import { Disclosure } from '../../../ui/disclosure.tsx'
import { Segments } from '../../../ui/segments.tsx'
import { TextArea } from '../../../ui/text-area.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { useTypedSave } from '../use-typed-save.ts'
import css from './plan.module.css'

type PlanFieldProps = {
  plan: Plan | undefined
  suggestion: Suggestion
  /** Of the visit: what is to be done before it is a slip. */
  date: string
  onSay: (said: Partial<Plan>) => void
  /** Takes the whole plan of the item away, or puts one back. */
  onReplace: (plan: Plan | undefined) => void
  /** Behind the quiet buttons. */
  children?: ReactNode
}

/** What, who and by when: two taps, each a whole suggestion, and room for other words. */
export function PlanField({ plan, suggestion, date, onSay, onReplace, children }: PlanFieldProps) {
  const [removed, setRemoved] = useState<Plan | null>(null)
  const { people, days } = suggestion
  const { what = '', who = '', by = null } = plan ?? {}
  const isOwn = (who !== '' && !people.includes(who)) || (by !== null && days.every((day) => day.by !== by))

  return (
    <div className={css.plan}>
      <Typed
        stored={what}
        max={WHAT_MAX}
        onType={(text) => onSay({ what: text })}
        field={(typing) => <TextArea label="Biện pháp" rows={2} placeholder={suggestion.what} {...typing} />}
      />
      <Segments
        legend="Người chịu trách nhiệm"
        showLegend
        size="small"
        wordy
        options={people.map((name) => ({ value: name, label: name, tone: 'plain' }))}
        value={people.includes(who) ? who : null}
        onChoose={(name) => onSay({ who: name ?? '' })}
      />
      <Segments
        legend="Thời hạn"
        showLegend
        size="small"
        options={days.map((day) => ({
          value: day.by,
          label: `${day.words} (${formatDate(day.by).slice(0, 5)})`,
          tone: 'plain',
        }))}
        value={days.some((day) => day.by === by) ? by : null}
        onChoose={(day) => onSay({ by: day })}
      />
      <div className={css.foot}>
        <Disclosure label="Người khác, ngày khác" openLabel="Ẩn người khác, ngày khác" startsOpen={isOwn}>
          {() => (
            <div className={css.others}>
              <Typed
                stored={who}
                max={WHO_MAX}
                onType={(name) => onSay({ who: name })}
                field={(typing) => <TextField label="Tên hoặc chức vụ" {...typing} />}
              />
              <DayField by={by} date={date} onDay={(day) => onSay({ by: day })} />
            </div>
          )}
        </Disclosure>
        {plan ? (
          <Button
            look="quiet"
            onClick={() => {
              setRemoved(plan)
              onReplace(undefined)
            }}
          >
            Xóa biện pháp
          </Button>
        ) : removed ? (
          <p role="status" className={css.removed}>
            Đã xóa biện pháp.
            <Button look="quiet" onClick={() => onReplace(removed)}>
              Hoàn tác
            </Button>
          </p>
        ) : null}
        {children}
      </div>
    </div>
  )
}

type Typing = {
  ref: (element: HTMLInputElement | HTMLTextAreaElement | null) => void
  defaultValue: string
  maxLength: number
  onInput: (event: { currentTarget: { value: string } }) => void
  onBlur: () => void
}

/** A text that is saved while it is typed. */
function Typed(props: {
  stored: string
  max: number
  onType: (text: string) => void
  field: (typing: Typing) => ReactNode
}) {
  const { stored, max, onType, field } = props
  const element = useRef<HTMLInputElement | HTMLTextAreaElement | null>(null)
  const { typed, flush } = useTypedSave((text: string) => {
    if (text.trim() !== stored) onType(text.trim())
  })

  useEffect(() => {
    if (element.current && document.activeElement !== element.current) element.current.value = stored
  }, [stored])

  return field({
    ref: (found) => {
      element.current = found
    },
    defaultValue: stored,
    maxLength: max,
    onInput: (event) => typed(event.currentTarget.value),
    onBlur: flush,
  })
}

function DayField({ by, date, onDay }: { by: string | null; date: string; onDay: (by: string | null) => void }) {
  const field = useRef<HTMLInputElement>(null)
  const [problem, setProblem] = useState<string>()
  const stored = by ?? ''

  useEffect(() => {
    if (field.current && document.activeElement !== field.current) field.current.value = stored
  }, [stored])

  function take(day: string) {
    setProblem(undefined)
    if (day === stored) return
    if (day === '') return onDay(null)
    // While a year is being typed the field already reports 0002, 0020, 0202.
    if (day < date) return setProblem('Thời hạn phải từ ngày kiểm tra trở đi.')
    onDay(day)
  }

  const { typed, flush } = useTypedSave(take)
  return (
    <TextField
      ref={field}
      type="date"
      label="Ngày"
      defaultValue={stored}
      min={date}
      // A tablet whose language is English shows the month first.
      hint={stored === '' ? null : formatDate(stored)}
      error={problem}
      onInput={(event) => typed(event.currentTarget.value)}
      onBlur={flush}
    />
  )
}
