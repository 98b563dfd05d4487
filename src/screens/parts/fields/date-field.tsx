import { useEffect, useRef, useState } from 'react'
import { TextField } from '../../../ui/text-field.tsx'
import { useTypedSave } from '../use-typed-save.ts'
import { dayInWords } from '../when.ts'
import type { FieldProps } from './field-props.ts'
import css from './fields.module.css'
import { NotApplicableOnly } from './not-applicable-only.tsx'

export function DateField({ item, value, onAnswer }: FieldProps<'date'>) {
  const field = useRef<HTMLInputElement>(null)
  const [problem, setProblem] = useState<string>()
  const stored = value?.is === 'date' ? value.date : ''

  useEffect(() => {
    if (field.current && document.activeElement !== field.current) field.current.value = stored
  }, [stored])

  function take(date: string) {
    setProblem(undefined)
    if (date === stored) return
    if (date === '') return onAnswer(null)
    // While a year is being typed the field already reports 0002, 0020, 0202.
    if (date < '1900') return setProblem('Năm chưa đúng. Hãy nhập đủ bốn chữ số.')
    onAnswer({ is: 'date', date })
  }

  const { typed, flush } = useTypedSave(take)

  return (
    <div className={css.stack}>
      <TextField
        ref={field}
        type="date"
        label={item.question}
        hideLabel
        defaultValue={stored}
        className={css.number}
        // A tablet whose language is English shows the month first.
        hint={stored === '' ? null : dayInWords(stored)}
        error={problem}
        onInput={(event) => typed(event.currentTarget.value)}
        onBlur={flush}
      />
      <NotApplicableOnly item={item} value={value} onAnswer={onAnswer} when="khi không có ngày" />
    </div>
  )
}
