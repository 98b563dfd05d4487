import { type ReactNode, type Ref, useId } from 'react'
import { classNames } from './class-names.ts'
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
  const hintId = `${id}-hint`
  const errorId = `${id}-error`
  return (
    <div className={css.field}>
      <label htmlFor={id} className={css.label}>
        {label}
      </label>
      <select
        id={id}
        ref={ref}
        className={css.select}
        value={value}
        aria-invalid={error ? true : undefined}
        aria-describedby={classNames(hint != null && hintId, error && errorId) || undefined}
        onChange={(event) => onChange(event.target.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {hint != null ? (
        <p id={hintId} className={css.hint}>
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={errorId} role="alert" className={css.error}>
          {error}
        </p>
      ) : null}
    </div>
  )
}
