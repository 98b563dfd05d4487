import { useRef, useState } from 'react'
import { TextField } from '../../../ui/text-field.tsx'
import { useTypedSave } from '../use-typed-save.ts'
import { readCount } from './count.ts'
import type { FieldProps } from './field-props.ts'
import css from './fields.module.css'
import { NotApplicableOnly } from './not-applicable-only.tsx'

/** A list of counts, each with what the facility's zone asks for. */
export function LinesField({ item, input, value, onAnswer, context, begun }: FieldProps<'lines'>) {
  const list = useRef<HTMLDivElement>(null)
  const { zone } = context.facts
  const counts = value?.is === 'counts' ? value.counts : {}
  const [wrong, setWrong] = useState(() => Object.keys(begun.texts).filter((id) => counts[id] === undefined))

  function take() {
    const next: Record<string, number> = {}
    const unreadable: string[] = []
    // By line: what cannot be read, where nothing is stored under it.
    const typed: Record<string, string> = Object.fromEntries(input.lines.map(({ id }) => [id, '']))
    for (const field of list.current?.querySelectorAll('input[data-line]') ?? []) {
      if (!(field instanceof HTMLInputElement) || field.value.trim() === '') continue
      const id = field.dataset.line ?? ''
      const count = readCount(field.value)
      if (count !== null) next[id] = count
      else {
        unreadable.push(id)
        if (counts[id] !== undefined) next[id] = counts[id]
        else typed[id] = field.value.trim()
      }
    }
    setWrong(unreadable)
    const isEmpty = Object.keys(next).length === 0
    if (isEmpty ? value?.is === 'counts' : JSON.stringify(next) !== JSON.stringify(counts))
      onAnswer(isEmpty ? null : { is: 'counts', counts: next })
    if (value?.is !== 'notApplicable' || !isEmpty) begun.keep(typed)
  }

  const { typed, flush } = useTypedSave(take)
  return (
    <div className={css.list} ref={list}>
      {input.lines.map(({ id, text, required }) => {
        const need = zone === null ? null : required[`${zone}`]
        return (
          <TextField
            key={`${id}:${value?.is === 'notApplicable'}`}
            data-line={id}
            label={text}
            hint={need == null ? 'Chưa có định mức cho vùng này.' : `Cần có ${need}.`}
            error={wrong.includes(id) ? 'Chỉ nhập số nguyên, ví dụ 2.' : undefined}
            inputMode="numeric"
            autoComplete="off"
            defaultValue={counts[id] ?? begun.texts[id] ?? ''}
            onInput={() => typed(undefined)}
            onBlur={flush}
          />
        )
      })}
      <NotApplicableOnly
        item={item}
        value={value}
        onAnswer={onAnswer}
        when="cả tiêu chí"
        label="Cả tiêu chí không áp dụng"
      />
    </div>
  )
}
