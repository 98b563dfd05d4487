import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { answerInWords } from '../../domain/answer-words.ts'
import type { Absence, ComparedItem, Side } from '../../domain/comparison.ts'
import { formatPoints } from '../../domain/decimal.ts'
import { lostPoints } from '../../domain/findings.ts'
import type { InspectionRecord } from '../../domain/inspection.ts'
import { pairPhotos, visitPhotos } from '../../domain/photo.ts'
import { Badge } from '../../ui/badge.tsx'
import { PreviousPhotos } from '../parts/previous/previous-photos.tsx'
import { itemLook } from '../parts/tones.ts'
import css from './comparison.module.css'
import { absenceWords, differenceWords } from './comparison-words.ts'

type ComparisonItemProps = {
  compared: ComparedItem
  /** Null where none fits. */
  self: InspectionRecord | null
  inspected: InspectionRecord
  /** Of the facility: where it disagrees. */
  children: ReactNode
}

/** One item as the facility and as the inspector have answered it, with what each shows for it. */
export function ComparisonItem({ compared, self, inspected, children }: ComparisonItemProps) {
  const { id, number, question } = compared
  const { tone, words } = differenceWords(compared)
  const isLost = typeof compared.inspected === 'object' && lostPoints(compared.inspected.scored)
  return (
    <li id={id} className={css.item}>
      <h3 className={css.question}>
        <span className={css.number}>{number}</span> {question}
      </h3>
      <p>
        <Badge tone={tone}>{words}</Badge>
      </p>
      <div className={css.pair}>
        <SidePart title="Tự đánh giá" side={compared.self} record={self} number={number} />
        <SidePart title="Kiểm tra" side={compared.inspected} record={inspected} number={number} />
      </div>
      {children}
      {isLost ? (
        <Link href={`/khac-phuc/${inspected.id}/${encodeURIComponent(id)}`} className={css.link}>
          Biện pháp khắc phục của tiêu chí {number}
        </Link>
      ) : null}
    </li>
  )
}

type SidePartProps = { title: string; side: Side | Absence; record: InspectionRecord | null; number: string }

function SidePart({ title, side, record, number }: SidePartProps) {
  if (typeof side !== 'object' || record === null)
    return (
      <div className={css.side}>
        <p className={css.title}>{title}</p>
        <p className={css.small}>{absenceWords[typeof side === 'object' ? 'notAssessed' : side]}</p>
      </div>
    )
  const { item, answer, scored } = side
  const { tone, words } = itemLook(scored)
  const said = answerInWords(item, answer?.value ?? null)
  const photos = visitPhotos(record.photos).filter((photo) => photo.item === item.id)
  return (
    <div className={css.side}>
      <p className={css.title}>
        {title}
        <span className={css.points}>
          {scored.max > 0 || scored.earned > 0 ? `${formatPoints(scored.earned)}/${formatPoints(scored.max)} điểm` : ''}
        </span>
      </p>
      <p>
        <Badge tone={tone}>{words}</Badge> {said === words ? null : said}
      </p>
      {answer?.note ? <p>{answer.note}</p> : null}
      <PreviousPhotos
        photos={pairPhotos(photos).map(({ shown }) => shown)}
        of={`tiêu chí ${number}, ${title.toLocaleLowerCase('vi')}`}
      />
    </div>
  )
}
