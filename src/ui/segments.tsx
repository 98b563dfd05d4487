import { useId, useState } from 'react'
import { classNames } from './class-names.ts'
import { Mark, type Tone } from './mark.tsx'
import css from './segments.module.css'

export type Segment<V extends string> = { value: V; label: string; tone: Tone; figure?: string }

/** Longer than anybody who keeps choices takes to draw again. */
const UNANSWERED = 1_000

type SegmentsProps<V extends string> = {
  legend: string
  /** Shown above the row; otherwise only read aloud. */
  showLegend?: boolean
  options: readonly Segment<V>[]
  value: V | null
  /** Tapping the chosen one again takes the choice back: null. */
  onChoose: (value: V | null) => void
  describedBy?: string
  size?: 'large' | 'small'
  /** Labels of several words: one below the other on a phone. */
  wordy?: boolean
  /** Equals among many, in as many columns as there is room for. */
  grid?: boolean
}

/** One choice out of a few, as a row of large native radios. */
export function Segments<V extends string>(props: SegmentsProps<V>) {
  const {
    legend,
    showLegend = false,
    options,
    value,
    onChoose,
    describedBy,
    size = 'large',
    wordy = false,
    grid = false,
  } = props
  const name = useId()
  // A tap shows by itself, in the next frame: whoever keeps the choice may draw all that follows of it later.
  // From then on, which is when other props have come, it is what they say, whatever it is.
  const [tap, setTap] = useState<{ value: V | null; over: typeof props } | null>(null)
  const shown = tap?.over === props ? tap.value : value

  function choose(next: V | null) {
    const made = { value: next, over: props }
    setTap(made)
    onChoose(next)
    // Nobody drew again: it was not taken.
    setTimeout(() => setTap((last) => (last === made ? null : last)), UNANSWERED)
  }

  return (
    <fieldset className={css.row} aria-describedby={describedBy}>
      <legend className={showLegend ? css.legend : css.spoken}>{legend}</legend>
      <div
        className={classNames(
          css.segments,
          size === 'small' && css.small,
          size === 'small' && options.length === 3 && !wordy && css.three,
          options.length > 3 && css.many,
          options.length > 5 && css.crowd,
          wordy && css.wordy,
          grid && css.grid,
        )}
      >
        {options.map((option) => (
          <label
            key={option.value}
            className={classNames(
              css.segment,
              css[option.tone],
              shown === option.value && css.chosen,
              option.value === 'notApplicable' && css.aside,
            )}
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={shown === option.value}
              onChange={() => choose(option.value)}
              // A radio that is already chosen fires no change: the click is what takes it back.
              onClick={() => shown === option.value && choose(null)}
            />
            {option.figure ? (
              <span className={css.figure}>{option.figure}</span>
            ) : (
              <Mark tone={markOf(option, shown)} />
            )}{' '}
            <span className={option.figure ? css.under : css.word}>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** Where no choice is better than another the mark only says which one is taken. */
function markOf<V extends string>({ tone, value }: Segment<V>, chosen: V | null): Tone {
  return tone === 'plain' && value === chosen ? 'info' : tone
}
