import { disagreementsOf } from '../../../domain/action-state.ts'
import type { Item } from '../../../domain/checklist.ts'
import type { InspectionRecord } from '../../../domain/inspection.ts'
import { itemNumber } from '../../../domain/items.ts'
import { says } from '../../../domain/step.ts'
import { Panel } from '../../../ui/panel.tsx'
import { dateAndTime } from '../../parts/when.ts'
import css from './review.module.css'

type DisagreementsProps = { record: InspectionRecord; items: ReadonlyMap<string, Item> }

/** Where the facility does not agree, and why: to be read before anything is decided. */
export function Disagreements({ record, items }: DisagreementsProps) {
  const open = [...disagreementsOf(record)]
  if (open.length === 0) return null
  return (
    <Panel title="Cơ sở không đồng ý" aside={`${open.length} tiêu chí`}>
      <ul className={css.picked}>
        {open.map(([id, step]) => {
          const item = items.get(id)
          return (
            <li key={id}>
              <p className={css.question}>{item ? `${itemNumber(item)} ${item.question}` : `Tiêu chí ${id}`}</p>
              {says(step, 'disagree') ? <p>{step.say.reason}</p> : null}
              <p className={css.small}>
                {step.by.name} · {dateAndTime(step.receivedAt)}
              </p>
            </li>
          )
        })}
      </ul>
    </Panel>
  )
}
