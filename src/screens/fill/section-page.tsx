import { memo, useDeferredValue, useEffect } from 'react'
import { rememberPlace } from '../../device/store/drafts.ts'
import { useCurrentStore } from '../../device/store/use-store.ts'
import { itemNumber } from '../../domain/items.ts'
import { Problem } from '../../domain/problem.ts'
import type { OpenSection, ScoringContext } from '../../domain/scoring/context.ts'
import { PageTitle } from '../../ui/page-title.tsx'
import type { AnswerBoard } from '../parts/answer-board.ts'
import { ItemCard } from '../parts/item-card.tsx'
import { PhotoCount } from '../parts/photos/photo-shelf.tsx'
import { goToItem } from './go-to-item.ts'
import { RestOfSection } from './rest-of-section.tsx'
import css from './section-page.module.css'
import { SectionRail } from './section-rail.tsx'
import { SectionSteps } from './section-steps.tsx'
import { SectionTotal } from './section-total.tsx'

type SectionPageProps = {
  id: string
  sections: readonly OpenSection[]
  index: number
  board: AnswerBoard
  context: ScoringContext
  contested: readonly string[]
}

/** More cards than the tallest screen shows: the others are drawn once these can be answered. */
const FIRST = 6

/** The items of one section as cards. */
export const SectionPage = memo(function SectionPage({
  id,
  sections,
  index,
  board,
  context,
  contested,
}: SectionPageProps) {
  const store = useCurrentStore()
  const { section, items } = sections[index] as OpenSection
  // Whoever comes for a question further down needs every card above it.
  const isFirst = items.findIndex((item) => item.id === wantedItem()) < FIRST
  const isWhole = useDeferredValue(true, !isFirst)

  useEffect(() => {
    const itemId = wantedItem()
    const isHere = document.getElementById(itemId)?.dataset.item === itemId
    if (isHere) goToItem(itemId)
    else window.scrollTo({ top: 0 })
    // From here on each saved answer moves the place along, in its own transaction.
    remember(rememberPlace(store, id, { sectionId: section.id, itemId: isHere ? itemId : null }))
  }, [store, id, section.id])

  return (
    <main id="noi-dung" className={css.page} tabIndex={-1}>
      <div className={css.head}>
        <PageTitle lead={`Mục ${index + 1}/${sections.length}`}>{section.title}</PageTitle>
        <SectionTotal sectionId={section.id} board={board} context={context} />
        <PhotoCount itemIds={items.map((item) => item.id)} />
        <SectionRail items={items} board={board} context={context} />
      </div>
      <div className={css.cards}>
        {(isWhole ? items : items.slice(0, FIRST)).map((item) => (
          <ItemCard
            key={item.id}
            item={item}
            number={itemNumber(item)}
            board={board}
            context={context}
            contested={contested.includes(item.id)}
          />
        ))}
      </div>
      {isWhole ? <RestOfSection open={sections[index] as OpenSection} board={board} context={context} /> : null}
      <SectionSteps id={id} sections={sections} index={index} board={board} context={context} />
    </main>
  )
})

/** The item that the address names; '' for none. */
function wantedItem(): string {
  return decodeURIComponent(window.location.hash.slice(1))
}

/** Forgetting the place costs a scroll, never an answer: it is no reason to interrupt. */
function remember(written: Promise<void>): void {
  written.catch((error: unknown) => {
    if (!(error instanceof Problem)) throw error
    console.warn(error.code)
  })
}
