import type { CheckedSeal } from '../../../device/store/evidence.ts'
import type { Checklist, Item } from '../../../domain/checklist.ts'
import { itemNumber, itemsOf } from '../../../domain/items.ts'
import { roleNames } from '../../../domain/people.ts'
import type { RecordStep } from '../../../domain/step.ts'
import { lateWords, stepNames } from '../../../domain/step-words.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { dateAndTime } from '../when.ts'
import css from './process.module.css'
import { StepContent } from './step-content.tsx'

type ProcessPanelProps = {
  seals: readonly CheckedSeal[]
  steps: readonly RecordStep[] | undefined
  /** Ids of one's own steps that the server has not told of yet. */
  waiting: ReadonlySet<string>
  checklist: Checklist | null
}

/** Who did what when since the result was handed in, in the order in which the server had it. */
export function ProcessPanel({ seals, steps = [], waiting, checklist }: ProcessPanelProps) {
  if (seals.length === 0 && steps.length === 0) return null
  const items = new Map(checklist ? itemsOf(checklist).map((item) => [item.id, item]) : [])
  return (
    <Panel title="Quá trình xử lý">
      <ol className={css.events}>
        {eventsOf(seals, steps, waiting).map((event) =>
          event.is === 'seal' ? (
            <SealEvent key={`seal ${event.seal.no}`} seal={event.seal} />
          ) : (
            <StepEvent key={event.step.id} step={event.step} isWaiting={waiting.has(event.step.id)} items={items} />
          ),
        )}
      </ol>
    </Panel>
  )
}

type Event = { at: number } & ({ is: 'seal'; seal: CheckedSeal } | { is: 'step'; step: RecordStep })

/** By the server's clock; what it has not told of yet comes last. */
function eventsOf(
  seals: readonly CheckedSeal[],
  steps: readonly RecordStep[],
  waiting: ReadonlySet<string>,
): readonly Event[] {
  const told: Event[] = [
    ...seals.map((seal) => ({ is: 'seal' as const, seal, at: seal.at })),
    ...steps.map((step) => ({
      is: 'step' as const,
      step,
      at: waiting.has(step.id) ? Number.MAX_SAFE_INTEGER : step.receivedAt,
    })),
  ]
  return told.sort((a, b) => a.at - b.at)
}

function SealEvent({ seal: { kind, by, at, reason } }: { seal: CheckedSeal }) {
  return (
    <li className={css.event}>
      <p className={css.what}>{kind === 'submit' ? 'Nộp kết quả' : 'Sửa và gửi lại'}</p>
      <p className={css.who}>
        {by.name} · {dateAndTime(at)}
      </p>
      {reason ? <p>Lý do: {reason}</p> : null}
    </li>
  )
}

type StepEventProps = { step: RecordStep; isWaiting: boolean; items: ReadonlyMap<string, Item> }

function StepEvent({ step, isWaiting, items }: StepEventProps) {
  const { say, by, at, receivedAt, late } = step
  const item = 'item' in say ? items.get(say.item) : undefined
  return (
    <li className={css.event} data-late={late}>
      <p className={css.what}>
        {stepNames[say.is]}
        {item ? `: tiêu chí ${itemNumber(item)}` : ''}
        {isWaiting ? <Badge tone="info">chờ gửi</Badge> : null}
        {late ? <Badge tone="partial">đến sau, không có hiệu lực</Badge> : null}
      </p>
      <p className={css.who}>
        {by.name} ({roleNames[by.role].toLocaleLowerCase('vi')}) · {dateAndTime(isWaiting ? at : receivedAt)}
      </p>
      <StepContent say={say} items={items} />
      {late ? <p className={css.who}>{lateWords(step)}</p> : null}
    </li>
  )
}
