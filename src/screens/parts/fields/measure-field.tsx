import { useEffect, useRef, useState } from 'react'
import type { AnswerValue } from '../../../domain/answer.ts'
import { formatReading, type Reading } from '../../../domain/decimal.ts'
import { type Segment, Segments } from '../../../ui/segments.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { readingWords } from '../reading-words.ts'
import { useTypedSave } from '../use-typed-save.ts'
import {
  failChoice,
  noDataChoice,
  notApplicableChoice,
  notDetectedChoice,
  passChoice,
  type Verdict,
  verdictIn,
} from './choices.ts'
import type { FieldProps } from './field-props.ts'
import css from './fields.module.css'
import { PrefixButton } from './prefix-button.tsx'
import { fieldText, goesBelowZero, isBlank, readField } from './typed-number.ts'

type Special = 'notDetected' | 'noData' | 'notApplicable'

/** A measured number. With the rule `inspector` the person concludes too, and nothing is stored before both are there. */
export function MeasureField({ item, input, value, onAnswer, begun }: FieldProps<'measure'>) {
  const field = useRef<HTMLInputElement>(null)
  const { texts } = begun
  const isSigned = goesBelowZero(input)
  const [problem, setProblem] = useState(() => (value === null ? read(texts.number ?? '').problem : undefined))
  const [concluded, setConcluded] = useState(() => verdictIn(texts))
  const asksVerdict = input.rule.by === 'inspector'
  const stored = value?.is === 'reading' ? value : null
  const verdict = stored?.verdict ?? concluded
  const shown = stored ? fieldText(stored.reading) : value === null ? (texts.number ?? '') : ''
  const prefix = isSigned ? '-' : input.allowsBelow ? '<' : null

  // Another tab, an undo or a button may change the value. What is being typed is never touched.
  useEffect(() => {
    if (field.current && document.activeElement !== field.current) field.current.value = shown
  }, [shown])

  function begin(number: string, conclusion: Verdict | null) {
    // Over another answer nothing is begun: that one stands until this one is whole.
    if (value === null || stored) begun.keep({ number: number.trim(), verdict: conclusion ?? '' })
  }

  function answer(reading: Reading, conclusion: Verdict | null) {
    if (!asksVerdict) onAnswer({ is: 'reading', reading })
    else if (conclusion) onAnswer({ is: 'reading', reading, verdict: conclusion })
    else begin(fieldText(reading), null)
  }

  /** What is typed, if this item takes it; otherwise why not. */
  function read(text: string): { reading: Reading | null; problem?: string } {
    const typed = readField(text)
    if (!typed.ok) return { reading: null, ...(!isBlank(text) && { problem: readingWords(typed.code, text) }) }
    const problem = refusal(typed.reading)
    return problem === null ? { reading: typed.reading } : { reading: null, problem }
  }

  function accept(text: string): Reading | null {
    const { reading, problem } = read(text)
    setProblem(problem)
    return reading
  }

  function refusal(reading: Reading): string | null {
    if (reading.is !== 'number' && !input.allowsBelow) return 'Tiêu chí này cần một con số, không dùng “<” hay “KPH”.'
    if (reading.is !== 'notDetected' && reading.number.startsWith('-') && !isSigned) return 'Số này không thể âm.'
    return null
  }

  function take(text: string) {
    const reading = accept(text)
    if (reading === null) {
      if (stored && isBlank(text)) onAnswer(null)
      // What is stored goes on standing while something else cannot be read.
      if (!stored || isBlank(text)) begin(text, verdict)
      return
    }
    const next = { is: 'reading' as const, reading, ...(asksVerdict && verdict ? { verdict } : {}) }
    if (JSON.stringify(next) !== JSON.stringify(value)) answer(reading, verdict)
  }

  const { typed, flush } = useTypedSave(take)

  function turn(text: string) {
    typed(text)
    flush()
  }

  function conclude(next: Verdict | null) {
    setConcluded(next)
    const text = field.current?.value ?? ''
    const reading = accept(text)
    if (reading && next) return answer(reading, next)
    if (stored && next === null) onAnswer(null)
    if (!stored || next === null) begin(text, next)
  }

  function choose(choice: Special | null) {
    setProblem(undefined)
    if (field.current && choice !== null) field.current.value = choice === 'notDetected' ? 'KPH' : ''
    if (choice === null) {
      if (field.current) field.current.value = ''
      onAnswer(null)
      begin('', verdict)
    } else if (choice === 'notDetected') answer({ is: 'notDetected' }, verdict)
    else {
      setConcluded(null)
      onAnswer({ is: choice })
    }
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
        before={prefix ? <PrefixButton prefix={prefix} fieldOf={() => field.current} onTurned={turn} /> : null}
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

function isNotDetected(value: AnswerValue | null): boolean {
  return value?.is === 'reading' && value.reading.is === 'notDetected'
}
