import { type InputHTMLAttributes, type ReactNode, type Ref, useId } from 'react'
import { classNames } from './class-names.ts'
import css from './text-field.module.css'

type TextFieldProps = InputHTMLAttributes<HTMLInputElement> & {
  label: string
  hint?: ReactNode
  error?: string | undefined
  /** Stands behind the number: "mg/l". */
  unit?: string | undefined
  hideLabel?: boolean
  /** A control of its own in front of the box. */
  before?: ReactNode
  /** The same behind it. */
  after?: ReactNode
  ref?: Ref<HTMLInputElement>
}

export function TextField(props: TextFieldProps) {
  const { label, hint, error, unit, hideLabel, before, after, className, ref, ...rest } = props
  const id = useId()
  const hintId = `${id}-hint`
  const errorId = `${id}-error`
  return (
    <div className={classNames(css.field, className)}>
      <label htmlFor={id} className={hideLabel ? css.spoken : css.label}>
        {label}
        {unit && hideLabel ? ` (${unit})` : null}
      </label>
      <div className={css.box}>
        {before}
        <input
          id={id}
          ref={ref}
          className={css.input}
          aria-invalid={error ? true : undefined}
          aria-describedby={classNames(hint != null && hintId, error && errorId) || undefined}
          {...rest}
        />
        {unit ? (
          <span className={css.unit} aria-hidden={hideLabel}>
            {unit}
          </span>
        ) : null}
        {after}
      </div>
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
