import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { listPreviousVisits } from '../../../device/store/replica.ts'
import { useStore } from '../../../device/store/use-store.ts'
import type { InspectionHead } from '../../../domain/inspection.ts'
import { type PreviousAnswer, previousAnswers } from '../../../domain/previous.ts'

const PreviousContext = createContext<ReadonlyMap<string, PreviousAnswer[]>>(new Map())
const none: readonly PreviousAnswer[] = []

type PreviousVisitsProps = { id: string; head: InspectionHead; children: ReactNode }

/** What the last visits of this facility said of each item, read and scored once for all cards. */
export function PreviousVisits({ id, head, children }: PreviousVisitsProps) {
  const { facilityId, date } = head
  const checklistId = head.checklist.id
  const visits = useStore(
    (from) => listPreviousVisits(from, { facilityId, checklistId, date, id }),
    [facilityId, checklistId, date, id],
  )
  const byItem = useMemo(() => previousAnswers(visits ?? []), [visits])
  return <PreviousContext value={byItem}>{children}</PreviousContext>
}

/** Newest first. */
export function usePrevious(itemId: string): readonly PreviousAnswer[] {
  return useContext(PreviousContext).get(itemId) ?? none
}
