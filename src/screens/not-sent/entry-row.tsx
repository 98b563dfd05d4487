import { type ReactNode, useId } from 'react'
import { Link } from 'wouter'
import type { AttentionEntry, AttentionGroup } from '../../device/store/attention.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button, buttonClass } from '../../ui/button.tsx'
import { dateAndTime } from '../parts/when.ts'
import { AmendContent } from './amend-content.tsx'
import { handledWords, headWords, itemIdOf, itemOf, kindWords, reasonOf, subjectOf, valueWords } from './entry-words.ts'
import css from './not-sent.module.css'
import { ValueBox } from './value-box.tsx'

type EntryRowProps = {
  entry: AttentionEntry
  group: AttentionGroup
  onExport: () => void
  /** Takes a refused amendment back among the corrections; absent where it is handled. */
  onTakeBack?: () => void
  /** Puts it away, or brings it back. */
  onMove: () => void
}

/** One thing that was not taken: what it is, what it says, why, and what can be done. */
export function EntryRow({ entry, group, onExport, onTakeBack, onMove }: EntryRowProps) {
  const { checklist } = group
  const { tone, words } = (entry.handled && handledWords[entry.handled]) ?? kindWords[entry.kind]
  const value = valueWords(entry.answer, checklist, entry.cell)
  const visit = headWords(entry)
  return (
    <Thing badge={<Badge tone={tone}>{words}</Badge>} subject={subjectOf(entry, checklist)}>
      {entry.handled !== null && group.head ? <p className={css.small}>{group.head.facilityName}</p> : null}
      {entry.kind === 'late' && value !== null ? (
        <div className={css.pair}>
          <ValueBox
            title="Trong bản đã nộp"
            value={valueWords(entry.sealed, checklist, entry.cell) ?? 'Chưa trả lời'}
            answer={entry.sealed}
          />
          <ValueBox title="Đến sau" value={value} answer={entry.answer} />
        </div>
      ) : value !== null ? (
        <ValueBox title="Câu trả lời trên máy này" value={value} answer={entry.answer} />
      ) : visit ? (
        <ValueBox title="Nội dung" value={visit} />
      ) : null}
      <AmendContent said={entry.said} checklist={checklist} />
      <p className={css.reason}>{reasonOf(entry)}</p>
      <div className={css.actions}>
        {onTakeBack && entry.said.k === 'inspection.amend' && entry.kind !== 'late' ? (
          <Button onClick={onTakeBack}>Đưa lại vào phần đang sửa</Button>
        ) : null}
        <OpenLink group={group} cell={itemIdOf(entry)} />
        <Button look="quiet" onClick={onExport}>
          Tải về
        </Button>
        {entry.handled === 'done' || entry.handled === 'again' ? null : (
          <Button look="quiet" onClick={onMove}>
            {entry.handled === 'seen' ? 'Đưa trở lại' : 'Đã xem'}
          </Button>
        )}
      </div>
      <p className={css.code}>
        {dateAndTime(entry.at)} · mã {entry.code}
      </p>
    </Thing>
  )
}

/** The frame of one thing: its state, its number and question, and what follows. */
export function Thing(props: {
  badge: ReactNode
  subject: { number: string | null; text: string }
  children: ReactNode
}) {
  const { badge, subject, children } = props
  const id = useId()
  return (
    <li className={css.thing} aria-labelledby={id}>
      <div>{badge}</div>
      <h3 id={id} className={css.subject}>
        {subject.number ? <span className={css.number}>{subject.number}</span> : null} {subject.text}
      </h3>
      {children}
    </li>
  )
}

/** To the item where it can still be answered, to the result where it is sealed. */
export function OpenLink({ group, cell }: { group: AttentionGroup; cell: string }) {
  const { insp, local, isReceived, checklist } = group
  const found = itemOf(checklist, cell)
  if (local && local !== 'waiting' && found)
    return (
      <Link href={`/kiem-tra/${insp}/${found.sectionId}#${found.item.id}`} className={buttonClass('plain')}>
        Mở tiêu chí
      </Link>
    )
  if (local)
    return (
      <Link href={`/kiem-tra/${insp}/nop`} className={buttonClass('plain')}>
        Mở lượt này
      </Link>
    )
  if (!isReceived) return null
  return (
    <Link href={`/ket-qua/${insp}`} className={buttonClass('plain')}>
      Xem bản đã nộp
    </Link>
  )
}
