import type { AnswerValue } from '../../../domain/answer.ts'
import type { Segment } from '../../../ui/segments.tsx'
import { Segments } from '../../../ui/segments.tsx'
import { failChoice, passChoice } from './choices.ts'
import type { FieldProps } from './field-props.ts'
import css from './fields.module.css'
import { NotApplicableOnly } from './not-applicable-only.tsx'

type MarkName = Extract<AnswerValue, { is: 'marks' }>['marks'][string]

/** On level 1 of a ladder "pass" says that the violation is there. */
const violation: Segment<MarkName>[] = [
  { value: 'pass', label: 'Có vi phạm', tone: 'fail' },
  { value: 'fail', label: 'Không có', tone: 'pass' },
]
const marks: Segment<MarkName>[] = [
  passChoice,
  failChoice,
  { value: 'notApplicable', label: 'Không áp dụng', tone: 'none' },
]

/** A list of marks: the sub-items of a ladder or the parts of a bundle. */
export function MarksField({ item, input, value, onAnswer }: FieldProps<'ladder' | 'bundle'>) {
  const marked = value?.is === 'marks' ? value.marks : {}

  function mark(id: string, choice: MarkName | null) {
    const { [id]: _, ...others } = marked
    const next = choice === null ? others : { ...others, [id]: choice }
    onAnswer(Object.keys(next).length === 0 ? null : { is: 'marks', marks: next })
  }

  const parts = input.kind === 'ladder' ? input.parts : input.parts.map((part) => ({ ...part, level: 0 }))
  return (
    <div className={css.list}>
      {parts.map(({ id, text, level }) => (
        <Segments
          key={id}
          legend={level > 0 ? `Mức ${level}. ${text}` : text}
          showLegend
          options={level === 1 ? violation : marks}
          value={marked[id] ?? null}
          onChoose={(choice) => mark(id, choice)}
          size="small"
        />
      ))}
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
