import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { askedBy, type Earlier, readEarlier } from '../../../device/store/earlier.ts'
import { useStore } from '../../../device/store/use-store.ts'
import type { OpenAction, OpenActions } from '../../../domain/action.ts'
import type { InspectionHead } from '../../../domain/inspection.ts'
import type { PlanVisit } from '../../../domain/planning.ts'
import { type PreviousAnswer, previousAnswers } from '../../../domain/previous.ts'

type Known = {
  byItem: ReadonlyMap<string, PreviousAnswer[]>
  actions: OpenActions
  /** The visit under way, as far as suggestions are made of it; null outside of one. */
  visit: PlanVisit | null
}

const nothing: Known = { byItem: new Map(), actions: new Map(), visit: null }
const PreviousContext = createContext(nothing)
const none: readonly PreviousAnswer[] = []

type PreviousVisitsProps = { id: string; head: InspectionHead; children: ReactNode }

/** What earlier visits of this facility said of each item and left open, read and scored once for all cards. */
export function PreviousVisits({ id, head, children }: PreviousVisitsProps) {
  const earlier = useEarlier(id, head)
  const read = useMemo(
    () => (earlier ? { byItem: previousAnswers(earlier.visits), actions: earlier.actions } : nothing),
    [earlier],
  )
  const { kind, team, facts, date } = head
  // Each save reads the head into a new object: what counts is what it says.
  const said = JSON.stringify({ kind, team, facts, date })
  const known = useMemo(() => ({ ...read, visit: JSON.parse(said) as PlanVisit }), [read, said])
  return <PreviousContext value={known}>{children}</PreviousContext>
}

/** What earlier visits say to this one; undefined while it is being read. */
export function useEarlier(id: string, head: InspectionHead): Earlier | undefined {
  const { facilityId, date, kind } = head
  const checklistId = head.checklist.id
  return useStore((from) => readEarlier(from, askedBy(id, head)), [facilityId, checklistId, date, kind, id])
}

/** Newest first. */
export function usePrevious(itemId: string): readonly PreviousAnswer[] {
  return useContext(PreviousContext).byItem.get(itemId) ?? none
}

/** What an earlier visit planned for the item, and none since has called fixed. */
export function useOpenAction(itemId: string): OpenAction | null {
  return useContext(PreviousContext).actions.get(itemId) ?? null
}

/** The visit that the cards belong to; null outside of one. */
export function useVisit(): PlanVisit | null {
  return useContext(PreviousContext).visit
}
