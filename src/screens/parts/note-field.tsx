import { useEffect, useRef, useState } from 'react'
import { NOTE_MAX } from '../../domain/answer.ts'
import { Button } from '../../ui/button.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { useTypedSave } from './use-typed-save.ts'

/** The note of one item: a quiet button until somebody writes, then the text in place. */
export function NoteField({ note, onNote }: { note: string; onNote: (note: string) => void }) {
  const [asked, setAsked] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const { typed, flush } = useTypedSave((text: string) => {
    if (text.trim() !== note) onNote(text.trim())
  })

  useEffect(() => {
    if (field.current && document.activeElement !== field.current) field.current.value = note
  }, [note])

  if (!asked && note === '')
    return (
      <Button look="quiet" style={{ marginInlineStart: -12 }} onClick={() => setAsked(true)}>
        <svg
          viewBox="0 0 16 16"
          width="1em"
          height="1em"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.6"
          aria-hidden="true"
        >
          <path d="M2.5 13.5 3.3 10 11 2.3l2.7 2.7L6 12.7z" strokeLinejoin="round" />
        </svg>
        Ghi chú
      </Button>
    )
  return (
    <div style={{ flexBasis: '100%', paddingBlock: 8 }}>
      <TextArea
        ref={field}
        label="Ghi chú"
        defaultValue={note}
        maxLength={NOTE_MAX}
        // Opened by a tap on purpose: writing may begin at once.
        autoFocus={asked && note === ''}
        onInput={(event) => typed(event.currentTarget.value)}
        onBlur={(event) => {
          flush()
          if (event.currentTarget.value.trim() === '') setAsked(false)
        }}
      />
    </div>
  )
}
