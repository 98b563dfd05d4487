import { type ReactNode, type Ref, useDeferredValue, useId, useState } from 'react'
import css from './choice-list.module.css'
import { FieldWords, wordsOf } from './field-words.tsx'
import { TextField } from './text-field.tsx'

export type Choice = { value: string; label: string; small?: string }

type ChoiceListProps = {
  legend: string
  choices: readonly Choice[]
  /** Whether a choice belongs to what was typed. */
  matches: (choice: Choice, query: string) => boolean
  chosen: readonly string[]
  onChoose: (chosen: string[]) => void
  /** One of them, or any number. */
  one?: boolean
  searchLabel: string
  hint?: ReactNode
  error?: string | undefined
  ref?: Ref<HTMLInputElement>
}

/** More rows than this nobody reads through. */
const SHOWN = 100

/** Many choices with a search above them; what is chosen stays on top. */
export function ChoiceList(props: ChoiceListProps) {
  const { legend, choices, matches, chosen, onChoose, one = false, searchLabel, hint, error, ref } = props
  const name = useId()
  const [query, setQuery] = useState('')
  const asked = useDeferredValue(query)
  // The order of a moment ago: a row must not jump away from under the finger that has just chosen it.
  const [first] = useState(() => new Set(chosen))

  const found = choices.filter((choice) => chosen.includes(choice.value) || matches(choice, asked))
  const ordered = [...found.filter(({ value }) => first.has(value)), ...found.filter(({ value }) => !first.has(value))]
  const shown = ordered.filter(({ value }, index) => index < SHOWN || chosen.includes(value))
  const toggle = (value: string) => {
    if (one) onChoose([value])
    else onChoose(chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value])
  }
  return (
    <fieldset className={css.field} aria-describedby={wordsOf({ id: name, error })}>
      <legend className={css.legend}>{legend}</legend>
      {hint ? <p className={css.small}>{hint}</p> : null}
      <TextField
        ref={ref}
        label={searchLabel}
        type="search"
        autoComplete="off"
        aria-invalid={error ? true : undefined}
        value={query}
        onChange={({ target }) => setQuery(target.value)}
        // Enter looks for something; it does not send the form.
        onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      />
      {shown.length > 0 ? (
        <ul className={css.list}>
          {shown.map(({ value, label, small }) => (
            <li key={value}>
              <label className={css.choice}>
                <input
                  type={one ? 'radio' : 'checkbox'}
                  name={name}
                  checked={chosen.includes(value)}
                  onChange={() => toggle(value)}
                />
                <span>
                  {label}
                  {small ? <span className={css.small}>{small}</span> : null}
                </span>
              </label>
            </li>
          ))}
        </ul>
      ) : null}
      <p className={css.small} role="status">
        {sentence(found.length, shown.length, asked)}
      </p>
      <FieldWords id={name} error={error} />
    </fieldset>
  )
}

function sentence(found: number, shown: number, query: string): string {
  if (found === 0) return query === '' ? '' : `Không có gì khớp “${query}”.`
  return shown < found ? `Còn ${found - shown} dòng nữa. Gõ thêm để thu hẹp.` : ''
}
