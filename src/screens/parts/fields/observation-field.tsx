import { useState } from 'react'
import type { Opportunity } from '../../../domain/answer.ts'
import { opportunitiesInWords } from '../../../domain/answer-words.ts'
import { itemsOf } from '../../../domain/items.ts'
import { Button } from '../../../ui/button.tsx'
import { type Segment, Segments } from '../../../ui/segments.tsx'
import { actionWords, momentWords, professionWords } from '../hand-hygiene-words.ts'
import type { FieldProps } from './field-props.ts'
import { MomentTable } from './moment-table.tsx'
import { NotApplicableOnly } from './not-applicable-only.tsx'
import css from './observation-field.module.css'

type Profession = Opportunity['profession']
type Mark = NonNullable<Opportunity['technique']>

const actions = ['rub', 'wash', 'missed'] as const
const professions = (Object.keys(professionWords) as Profession[]).map(
  (value): Segment<Profession> => ({ value, label: professionWords[value], tone: 'plain' }),
)
const marks: Segment<Mark>[] = [
  { value: 'pass', label: 'Đúng', tone: 'pass' },
  { value: 'fail', label: 'Chưa đúng', tone: 'fail' },
  { value: 'notApplicable', label: 'Không đánh giá', tone: 'none' },
]
const gloves: Segment<'on' | 'off'>[] = [
  { value: 'on', label: 'Có mang găng', tone: 'fail' },
  { value: 'off', label: 'Không mang găng', tone: 'none' },
]

/** Opportunities for hand hygiene, one tap each; nobody's name is kept. */
export function ObservationField(props: FieldProps<'observation'>) {
  return props.input.sameAs === null ? <Table {...props} /> : <Elsewhere {...props} sameAs={props.input.sameAs} />
}

/** An item that is counted from the table of another. */
function Elsewhere({ item, value, onAnswer, context, sameAs }: FieldProps<'observation'> & { sameAs: string }) {
  const holder = itemsOf(context.checklist).find(({ id }) => id === sameAs)
  return (
    <div className={css.stack}>
      <p className={css.hint}>
        Tính từ bảng cơ hội vệ sinh tay ở tiêu chí <a href={`#${sameAs}`}>“{holder?.question ?? sameAs}”</a>.
      </p>
      <NotApplicableOnly item={item} value={value} onAnswer={onAnswer} when="khi không có cơ hội nào loại này" />
    </div>
  )
}

function Table({ item, input, value, onAnswer }: FieldProps<'observation'>) {
  const [moments, setMoments] = useState<readonly number[]>([])
  const [profession, setProfession] = useState<Profession | null>(null)
  const [asksFirst, setAsksFirst] = useState(false)
  const list = value?.is === 'opportunities' ? value.list : []
  const last = list.at(-1)

  function keep(next: Opportunity[]) {
    onAnswer(next.length === 0 ? null : { is: 'opportunities', list: next })
  }

  function add(action: Opportunity['action']) {
    if (profession === null || moments.length === 0) return setAsksFirst(true)
    setAsksFirst(false)
    keep([...list, { id: crypto.randomUUID(), profession, moments: [...moments].sort(), action }])
  }

  function changeLast(key: 'technique' | 'duration' | 'gloves', said: Mark | boolean | null) {
    if (!last) return
    const { [key]: _, ...others } = last
    keep([...list.slice(0, -1), said === null ? others : { ...others, [key]: said }])
  }

  return (
    <div className={css.stack}>
      <fieldset className={css.moments}>
        <legend>Thời điểm của cơ hội này (chọn một hoặc nhiều)</legend>
        {momentWords.map((words, index) => {
          const moment = index + 1
          return (
            <label key={words} className={css.moment}>
              <input
                type="checkbox"
                checked={moments.includes(moment)}
                onChange={({ currentTarget }) =>
                  setMoments(currentTarget.checked ? [...moments, moment] : moments.filter((each) => each !== moment))
                }
              />
              <span>
                {moment}. {words}
              </span>
            </label>
          )
        })}
      </fieldset>
      <Segments
        legend="Người được quan sát"
        showLegend
        options={professions}
        value={profession}
        onChoose={setProfession}
        size="small"
        grid
      />

      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset names form controls, these are buttons */}
      <div role="group" aria-label="Ghi một cơ hội" className={css.actions}>
        {actions.map((action) => (
          <Button key={action} className={css[action]} onClick={() => add(action)}>
            {actionWords[action]}
          </Button>
        ))}
      </div>
      {asksFirst ? (
        <p role="alert" className={css.error}>
          Chọn thời điểm và người được quan sát trước, rồi bấm lại.
        </p>
      ) : null}

      <div className={css.running}>
        <output aria-label="Đã ghi">
          {opportunitiesInWords(list)}{' '}
          {last && list.length < input.smallSampleBelow ? (
            <span className={css.small}>Mẫu nhỏ: dưới {input.smallSampleBelow} cơ hội.</span>
          ) : null}
        </output>
        {last ? (
          <Button look="quiet" onClick={() => keep(list.slice(0, -1))}>
            Bỏ cơ hội vừa ghi
          </Button>
        ) : null}
      </div>

      {last ? (
        <div className={css.last}>
          <p>
            Cơ hội {list.length}: {professionWords[last.profession]}, thời điểm {last.moments.join(' + ')},{' '}
            {actionWords[last.action].toLocaleLowerCase('vi')}.
          </p>
          {last.action === 'missed' ? (
            <Segments
              legend="Lúc bỏ lỡ có đang mang găng không?"
              showLegend
              options={gloves}
              value={last.gloves === undefined ? null : last.gloves ? 'on' : 'off'}
              onChoose={(choice) => changeLast('gloves', choice === null ? null : choice === 'on')}
              size="small"
            />
          ) : (
            <>
              <Segments
                legend="Kỹ thuật 6 bước"
                showLegend
                options={marks}
                value={last.technique ?? null}
                onChoose={(choice) => changeLast('technique', choice)}
                size="small"
              />
              <Segments
                legend="Đủ thời gian (cồn 20–30 giây, xà phòng 40–60 giây)"
                showLegend
                options={marks}
                value={last.duration ?? null}
                onChoose={(choice) => changeLast('duration', choice)}
                size="small"
              />
            </>
          )}
        </div>
      ) : null}

      {last ? <MomentTable input={input} list={list} /> : null}

      {/* Not offered over what is already noted: one tap would wipe the table. */}
      {list.length === 0 ? (
        <NotApplicableOnly item={item} value={value} onAnswer={onAnswer} when="khi không quan sát được cơ hội nào" />
      ) : null}
    </div>
  )
}
