import { Link } from 'wouter'
import { percentWords } from '../../../domain/scoring/score-words.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Disclosure } from '../../../ui/disclosure.tsx'
import { Panel } from '../../../ui/panel.tsx'
import css from './overview.module.css'
import type { Chosen } from './overview-words.ts'

type FailedItemsProps = { items: Chosen['failedItems']; facilities: Chosen['facilities'] }

/** What fails most often, and where. */
export function FailedItems({ items, facilities }: FailedItemsProps) {
  if (items.length === 0) return null
  const byId = new Map(facilities.map((facility) => [facility.id, facility]))
  return (
    <Panel title={items.length === 1 ? 'Tiêu chí không đạt' : `${items.length} tiêu chí không đạt nhiều nhất`}>
      <ol className={css.items}>
        {items.map(({ id, number, question, critical, failed, judged, facilities: places }) => (
          <li key={id}>
            <p className={css.item}>
              <b>{number}</b> {question} {critical ? <Badge tone="critical">điểm liệt</Badge> : null}
            </p>
            <p className={css.note}>
              Không đạt ở {failed}/{judged} cơ sở được xem xét ({percentWords(failed, judged)}).
            </p>
            <Disclosure label={`Xem ${places.length} cơ sở`} openLabel="Ẩn các cơ sở">
              {() => (
                <ul className={css.places}>
                  {places.map((place) => {
                    const facility = byId.get(place)
                    return facility?.now ? (
                      <li key={place}>
                        <Link href={`/ket-qua/${facility.now.inspectionId}`}>{facility.name}</Link>
                      </li>
                    ) : null
                  })}
                </ul>
              )}
            </Disclosure>
          </li>
        ))}
      </ol>
    </Panel>
  )
}
