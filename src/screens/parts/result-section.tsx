import { actionLines } from '../../domain/action-words.ts'
import type { Answer } from '../../domain/answer.ts'
import { answerInWords } from '../../domain/answer-words.ts'
import type { Checklist, Item } from '../../domain/checklist.ts'
import { formatPoints } from '../../domain/decimal.ts'
import { lostPoints } from '../../domain/findings.ts'
import { itemNumber } from '../../domain/items.ts'
import { citeBasis } from '../../domain/law.ts'
import { type RecordPhoto, visitPhotos } from '../../domain/photo.ts'
import type { ItemScore, SectionScore } from '../../domain/scoring/result.ts'
import { pointsWords } from '../../domain/scoring/score-words.ts'
import { Badge } from '../../ui/badge.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Panel } from '../../ui/panel.tsx'
import { PhotoList } from './photos/photo-list.tsx'
import { recordPhotoWords } from './photos/photo-words.ts'
import css from './result-section.module.css'
import { itemLook } from './tones.ts'

type ResultSectionProps = {
  section: SectionScore
  checklist: Checklist
  answers: Readonly<Record<string, Answer>>
  photos: readonly RecordPhoto[] | undefined
  onlyLost: boolean
}

/** Every answer of one section as it was given, with what it earned and why. */
export function ResultSection({ section, checklist, answers, photos, onlyLost }: ResultSectionProps) {
  const source = checklist.sections.find(({ id }) => id === section.sectionId)
  const shown = section.items.filter((item) => !onlyLost || lostPoints(item))
  if (!source || shown.length === 0) return null
  return (
    <div id={`muc-${section.sectionId}`}>
      <Panel title={source.title} aside={section.max > 0 ? pointsWords(section.earned, section.max) : null}>
        <ol className={css.items}>
          {shown.map((scored) => {
            const item = source.items.find(({ id }) => id === scored.itemId)
            if (!item) return null
            const number = itemNumber(item)
            return (
              <ResultItem
                key={item.id}
                item={item}
                number={number}
                scored={scored}
                answer={answers[item.id]}
                photos={visitPhotos(photos).filter((photo) => photo.item === item.id)}
                checklist={checklist}
              />
            )
          })}
        </ol>
      </Panel>
    </div>
  )
}

type ResultItemProps = {
  item: Item
  number: string
  scored: ItemScore
  answer: Answer | undefined
  photos: readonly RecordPhoto[]
  checklist: Checklist
}

function ResultItem({ item, number, scored, answer, photos, checklist }: ResultItemProps) {
  const { tone, words } = itemLook(scored)
  const bases = [...item.basis, ...(scored.basis ?? [])].map((basis) => citeBasis(basis, checklist.documents))
  return (
    <li className={classNames(css.item, scored.criticalFailure && css.critical)}>
      <span className={css.number}>{number}</span>
      <div className={css.body}>
        <p className={css.question}>{item.question}</p>
        <p className={css.answer}>
          <Badge tone={tone}>{words}</Badge>
          <span>{answerInWords(item, answer?.value ?? null)}</span>
        </p>
        {lostPoints(scored) || scored.state === 'undetermined' || scored.limit ? (
          <p className={css.reason}>{scored.reason}</p>
        ) : null}
        {lostPoints(scored) && bases.length > 0 ? (
          <p className={css.basis}>Căn cứ: {[...new Set(bases)].join('; ')}</p>
        ) : null}
        {answer?.note ? (
          <p className={css.note}>
            <span>Ghi chú:</span> {answer.note}
          </p>
        ) : null}
        {answer
          ? actionLines(answer).map((line) => (
              <p key={line} className={css.note}>
                {line}
              </p>
            ))
          : null}
        <PhotoList
          of={`tiêu chí ${number}`}
          photos={photos.map((photo) => ({ ...photo, state: recordPhotoWords(photo) }))}
        />
      </div>
      <span className={css.points}>
        {scored.max > 0 || scored.earned > 0 ? `${formatPoints(scored.earned)}/${formatPoints(scored.max)}` : '–'}
      </span>
    </li>
  )
}
