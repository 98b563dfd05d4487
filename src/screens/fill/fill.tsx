import { useMemo } from 'react'
import { Redirect } from 'wouter'
import { applicableSections } from '../../domain/scoring/context.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { NotFound } from '../not-found.tsx'
import { PhotoShelf } from '../parts/photos/photo-shelf.tsx'
import { PositionNotice } from '../parts/position/position-notice.tsx'
import { PreviousVisits } from '../parts/previous/previous-visits.tsx'
import { Unreadable } from '../parts/unreadable.tsx'
import { useUnsavedGuard } from '../parts/use-unsaved-guard.ts'
import { SyncBanner } from '../shell/sync-banner.tsx'
import css from './fill.module.css'
import { FillBar } from './fill-bar.tsx'
import { SectionNav } from './section-nav.tsx'
import { SectionPage } from './section-page.tsx'
import { type Opened, useOpen } from './use-open.ts'

/** Filling in one inspection, section by section. */
export function Fill({ id, sectionId }: { id: string; sectionId: string | null }) {
  const opened = useOpen(id)
  useUnsavedGuard(opened.is === 'open' ? opened.board : null)

  switch (opened.is) {
    case 'reading':
      return (
        <main className={css.reading}>
          <Skeleton rows={4} />
        </main>
      )
    case 'nowhere':
      return (
        <main className={css.reading}>
          <NotFound what="lượt kiểm tra này" />
        </main>
      )
    case 'received':
      return <Redirect to={`/ket-qua/${id}`} replace />
    case 'unreadable':
      return (
        <main className={css.reading}>
          <Unreadable head={opened.open.head} />
        </main>
      )
    case 'open':
      break
    default:
      return opened satisfies never
  }

  return <Sections id={id} sectionId={sectionId} {...opened} />
}

type SectionsProps = { id: string; sectionId: string | null } & Extract<Opened, { is: 'open' }>

/** It hears of each save, with what the store then says; of what it hands on nothing is new by that. */
function Sections({ id, sectionId, open, context, board }: SectionsProps) {
  const sections = useMemo(() => applicableSections(context.checklist, context.facts), [context])
  const contested = useSame(open.contested)
  if (open.state === 'waiting') return <Redirect to={`/kiem-tra/${id}/nop`} replace />
  const index = sections.findIndex(({ section }) => section.id === sectionId)
  if (index < 0) {
    const place = sections.find(({ section }) => section.id === open.place?.sectionId) ?? sections[0]
    if (!place) return <Redirect to={`/kiem-tra/${id}/nop`} replace />
    const item = place.section.id === open.place?.sectionId && open.place.itemId ? `#${open.place.itemId}` : ''
    return <Redirect to={`/kiem-tra/${id}/${place.section.id}${item}`} replace />
  }

  return (
    <div className={css.screen}>
      <FillBar
        id={id}
        facilityName={open.head.facilityName}
        isRefused={open.state === 'refused'}
        context={context}
        board={board}
      />
      <SyncBanner waits />
      <PositionNotice id={id} />
      <PreviousVisits id={id} head={open.head}>
        <PhotoShelf inspectionId={id}>
          <div className={css.columns}>
            <aside className={css.side}>
              <SectionNav id={id} sections={sections} current={index} board={board} context={context} />
            </aside>
            <SectionPage
              key={`${id}/${sectionId}`}
              id={id}
              sections={sections}
              index={index}
              board={board}
              context={context}
              contested={contested}
            />
          </div>
        </PhotoShelf>
      </PreviousVisits>
    </div>
  )
}

/** The same list until it names others. */
function useSame(ids: readonly string[]): readonly string[] {
  const said = JSON.stringify(ids)
  return useMemo(() => JSON.parse(said) as string[], [said])
}
