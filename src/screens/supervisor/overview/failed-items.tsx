import { Link } from 'wouter'
import { percentWords } from '../../../domain/scoring/score-words.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Disclosure } from '../../../ui/disclosure.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { FacilityPages } from './facility-pages.tsx'
import css from './overview.module.css'
import { facilitiesQuestionOf, type OverviewWish } from './overview-wish.ts'
import type { Chosen } from './overview-words.ts'

type FailedItemsProps = { items: Chosen['failedItems']; wish: OverviewWish }

/** What fails most often, and where. @param wish with the checklist whose items these are */
export function FailedItems({ items, wish }: FailedItemsProps) {
  if (items.length === 0) return null
  return (
    <Panel title={items.length === 1 ? 'Tiêu chí không đạt' : `${items.length} tiêu chí không đạt nhiều nhất`}>
      <ol className={css.items}>
        {items.map(({ id, number, question, critical, failed, judged }) => (
          <li key={id}>
            <p className={css.item}>
              <b>{number}</b> {question} {critical ? <Badge tone="critical">điểm liệt</Badge> : null}
            </p>
            <p className={css.note}>
              Không đạt ở {failed}/{judged} cơ sở được xem xét ({percentWords(failed, judged)}).
            </p>
            <Disclosure label={`Xem ${failed} cơ sở`} openLabel="Ẩn các cơ sở">
              {() => (
                <FacilityPages question={`${facilitiesQuestionOf(wish, { item: id })}`}>
                  {(rows) => (
                    <ul className={css.places}>
                      {rows.map(({ id: facility, name, now }) => (
                        <li key={facility}>{now ? <Link href={`/ket-qua/${now.inspectionId}`}>{name}</Link> : name}</li>
                      ))}
                    </ul>
                  )}
                </FacilityPages>
              )}
            </Disclosure>
          </li>
        ))}
      </ol>
    </Panel>
  )
}
