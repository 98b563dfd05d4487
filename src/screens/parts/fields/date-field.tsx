import { useEffect, useRef, useState } from 'react'
import { Segments } from '../../../ui/segments.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import type { FieldProps } from '../item-field.tsx'
import { useTypedSave } from '../use-typed-save.ts'
import { notApplicableChoice } from './choices.ts'
import css from './fields.module.css'

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
        error={problem}
        onInput={(event) => typed(event.currentTarget.value)}
        onBlur={flush}
      />
      {item.allowsNotApplicable ? (
        <Segments
          legend={`${item.question}: khi không có ngày`}
          options={notApplicableChoice(item)}
          value={value?.is === 'notApplicable' ? value.is : null}
          onChoose={(choice) => onAnswer(choice === null ? null : { is: 'notApplicable' })}
          size="small"
        />
      ) : null}
    </div>
  )
}
