import { Link } from 'wouter'
import { see } from '../../device/store/facility-actions.ts'
import { useStore } from '../../device/store/use-store.ts'
import { actionsOf, disagreementsOf } from '../../domain/action-state.ts'
import { standingWords } from '../../domain/action-words.ts'
import type { Checklist } from '../../domain/checklist.ts'
import type { InspectionRecord } from '../../domain/inspection.ts'
import { itemNumber, itemsOf } from '../../domain/items.ts'
import { Panel } from '../../ui/panel.tsx'
import css from './actions.module.css'
import { useWho } from './use-who.ts'

/** What the facility has done with a result since: its actions, and where it disagrees. */
export function SinceThen({ id }: { id: string }) {
  const who = useWho()
  const seen = useStore((store) => see(store, id, who), [id, who])
  return seen ? <Told record={seen.record} checklist={seen.checklist} /> : null
}

function Told({ record, checklist }: { record: InspectionRecord; checklist: Checklist | null }) {
  const actions = [...actionsOf(record).values()]
  const disagreements = [...disagreementsOf(record)]
  const isInspection = record.head.kind === 'inspection' && record.status !== 'draft'
  if (actions.length + disagreements.length === 0 && !isInspection) return null
  const numberOf = (id: string) =>
    itemNumber((checklist && itemsOf(checklist).find((item) => item.id === id)) ?? { id })
  return (
    <Panel title="Sau lượt này">
      {isInspection ? (
        <p>
          <Link href={`/so-sanh/${record.id}`} className={css.more}>
            So với tự đánh giá của cơ sở
          </Link>
        </p>
      ) : null}
      {actions.length > 0 ? (
        <ul className={css.steps} aria-label="Biện pháp khắc phục">
          {actions.map(({ item, state, plan }) => (
            <li key={item}>
              <Link href={`/khac-phuc/${record.id}/${encodeURIComponent(item)}`} className={css.more}>
                Tiêu chí {numberOf(item)}: {standingWords[state].toLocaleLowerCase('vi')}
              </Link>
              <p className={css.small}>{plan.what || 'Chưa ghi nội dung'}</p>
            </li>
          ))}
        </ul>
      ) : null}
      {disagreements.length > 0 ? (
        <ul className={css.steps} aria-label="Cơ sở không đồng ý">
          {disagreements.map(([item, { id, say, by }]) => (
            <li key={id}>
              <p className={css.name}>Cơ sở không đồng ý với tiêu chí {numberOf(item)}</p>
              <p>{say.is === 'disagree' ? say.reason : ''}</p>
              <p className={css.small}>{by.name}</p>
            </li>
          ))}
        </ul>
      ) : null}
    </Panel>
  )
}
