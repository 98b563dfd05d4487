import { useEffect, useRef } from 'react'
import { TextArea } from '../../../ui/text-area.tsx'
import { useTypedSave } from '../use-typed-save.ts'
import type { FieldProps } from './field-props.ts'
import css from './fields.module.css'
import { NotApplicableOnly } from './not-applicable-only.tsx'

/** A fact in words; noted, never scored. */
export function WordsField({ item, value, onAnswer }: FieldProps<'text'>) {
  const field = useRef<HTMLTextAreaElement>(null)
  const stored = value?.is === 'text' ? value.text : ''

  useEffect(() => {
    if (field.current && document.activeElement !== field.current) field.current.value = stored
  }, [stored])

  const { typed, flush } = useTypedSave((text: string) => {
    if (text.trim() !== stored) onAnswer(text.trim() === '' ? null : { is: 'text', text: text.trim() })
  })
  return (
    <div className={css.stack}>
      <TextArea
        ref={field}
        label="Nội dung"
        maxLength={2000}
        defaultValue={stored}
        onInput={(event) => typed(event.currentTarget.value)}
        onBlur={flush}
      />
      <NotApplicableOnly item={item} value={value} onAnswer={onAnswer} when="khi không có nội dung" />
    </div>
  )
}
