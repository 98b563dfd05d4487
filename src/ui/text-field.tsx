import { type InputHTMLAttributes, type ReactNode, type Ref, useId } from 'react'
import { classNames } from './class-names.ts'
import field from './field.module.css'
import { FieldWords, wordsOf } from './field-words.tsx'
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
  return (
    <div className={classNames(field.field, className)}>
      <label htmlFor={id} className={hideLabel ? css.spoken : field.label}>
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
          aria-describedby={wordsOf({ id, hint, error })}
          {...rest}
        />
        {unit ? (
          <span className={css.unit} aria-hidden={hideLabel}>
            {unit}
          </span>
        ) : null}
        {after}
      </div>
      <FieldWords id={id} hint={hint} error={error} />
    </div>
  )
}
