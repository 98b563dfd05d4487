import { useEffect, useRef, useState } from 'react'
import { formatPercent } from '../../../domain/decimal.ts'
import { Segments } from '../../../ui/segments.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { useTypedSave } from '../use-typed-save.ts'
import { failChoice, passChoice, type Verdict, verdictIn } from './choices.ts'
import { readCount } from './count.ts'
import type { FieldProps } from './field-props.ts'
import css from './fields.module.css'
import { NotApplicableOnly } from './not-applicable-only.tsx'

/**
 * Two counts and the percentage between them; stored once both are there and fit together.
 * With the rule `inspector` the person concludes too, as on a measure.
 */
export function RatioField({ item, input, value, onAnswer, begun }: FieldProps<'ratio'>) {
  const top = useRef<HTMLInputElement>(null)
  const bottom = useRef<HTMLInputElement>(null)
  const asksVerdict = input.rule.by === 'inspector'
  const stored = value?.is === 'ratio' ? value : null
  const { texts } = begun
  const [problem, setProblem] = useState(() => (stored ? null : problemOf(texts.top ?? '', texts.bottom ?? '')))
  const [concluded, setConcluded] = useState(() => verdictIn(texts))
  const verdict = stored?.verdict ?? concluded

  // One number alone is not stored yet and stays in its field.
  useEffect(() => {
    const isTyping = document.activeElement === top.current || document.activeElement === bottom.current
    if (isTyping || value === null || !top.current || !bottom.current) return
    top.current.value = stored ? `${stored.numerator}` : ''
    bottom.current.value = stored ? `${stored.denominator}` : ''
  }, [value, stored])

  function begin(conclusion: Verdict | null) {
    const [above, below] = typedNow()
    // Over another answer nothing is begun: that one stands until this one is whole.
    if (value === null || stored) begun.keep({ top: above, bottom: below, verdict: conclusion ?? '' })
  }

  function typedNow(): [string, string] {
    return [top.current?.value.trim() ?? '', bottom.current?.value.trim() ?? '']
  }

  function take(conclusion: Verdict | null) {
    const [above, below] = typedNow()
    const wrong = problemOf(above, below)
    setProblem(wrong)
    if (above === '' || below === '') {
      if (stored) onAnswer(null)
      return begin(conclusion)
    }
    const numerator = readCount(above)
    const denominator = readCount(below)
    // What is stored goes on standing while something else cannot be read.
    if (wrong !== null || numerator === null || denominator === null) return stored ? undefined : begin(conclusion)
    // 0 of 0: there is nothing to count, and nothing to conclude.
    const isEmpty = denominator === 0
    if (asksVerdict && !isEmpty && conclusion === null) return begin(conclusion)
    const next = {
      is: 'ratio' as const,
      numerator,
      denominator,
      ...(asksVerdict && !isEmpty && conclusion && { verdict: conclusion }),
    }
    if (JSON.stringify(next) !== JSON.stringify(stored)) onAnswer(next)
  }

  function conclude(next: Verdict | null) {
    setConcluded(next)
    if (next !== null) return take(next)
    if (stored) onAnswer(null)
    begin(null)
  }

  const { typed, flush } = useTypedSave((_: undefined) => take(verdict))
  const typing = { inputMode: 'numeric', autoComplete: 'off', onInput: () => typed(undefined), onBlur: flush } as const

  return (
    <div className={css.stack}>
      <div className={css.pair}>
        <TextField ref={top} label={input.numerator} defaultValue={stored?.numerator ?? texts.top ?? ''} {...typing} />
        <TextField
          ref={bottom}
          label={input.denominator}
          defaultValue={stored?.denominator ?? texts.bottom ?? ''}
          {...typing}
        />
        <output className={css.result} aria-label="Tỷ lệ">
          {stored && stored.denominator > 0 ? `${formatPercent(stored.numerator, stored.denominator)} %` : '– %'}
        </output>
      </div>
      {problem ? (
        <p role="alert" className={css.error}>
          {problem}
        </p>
      ) : null}
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
      {asksVerdict && value === null ? (
        <p className={css.hint}>Câu trả lời được lưu khi có đủ hai số và kết luận.</p>
      ) : null}
      <NotApplicableOnly
        item={item}
        value={value}
        when="khi không có số"
        noData={input.rule.by === 'recorded'}
        onAnswer={(answer) => {
          setProblem(null)
          setConcluded(null)
          onAnswer(answer)
        }}
      />
    </div>
  )
}

/** Why two numbers do not go together; null while one of them is missing. */
function problemOf(above: string, below: string): string | null {
  if (above === '' || below === '') return null
  const numerator = readCount(above)
  const denominator = readCount(below)
  if (numerator === null || denominator === null) return 'Chỉ nhập số nguyên, ví dụ 12.'
  if (numerator <= denominator) return null
  return `Số thứ nhất (${numerator}) không thể lớn hơn số thứ hai (${denominator}).`
}
