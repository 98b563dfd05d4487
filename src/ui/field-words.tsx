import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import css from './field.module.css'

type FieldWordsProps = {
  /** Of the field that they are about. */
  id: string
  hint?: ReactNode
  error?: string | undefined
}

/** What stands below a field: how to fill it in, and what is wrong with it. */
export function FieldWords({ id, hint, error }: FieldWordsProps) {
  return (
    <>
      {hint != null ? (
        <p id={hintOf(id)} className={css.hint}>
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={errorOf(id)} role="alert" className={css.error}>
          {error}
        </p>
      ) : null}
    </>
  )
}

/** The field's `aria-describedby`. */
export function wordsOf({ id, hint, error }: FieldWordsProps): string | undefined {
  return classNames(hint != null && hintOf(id), error && errorOf(id)) || undefined
}

const hintOf = (id: string) => `${id}-hint`
const errorOf = (id: string) => `${id}-error`
