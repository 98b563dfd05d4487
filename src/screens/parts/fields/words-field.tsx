import { useEffect, useRef } from 'react'
import { Segments } from '../../../ui/segments.tsx'
import { TextArea } from '../../../ui/text-area.tsx'
import type { FieldProps } from '../item-field.tsx'
import { useTypedSave } from '../use-typed-save.ts'
import { notApplicableChoice } from './choices.ts'
import css from './fields.module.css'

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
      {item.allowsNotApplicable ? (
        <Segments
          legend={`${item.question}: khi không có nội dung`}
          options={notApplicableChoice(item)}
          value={value?.is === 'notApplicable' ? value.is : null}
          onChoose={(choice) => onAnswer(choice === null ? null : { is: 'notApplicable' })}
          size="small"
        />
      ) : null}
    </div>
  )
}
