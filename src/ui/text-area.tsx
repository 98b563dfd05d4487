import { type Ref, type TextareaHTMLAttributes, useId } from 'react'
import field from './field.module.css'
import css from './text-area.module.css'

type TextAreaProps = TextareaHTMLAttributes<HTMLTextAreaElement> & {
  label: string
  ref?: Ref<HTMLTextAreaElement>
}

export function TextArea({ label, ref, ...rest }: TextAreaProps) {
  const id = useId()
  return (
    <div className={field.field}>
      <label htmlFor={id} className={field.label}>
        {label}
      </label>
      <textarea id={id} ref={ref} rows={3} className={css.area} {...rest} />
    </div>
  )
}
