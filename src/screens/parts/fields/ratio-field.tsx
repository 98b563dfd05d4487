import { useEffect, useRef, useState } from 'react'
import { formatPercent } from '../../../domain/decimal.ts'
import { Segments } from '../../../ui/segments.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { useTypedSave } from '../use-typed-save.ts'
import { failChoice, passChoice } from './choices.ts'
import { readCount } from './count.ts'
import type { FieldProps } from './field-props.ts'
import css from './fields.module.css'
import { NotApplicableOnly } from './not-applicable-only.tsx'

type Verdict = 'pass' | 'fail'

/**
 * Two counts and the percentage between them; stored once both are there and fit together.
 * With the rule `inspector` the person concludes too, as on a measure.
 */
export function RatioField({ item, input, value, onAnswer }: FieldProps<'ratio'>) {
  const top = useRef<HTMLInputElement>(null)
  const bottom = useRef<HTMLInputElement>(null)
  const [problem, setProblem] = useState<string>()
  const [concluded, setConcluded] = useState<Verdict | null>(null)
  const asksVerdict = input.rule.by === 'inspector'
  const stored = value?.is === 'ratio' ? value : null
  const verdict = stored?.verdict ?? concluded

  // One number alone is not stored yet and stays in its field.
  useEffect(() => {
    const isTyping = document.activeElement === top.current || document.activeElement === bottom.current
    if (isTyping || value === null || !top.current || !bottom.current) return
    top.current.value = stored ? `${stored.numerator}` : ''
    bottom.current.value = stored ? `${stored.denominator}` : ''
  }, [value, stored])

  function take(conclusion: Verdict | null) {
    const texts = [top.current?.value ?? '', bottom.current?.value ?? ''] as const
    if (texts.some((text) => text.trim() === '')) {
      setProblem(undefined)
      if (stored) onAnswer(null)
      return
    }
    const numerator = readCount(texts[0])
    const denominator = readCount(texts[1])
    if (numerator === null || denominator === null) return setProblem('Chỉ nhập số nguyên, ví dụ 12.')
    if (numerator > denominator)
      return setProblem(`Số thứ nhất (${numerator}) không thể lớn hơn số thứ hai (${denominator}).`)
    setProblem(undefined)
    // 0 of 0: there is nothing to count, and nothing to conclude.
    const isEmpty = denominator === 0
    if (asksVerdict && !isEmpty && conclusion === null) return
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
    if (next !== null) take(next)
    else if (stored) onAnswer(null)
  }

  const { typed, flush } = useTypedSave((_: undefined) => take(verdict))
  const typing = { inputMode: 'numeric', autoComplete: 'off', onInput: () => typed(undefined), onBlur: flush } as const

  return (
    <div className={css.stack}>
      <div className={css.pair}>
        <TextField ref={top} label={input.numerator} defaultValue={stored?.numerator ?? ''} {...typing} />
        <TextField ref={bottom} label={input.denominator} defaultValue={stored?.denominator ?? ''} {...typing} />
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
          setProblem(undefined)
          setConcluded(null)
          onAnswer(answer)
        }}
      />
    </div>
  )
}
