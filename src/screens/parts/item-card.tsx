import { memo, useMemo } from 'react'
import { markOf } from '../../domain/action.ts'
import type { AnswerValue } from '../../domain/answer.ts'
import type { Item } from '../../domain/checklist.ts'
import { otherAnswerOf, type ScoringContext } from '../../domain/scoring/context.ts'
import { limitOf, verdictOf } from '../../domain/scoring/verdict.ts'
import { Badge } from '../../ui/badge.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Disclosure } from '../../ui/disclosure.tsx'
import { Mark } from '../../ui/mark.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { AnswerBoard } from './answer-board.ts'
import { EvidenceAsked } from './evidence-asked.tsx'
import css from './item-card.module.css'
import { ItemDetails } from './item-details.tsx'
import { ItemField } from './item-field.tsx'
import { NoteField } from './note-field.tsx'
import { ItemPhotos } from './photos/item-photos.tsx'
import { CardPlan } from './plan/card-plan.tsx'
import { FollowUpField } from './plan/follow-up-field.tsx'
import { pointsInWords } from './points-words.ts'
import { PreviousDetails, PreviousLine } from './previous/previous-line.tsx'
import { useOpenAction } from './previous/previous-visits.tsx'
import { SavedMark, SaveLine } from './save-line.tsx'
import { itemStates } from './tones.ts'
import { useBegun, useEntry } from './use-board.ts'

type ItemCardProps = {
  item: Item
  number: string
  board: AnswerBoard
  context: ScoringContext
  contested: boolean
}

/** One question with its answer. It renders again only when its own answer changes. */
export const ItemCard = memo(function ItemCard({ item, number, board, context, contested }: ItemCardProps) {
  const { answer, save } = useEntry(board, item.id)
  const { value } = answer
  const { entry: begun, slot } = useBegun(board, item.id)
  const otherId = otherAnswerOf(item, context.checklist) ?? item.id
  const { answer: other } = useEntry(board, otherId)
  // An item that counts what is kept on another is answered when that one is.
  const judged = value ?? (item.input.kind === 'observation' ? other.value : null)
  const verdict = useMemo(
    () => (judged ? verdictOf(item, judged, context, { [otherId]: other }) : null),
    [item, judged, context, otherId, other],
  )
  const limit = useMemo(() => limitOf(item, context, { [otherId]: other }), [item, context, otherId, other])
  const isCriticalFailure = verdict?.criticalFailure ?? (item.critical && verdict?.outcome === 'fail')
  const state = judged?.is === 'notApplicable' ? 'notApplicable' : (verdict?.outcome ?? 'blank')
  const saysWhy = verdict !== null && (item.input.kind !== 'passFail' || item.each !== undefined || isCriticalFailure)
  const action = useOpenAction(item.id)
  const isShort = isCriticalFailure || verdict?.outcome === 'fail' || verdict?.outcome === 'partial'
  const asksPlan = isShort || answer.plan !== undefined || (action && markOf(action, answer) === 'notFixed')
  const headingId = `${item.id}-question`

  return (
    <article
      id={item.id}
      className={classNames(css.card, css[state], isCriticalFailure && css.critical)}
      aria-labelledby={headingId}
      data-item={item.id}
    >
      <header className={css.head}>
        <p className={css.line}>
          <span className={css.number}>{number}</span>
          <span>{pointsInWords(item)}</span>
          {item.period ? <span>Số liệu theo {item.period}</span> : null}
          {item.critical ? (
            <span className={css.flag}>
              <Mark tone="critical" /> Điểm liệt
            </span>
          ) : null}
          <SavedMark save={save} begun={begun} />
        </p>
        <h2 id={headingId} tabIndex={-1} className={css.question}>
          {item.question}
        </h2>
      </header>

      <PreviousLine itemId={item.id} of={`tiêu chí ${number}`} verdict={verdict} />
      {action ? (
        <FollowUpField
          action={action}
          answer={answer}
          date={context.date}
          onMark={(followUp) => board.change(item.id, { followUp })}
        />
      ) : null}

      {contested ? (
        <Notice tone="partial" title="Câu trả lời chưa thống nhất">
          Máy khác đã trả lời khác cho tiêu chí này. Hãy chọn lại để thống nhất.
        </Notice>
      ) : null}

      {limit ? (
        <p className={css.limit}>
          {'rule' in item.input && item.input.rule.by === 'inspector' ? 'Mốc tham khảo: ' : 'Giới hạn: '}
          <strong>{limit.text}</strong>
          {verdict || limit.known ? null : <span className={css.why}>{limit.why}</span>}
        </p>
      ) : null}

      <ItemField
        item={item}
        value={value}
        context={context}
        begun={slot}
        onAnswer={(next: AnswerValue | null) => board.change(item.id, { value: next }, isOneTap(item))}
      />

      <div className={css.outcome} aria-live="polite">
        {isCriticalFailure ? <Badge tone="critical">Điểm liệt không đạt</Badge> : null}
        {saysWhy && verdict ? (
          <p className={css.reason}>
            {isCriticalFailure || item.input.kind === 'scale' ? null : (
              <Badge tone={itemStates[verdict.outcome].tone}>{itemStates[verdict.outcome].words}</Badge>
            )}
            <span>{verdict.reason}</span>
          </p>
        ) : null}
      </div>

      <footer className={css.foot}>
        <EvidenceAsked item={item} answer={answer} />
        <ItemPhotos itemId={item.id} of={`tiêu chí ${number}`} />
        <NoteField note={answer.note ?? ''} onNote={(note) => board.change(item.id, { note })} />
        {asksPlan ? <CardPlan item={item} plan={answer.plan} board={board} action={action} /> : null}
        <PreviousDetails itemId={item.id} of={`tiêu chí ${number}`} />
        <Disclosure label="Căn cứ và cách kiểm tra" openLabel="Ẩn căn cứ và cách kiểm tra">
          {() => (
            <ItemDetails
              item={item}
              documents={context.checklist.documents}
              extraBasis={verdict?.basis}
              reason={verdict?.reason}
            />
          )}
        </Disclosure>
        <SaveLine board={board} itemId={item.id} value={value} save={save} begun={begun} />
      </footer>
    </article>
  )
})

/** Answered by one row of radios as a whole. Of several places or parts, the next tap must find the last one in the answer that it adds to. */
function isOneTap({ input, each }: Item): boolean {
  return each === undefined && (input.kind === 'passFail' || input.kind === 'scale' || input.kind === 'detect')
}
