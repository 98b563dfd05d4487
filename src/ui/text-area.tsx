import { type Ref, type TextareaHTMLAttributes, useId } from 'react'
import field from './field.module.css'
import { FieldWords, wordsOf } from './field-words.tsx'
import css from './text-area.module.css'

type TextAreaProps = TextareaHTMLAttributes<HTMLTextAreaElement> & {
  label: string
  error?: string | undefined
  ref?: Ref<HTMLTextAreaElement>
}

export function TextArea({ label, error, ref, ...rest }: TextAreaProps) {
  const id = useId()
  return (
    <div className={field.field}>
      <label htmlFor={id} className={field.label}>
        {label}
      </label>
      <textarea
        id={id}
        ref={ref}
        rows={3}
        className={css.area}
        aria-invalid={error ? true : undefined}
        aria-describedby={wordsOf({ id, error })}
        {...rest}
      />
      <FieldWords id={id} error={error} />
    </div>
  )
}
