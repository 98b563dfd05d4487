import { useEffect, useRef, useState } from 'react'
import type { AnswerValue } from '../../../domain/answer.ts'
import { formatReading, type Reading, readTyped } from '../../../domain/decimal.ts'
import { type Segment, Segments } from '../../../ui/segments.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { readingWords } from '../reading-words.ts'
import { useTypedSave } from '../use-typed-save.ts'
import { failChoice, noDataChoice, notApplicableChoice, notDetectedChoice, passChoice } from './choices.ts'
import type { FieldProps } from './field-props.ts'
import css from './fields.module.css'

type Special = 'notDetected' | 'noData' | 'notApplicable'
type Verdict = 'pass' | 'fail'

/** A measured number. With the rule `inspector` the person concludes too, and nothing is stored before both are there. */
export function MeasureField({ item, input, value, onAnswer }: FieldProps<'measure'>) {
  const field = useRef<HTMLInputElement>(null)
  const [problem, setProblem] = useState<string>()
  const [concluded, setConcluded] = useState<Verdict | null>(null)
  const asksVerdict = input.rule.by === 'inspector'
  const stored = value?.is === 'reading' ? value : null
  const verdict = stored?.verdict ?? concluded
  const shown = textOf(value)

  // Another tab, an undo or a button may change the value. What is being typed is never touched, and
  // neither is a number that still waits for its conclusion.
  const isWaiting = asksVerdict && value === null
  useEffect(() => {
    if (field.current && document.activeElement !== field.current && !isWaiting) field.current.value = shown
  }, [shown, isWaiting])

  function answer(reading: Reading, conclusion: Verdict | null) {
    if (!asksVerdict) onAnswer({ is: 'reading', reading })
    else if (conclusion) onAnswer({ is: 'reading', reading, verdict: conclusion })
  }

  function take(text: string) {
    const typed = readTyped(text)
    if (!typed.ok) {
      const isEmpty = typed.code === 'NUMBER_EMPTY'
      setProblem(isEmpty ? undefined : readingWords(typed.code, text))
      if (isEmpty && stored) onAnswer(null)
      return
    }
    if (typed.reading.is !== 'number' && !input.allowsBelow) {
      setProblem('Tiêu chí này cần một con số, không dùng “<” hay “KPH”.')
      return
    }
    setProblem(undefined)
    const next = { is: 'reading' as const, reading: typed.reading, ...(asksVerdict && verdict ? { verdict } : {}) }
    if (JSON.stringify(next) !== JSON.stringify(value)) answer(typed.reading, verdict)
  }

  const { typed, flush } = useTypedSave(take)

  function conclude(next: Verdict | null) {
    setConcluded(next)
    const reading = readTyped(field.current?.value ?? '')
    if (next === null) {
      if (stored) onAnswer(null)
    } else if (reading.ok) answer(reading.reading, next)
  }

  function choose(choice: Special | null) {
    setProblem(undefined)
    if (field.current && choice !== null) field.current.value = choice === 'notDetected' ? 'KPH' : ''
    if (choice === null) {
      if (field.current) field.current.value = ''
      onAnswer(null)
    } else if (choice === 'notDetected') answer({ is: 'notDetected' }, verdict)
    else onAnswer({ is: choice })
  }

  const specials: Segment<Special>[] = [
    ...(input.allowsBelow ? [notDetectedChoice] : []),
    ...(input.rule.by === 'limit' || input.rule.by === 'recorded' ? [noDataChoice] : []),
    ...notApplicableChoice(item),
  ]
  const chosen =
    value?.is === 'noData' || value?.is === 'notApplicable' ? value.is : isNotDetected(value) ? 'notDetected' : null

  return (
    <div className={css.stack}>
      <TextField
        ref={field}
        label={item.question}
        hideLabel
        unit={input.unit}
        inputMode="decimal"
        autoComplete="off"
        enterKeyHint="done"
        defaultValue={shown}
        className={css.number}
        error={problem && stored ? `${problem} Số đang lưu: ${formatReading(stored.reading)}.` : problem}
        onInput={(event) => typed(event.currentTarget.value)}
        onBlur={flush}
        onKeyDown={(event) => event.key === 'Enter' && flush()}
      />
      {asksVerdict ? (
        <Segments
          legend="Kết luận"
          showLegend
          options={[passChoice, failChoice]}
          value={verdict}
          onChoose={conclude}
          size="small"
        />
      ) : null}
      {asksVerdict && !stored && chosen === null ? (
        <p className={css.hint}>Câu trả lời được lưu khi có đủ số đo và kết luận.</p>
      ) : null}
      {specials.length > 0 ? (
        <Segments
          legend={`${item.question}: khi không có số`}
          options={specials}
          value={chosen}
          onChoose={choose}
          size="small"
        />
      ) : null}
    </div>
  )
}

function textOf(value: AnswerValue | null): string {
  return value?.is === 'reading' ? formatReading(value.reading) : ''
}

function isNotDetected(value: AnswerValue | null): boolean {
  return value?.is === 'reading' && value.reading.is === 'notDetected'
}
