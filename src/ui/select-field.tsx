import { type ReactNode, type Ref, useId } from 'react'
import field from './field.module.css'
import { FieldWords, wordsOf } from './field-words.tsx'
import css from './select-field.module.css'

type SelectFieldProps = {
  label: string
  value: string
  options: readonly { value: string; label: string }[]
  onChange: (value: string) => void
  hint?: ReactNode
  error?: string | undefined
  ref?: Ref<HTMLSelectElement>
}

export function SelectField({ label, value, options, onChange, hint, error, ref }: SelectFieldProps) {
  const id = useId()
  return (
    <div className={field.field}>
      <label htmlFor={id} className={field.label}>
        {label}
      </label>
      <select
        id={id}
        ref={ref}
        className={css.select}
        value={value}
        aria-invalid={error ? true : undefined}
        aria-describedby={wordsOf({ id, hint, error })}
        onChange={(event) => onChange(event.target.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <FieldWords id={id} hint={hint} error={error} />
    </div>
  )
}
