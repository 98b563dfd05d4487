import { type Ref, type TextareaHTMLAttributes, useId } from 'react'
import css from './text-area.module.css'

type TextAreaProps = TextareaHTMLAttributes<HTMLTextAreaElement> & {
  label: string
  ref?: Ref<HTMLTextAreaElement>
}

export function TextArea({ label, ref, ...rest }: TextAreaProps) {
  const id = useId()
  return (
    <div className={css.field}>
      <label htmlFor={id} className={css.label}>
        {label}
      </label>
      <textarea id={id} ref={ref} rows={3} className={css.area} {...rest} />
    </div>
  )
}
